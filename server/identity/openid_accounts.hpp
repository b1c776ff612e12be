#pragma once
// Users whom a provider signs in. They have no password here; their role, depot and name are the
// provider's to say, at each sign-in anew.

#include <optional>
#include <string_view>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"
#include "identity/openid_claims.hpp"

namespace identity {

struct OpenidSignIn {
    domain::ActorId actor;          // 0: nobody yet
    std::string_view refused = {};  // why there is no session, as a code
};

// Opens a session under the token; makes the user at the first time. With another role or depot
// than before, what the user had open ends. Who is disabled here stays out.
OpenidSignIn sign_in(db::WriteTx& tx, const OpenidIdentity& who, std::string_view token,
                     domain::Instant now);

}  // namespace identity
