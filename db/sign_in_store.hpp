#pragma once
// Tries to sign in, so that nobody can try without end. An account is whatever name was tried.

#include <cstdint>
#include <optional>
#include <string_view>

#include "db/connection.hpp"
#include "domain/time.hpp"

namespace db::sign_in {

struct Try {
    std::int64_t id = 0;
    // Not allowed before; nothing was noted.
    std::optional<domain::Instant> refused_until;
};
// Notes one before it is decided, unless there were too many: so that many at once are no more than
// one after another.
Try begin(WriteTx& tx, std::string_view account, domain::Instant now);
// It was right after all.
void take_back(WriteTx& tx, std::int64_t id);
void forget_account(WriteTx& tx, std::string_view account);
void forget_old(WriteTx& tx, domain::Instant now);

}  // namespace db::sign_in
