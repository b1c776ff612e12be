#pragma once
// The columns that hold sealed values, in one table: what changes the keys goes through all of
// them. Their names end in _sealed; a test finds one that is missing here.

#include <cstdint>
#include <span>
#include <string_view>

#include "db/connection.hpp"
#include "db/keys.hpp"

namespace db {

struct SealedColumn {
    std::string_view table;
    std::string_view column;
    // Of the table: the number of the row that a value is bound to.
    std::string_view key;
    // What the value is found by, and the purpose of that index; empty when it is not looked up.
    std::string_view index = {};
    std::string_view purpose = {};
};

std::span<const SealedColumn> sealed_columns();

inline constexpr SealedColumn national_number{"borrower", "national_number_sealed", "id",
                                              "national_number_index", "national number"};

inline constexpr SealedColumn one_time_secret{"app_user", "totp_secret_sealed", "actor_id"};
inline constexpr SealedColumn pending_one_time_secret{"app_user", "totp_pending_sealed",
                                                      "actor_id"};

inline constexpr SealedColumn openid_verifier{"openid_flow", "verifier_sealed", "id"};

inline Place place_of(const SealedColumn& column, std::int64_t row) {
    return {column.table, column.column, row};
}

// What older programs left in clear, in one transaction of its own.
void seal_what_is_clear(Connection& connection);

}  // namespace db
