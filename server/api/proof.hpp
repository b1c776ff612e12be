#pragma once
// Proving who somebody is. A try is noted before it is decided and taken back when it was right;
// passwords are hashed outside of any transaction.

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "db/user_store.hpp"
#include "routing/desk.hpp"
#include "routing/request.hpp"

namespace api {

// The noted try, or 429 with when the next one is allowed.
tl::expected<std::int64_t, routing::Reply> begin_try(const routing::Request& request,
                                                     routing::Desk& desk,
                                                     const std::string& account);

// Of the application that shows codes, or one for recovery; right, it is used up.
bool use_code(db::WriteTx& tx, const db::users::User& user, std::string_view typed,
              domain::Instant now);

// Who is signed in and asks, with everything about the user.
struct Asking {
    domain::SessionId session;
    bool two_factors = false;  // or a demo, where one is enough
    db::users::User user;
};
// 409 for a device, which has no session; 401 when it has just ended.
tl::expected<Asking, routing::Reply> asking(const routing::Request& request, db::ReadTx& tx);

}  // namespace api
