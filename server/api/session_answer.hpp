#pragma once
// A person's session as it is answered, and the cookie that carries it.

#include <string_view>

#include "db/session_store.hpp"
#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace api {

// Who it is, what the session is worth, what it needs and how long it lasts. The token goes along
// as a cookie when it is new.
enum class Token { known, is_new };
routing::Reply session_answer(const db::sessions::SignedIn& person, std::string_view token,
                              Token which, domain::Instant now);

void give_session_cookie(routing::Reply& reply, std::string_view token);
void take_session_cookie(routing::Reply& reply);

}  // namespace api
