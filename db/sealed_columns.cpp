#include "db/sealed_columns.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "db/query.hpp"

namespace db {
namespace {

constexpr std::array all{national_number, one_time_secret, pending_one_time_secret,
                         openid_verifier};

void seal_clear_numbers(WriteTx& tx) {
    const auto clear = Query(tx, R"(
        select id, unsealed_national_number from borrower
        where unsealed_national_number is not null order by id)")
                           .all<std::int64_t, std::string>([](std::int64_t id, std::string number) {
                               return std::pair(id, std::move(number));
                           });
    if (clear.empty()) return;
    const Keys keys = tx.keys();
    for (const auto& [id, number] : clear) {
        Query(tx, R"(
            update borrower set unsealed_national_number = null, national_number_sealed = :sealed,
                national_number_index = :index
            where id = :id)")
            .with(keys.seal(number, place_of(national_number, id)),
                  keys.index(number, national_number.purpose), id)
            .run();
    }
}

}  // namespace

std::span<const SealedColumn> sealed_columns() { return all; }

void seal_what_is_clear(Connection& connection) {
    connection.execute(connection.begin_migration());
    try {
        WriteTx tx(connection);
        seal_clear_numbers(tx);
        connection.control("commit");
    } catch (...) {
        if (connection.in_transaction()) connection.control("rollback");
        throw;
    }
}

}  // namespace db
