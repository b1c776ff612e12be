// Users as administrators make and change them.

#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "identity/accounts.hpp"
#include "identity/password.hpp"
#include "identity/security_log.hpp"
#include "routing/desk.hpp"

namespace api {
namespace {

using db::users::User;
using identity::Account;
using routing::Assurance;
using routing::Body;
using routing::Desk;
using routing::Kept;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

json::object to_json(const User& user) {
    return {{"id", user.id.value},
            {"name", user.name},
            {"role", json::string(to_text(user.role))},
            {"depot", or_null(user.depot)},
            {"sees_protected", user.sees_protected},
            {"disabled", user.disabled_at.has_value()},
            {"has_password", user.password_hash.has_value()},
            {"must_change_password", user.must_change},
            {"has_second_factor", user.enrolled},
            {"created_at", domain::to_text(user.created_at)}};
}

std::string location_of(domain::ActorId id) { return "/api/v1/users/" + std::to_string(id.value); }

Account read_account(Fields& fields) {
    Account account;
    account.name = fields.text("name", identity::longest_name);
    account.role = fields.choice("role", domain::parse_role);
    account.depot = fields.maybe_text("depot", 20);
    account.sees_protected = fields.maybe_flag("sees_protected").value_or(false);
    return account;
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const domain::ActorId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    auto found = db::users::list(tx, after, limit + 1);
    return page(
        request, found, limit, [](const User& user) { return to_json(user); },
        [](const User& last) { return std::to_string(last.id.value); });
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::ActorId>(request);
    const auto user = id ? db::users::find(tx, *id) : std::nullopt;
    if (!user) return routing::problem(request, 404, "not_found");
    return one(to_json(*user), user->version);
}

Reply make(const Request& request, Desk& desk) {
    const auto wanted = read_body(request.body, read_account);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const std::string password = identity::temporary_password();
    const std::string hash = identity::hash_password(password, desk.settings().password_cost);
    domain::ActorId made;
    Reply reply = desk.answer([&](db::WriteTx& tx) -> Shown {
        made = {};
        const auto added = identity::add_user(tx, *wanted, hash, request.now.instant);
        if (!added) return routing::refused(request, added.error());
        made = *added;
        const auto user = db::users::find(tx, made);
        return created(to_json(*user), user->version, location_of(made), {{"password", password}});
    });
    if (made.value != 0) identity::log_security("user_made", request.principal.actor, made);
    return reply;
}

Reply change(const Request& request, Desk& desk) {
    const auto patch = parse_object(request.body);
    if (!patch) return routing::problem(request, 400, patch.error());
    const auto id = path_id<domain::ActorId>(request);
    Reply reply = desk.answer([&](db::WriteTx& tx) -> Shown {
        const auto stored = id ? db::users::find(tx, *id) : std::nullopt;
        // For a path that leads nowhere the body is still judged before the 404.
        json::object merged{{"name", stored ? stored->name : "-"},
                            {"role", json::string(to_text(stored ? stored->role : domain::Role{}))},
                            {"depot", stored ? or_null(stored->depot) : json::value()},
                            {"sees_protected", stored && stored->sees_protected},
                            {"disabled", stored && stored->disabled_at}};
        for (const auto& [name, value] : *patch) merged[name] = value;
        const auto wanted = read_object(merged, [](Fields& fields) {
            Account account = read_account(fields);
            account.disabled = fields.flag("disabled");
            return account;
        });
        if (!wanted) return routing::problem(request, 400, wanted.error());
        if (!stored) return routing::problem(request, 404, "not_found");
        if (!if_match(request, stored->version)) {
            return routing::problem(request, 412, "changed_meanwhile");
        }
        const auto changed = identity::change_user(tx, *stored, *wanted, request.now.instant);
        if (!changed) return routing::refused(request, changed.error());
        const auto user = db::users::find(tx, *id);
        return one(to_json(*user), user->version);
    });
    if (reply.status == 200) identity::log_security("user_changed", request.principal.actor, *id);
    return reply;
}

Reply reset_password(const Request& request, Desk& desk) {
    const auto id = path_id<domain::ActorId>(request);
    const auto known =
        desk.read([&](db::ReadTx& tx) { return id && db::users::find(tx, *id).has_value(); });
    if (!known) return routing::problem(request, 404, "not_found");
    const std::string password = identity::temporary_password();
    const std::string hash = identity::hash_password(password, desk.settings().password_cost);
    bool is_new = false;
    Reply reply = desk.answer([&](db::WriteTx& tx) -> Shown {
        is_new = false;
        const auto reset = identity::reset_password(tx, *db::users::find(tx, *id), hash);
        if (!reset) return routing::refused(request, reset.error());
        is_new = true;
        const auto user = db::users::find(tx, *id);
        Reply answer = one(to_json(*user), user->version, {{"password", password}});
        // Where a repeat under an Idempotency-Key finds the user; the password is kept nowhere.
        answer.headers.emplace_back("location", location_of(*id));
        return answer;
    });
    if (is_new) identity::log_security("password_reset", request.principal.actor, *id);
    return reply;
}

Reply reset_second_factor(const Request& request, Desk& desk) {
    const auto id = path_id<domain::ActorId>(request);
    Reply reply = desk.answer([&](db::WriteTx& tx) -> Shown {
        const auto user = id ? db::users::find(tx, *id) : std::nullopt;
        if (!user) return routing::problem(request, 404, "not_found");
        identity::reset_second_factor(tx, *user);
        const auto left = db::users::find(tx, *id);
        return one(to_json(*left), left->version);
    });
    if (reply.status == 200) {
        identity::log_security("second_factor_reset", request.principal.actor, *id);
    }
    return reply;
}

constexpr domain::Roles admin{domain::Role::admin};

const routing::Route rows[] = {
    {.method = Method::get,
     .path = "/api/v1/users",
     .roles = admin,
     .summary = "Users",
     .handler = routing::Read(list),
     .answer = "user_list",
     .parameters = "limit cursor",
     .assurance = Assurance::fresh},
    {.method = Method::post,
     .path = "/api/v1/users",
     .roles = admin,
     .summary =
         "Add a user; the answer has a password to sign in with once and change, a repeat of it"
         " under the same key has none",
     .handler = routing::Work(make),
     .success = 201,
     .answer = "user",
     .body = Body::required,
     .body_schema = "user_new",
     .kept = Kept::outline,
     .assurance = Assurance::fresh},
    {.method = Method::get,
     .path = "/api/v1/users/{id}",
     .roles = admin,
     .summary = "One user",
     .handler = routing::Read(show),
     .answer = "user",
     .assurance = Assurance::fresh},
    {.method = Method::patch,
     .path = "/api/v1/users/{id}",
     .roles = admin,
     .summary = "Change a user; with other rights the user signs in again",
     .handler = routing::Work(change),
     .answer = "user",
     .body = Body::required,
     .body_schema = "user_change",
     .assurance = Assurance::fresh},
    {.method = Method::post,
     .path = "/api/v1/users/{id}/reset-password",
     .roles = admin,
     .summary =
         "A password to sign in with once and change; all sessions of the user end. A repeat under"
         " the same key resets nothing and shows the user without a password",
     .handler = routing::Work(reset_password),
     .answer = "user",
     .kept = Kept::outline,
     .assurance = Assurance::fresh},
    {.method = Method::post,
     .path = "/api/v1/users/{id}/reset-second-factor",
     .roles = admin,
     .summary = "The user gets a second factor anew; all sessions of the user end",
     .handler = routing::Work(reset_second_factor),
     .answer = "user",
     .assurance = Assurance::fresh},
};

}  // namespace

std::span<const routing::Route> user_routes() { return rows; }

}  // namespace api
