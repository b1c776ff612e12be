// The tokens of devices.

#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/actor_store.hpp"
#include "db/depot_store.hpp"
#include "identity/security_log.hpp"
#include "identity/token.hpp"
#include "routing/desk.hpp"

namespace api {
namespace {

using db::actors::Token;
using routing::Assurance;
using routing::Body;
using routing::Desk;
using routing::Kept;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

json::object to_json(const Token& token) {
    return {{"id", token.actor.id.value},
            {"name", token.actor.name},
            {"role", json::string(to_text(token.actor.role))},
            {"depot", token.actor.depot},
            {"created_at", domain::to_text(token.created_at)},
            {"revoked_at", or_null(token.revoked_at)}};
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const domain::ActorId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    auto found = db::actors::tokens(tx, after, limit + 1);
    return page(
        request, found, limit, [](const Token& token) { return to_json(token); },
        [](const Token& last) { return std::to_string(last.actor.id.value); });
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::ActorId>(request);
    const auto token = id ? db::actors::token_of(tx, *id) : std::nullopt;
    if (!token) return routing::problem(request, 404, "not_found");
    return one(to_json(*token));
}

Reply make(const Request& request, Desk& desk) {
    const auto wanted = read_body(request.body, [](Fields& fields) {
        db::actors::Actor read;
        read.name = fields.text("name", 60);
        read.role = fields.choice("role", domain::parse_role);
        read.depot = fields.text("depot", 20);
        return read;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const std::string secret = identity::new_device_token();
    domain::ActorId made;
    Reply reply = desk.answer([&](db::WriteTx& tx) -> Shown {
        made = {};
        if (!db::depots::exists(tx, wanted->depot)) {
            return routing::refused(request, {domain::RefusalCode::unknown_depot, "/depot"});
        }
        made = db::actors::add_token(tx, *wanted, secret, request.now.instant);
        return created(to_json(*db::actors::token_of(tx, made)), {},
                       "/api/v1/tokens/" + std::to_string(made.value), {{"token", secret}});
    });
    if (made.value != 0) identity::log_security("token_made", request.principal.actor, made);
    return reply;
}

Reply revoke(const Request& request, Desk& desk) {
    const auto id = path_id<domain::ActorId>(request);
    Reply reply = desk.answer([&](db::WriteTx& tx) -> Shown {
        if (!id || !db::actors::token_of(tx, *id)) {
            return routing::problem(request, 404, "not_found");
        }
        db::actors::revoke(tx, *id, request.now.instant);
        return one(to_json(*db::actors::token_of(tx, *id)));
    });
    if (reply.status == 200) identity::log_security("token_revoked", request.principal.actor, *id);
    return reply;
}

constexpr domain::Roles admin{domain::Role::admin};

const routing::Route rows[] = {
    {.method = Method::get,
     .path = "/api/v1/tokens",
     .roles = admin,
     .summary = "Tokens of devices, without their secrets",
     .handler = routing::Read(list),
     .answer = "token_list",
     .parameters = "limit cursor",
     .assurance = Assurance::fresh},
    {.method = Method::post,
     .path = "/api/v1/tokens",
     .roles = admin,
     .summary = "A token for a device; the answer alone has its secret",
     .handler = routing::Work(make),
     .success = 201,
     .answer = "token",
     .body = Body::required,
     .body_schema = "token_new",
     .kept = Kept::outline,
     .assurance = Assurance::fresh},
    {.method = Method::get,
     .path = "/api/v1/tokens/{id}",
     .roles = admin,
     .summary = "One token of a device",
     .handler = routing::Read(show),
     .answer = "token",
     .assurance = Assurance::fresh},
    {.method = Method::post,
     .path = "/api/v1/tokens/{id}/revoke",
     .roles = admin,
     .summary = "The token counts no more",
     .handler = routing::Work(revoke),
     .answer = "token",
     .assurance = Assurance::fresh},
};

}  // namespace

std::span<const routing::Route> token_routes() { return rows; }

}  // namespace api
