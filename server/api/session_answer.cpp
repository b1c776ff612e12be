#include "api/session_answer.hpp"

#include <fmt/format.h>

#include "api/answer.hpp"
#include "api/shapes.hpp"
#include "identity/token.hpp"
#include "routing/assurance.hpp"
#include "routing/origin.hpp"

namespace api {
namespace json = boost::json;

namespace {

// Not sent along when another site leads here, in no way.
constexpr std::string_view attributes = "Secure; HttpOnly; SameSite=Strict; Path=/";

}  // namespace

routing::Reply session_answer(const db::sessions::SignedIn& person, std::string_view token,
                              Token which, domain::Instant now) {
    const routing::Standing standing = routing::standing_of(person, now);
    json::array needs;
    for (const domain::Need need : standing.needs) {
        needs.emplace_back(json::string(to_text(need)));
    }
    routing::Reply reply =
        answer({{"user",
                 {{"id", person.actor.value},
                  {"name", person.name},
                  {"role", json::string(to_text(person.role))},
                  {"depot", or_null(person.depot)},
                  {"sees_protected", domain::sees_protected(person.role, person.sees_protected)}}},
                {"assurance", json::string(routing::to_text(standing.assurance))},
                {"needs", std::move(needs)},
                {"expires_at", domain::to_text(domain::ends_at(person.session))},
                {"form_token", identity::form_token(token)}});
    if (which == Token::is_new) give_session_cookie(reply, token);
    return reply;
}

void give_session_cookie(routing::Reply& reply, std::string_view token) {
    reply.headers.emplace_back(
        "set-cookie", fmt::format("{}={}; {}", routing::session_cookie, token, attributes));
}

void take_session_cookie(routing::Reply& reply) {
    reply.headers.emplace_back(
        "set-cookie", fmt::format("{}=; Max-Age=0; {}", routing::session_cookie, attributes));
}

}  // namespace api
