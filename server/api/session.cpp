// Signing in and out with a password, and what is done with the password.

#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/proof.hpp"
#include "api/routes.hpp"
#include "api/session_answer.hpp"
#include "api/shapes.hpp"
#include "db/sign_in_store.hpp"
#include "identity/accounts.hpp"
#include "identity/password.hpp"
#include "identity/security_log.hpp"
#include "identity/token.hpp"
#include "routing/desk.hpp"
#include "routing/origin.hpp"

namespace api {
namespace {

using db::users::User;
using routing::Assurance;
using routing::Body;
using routing::Desk;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

// What is longer is no password of ours; a new one is judged by its own rules.
constexpr std::size_t longest_typed = 1000;

std::string_view token_of(const Request& request) {
    return routing::cookie(request.cookie, routing::session_cookie);
}

struct SignIn {
    std::string name;
    std::string password;
    std::optional<std::string> code;
};

// The same whatever was wrong: who has no account here learns nothing.
Reply wrong_sign_in(const Request& request) {
    Reply reply = routing::problem(request, 401, "wrong_sign_in");
    reply.headers.emplace_back("www-authenticate", "Bearer");
    return reply;
}

Reply sign_in(const Request& request, Desk& desk) {
    const auto given = read_body(request.body, [](Fields& fields) {
        SignIn read;
        read.name = fields.text("name", 200);
        read.password = fields.text("password", longest_typed);
        read.code = fields.maybe_text("code", 100);
        return read;
    });
    if (!given) return routing::problem(request, 400, given.error());
    const domain::Instant now = request.now.instant;
    const auto& cost = desk.settings().password_cost;
    const auto attempt = begin_try(request, desk, identity::tried_as(given->name));
    if (!attempt) return attempt.error();

    const auto user =
        desk.read([&](db::ReadTx& tx) { return db::users::by_name(tx, given->name); });
    const bool may = user && user->password_hash && !user->disabled_at;
    const std::string hash = may ? *user->password_hash : identity::hash_of_none(cost);
    if (!identity::is_password(given->password, hash) || !may) {
        identity::log_security("sign_in_failed", user ? user->id : domain::ActorId{});
        return wrong_sign_in(request);
    }
    const auto better_hash = identity::needs_rehash(hash, cost)
                                 ? std::optional(identity::hash_password(given->password, cost))
                                 : std::nullopt;

    const std::string token = identity::new_token();
    const auto person = desk.write([&](db::WriteTx& tx) -> std::optional<db::sessions::SignedIn> {
        // Meanwhile the user may have been disabled, or the password changed.
        const auto stored = db::users::find(tx, user->id);
        if (stored->disabled_at || stored->password_hash != user->password_hash) return {};
        const bool shows_code = given->code && stored->enrolled;
        if (shows_code && !use_code(tx, *stored, *given->code, now)) return {};
        db::sign_in::take_back(tx, *attempt);
        if (better_hash) db::users::rehash(tx, user->id, hash, *better_hash);
        // Whoever knew the cookie that this browser had has no part in what comes.
        if (const auto before = db::sessions::by_token(tx, token_of(request), now)) {
            db::sessions::end(tx, before->actor, before->id);
        }
        return db::sessions::find(tx, db::sessions::open(tx, user->id, token, shows_code, now),
                                  now);
    });
    if (!person) {
        identity::log_security("sign_in_failed", user->id);
        return wrong_sign_in(request);
    }
    identity::log_security("signed_in", user->id);
    return session_answer(*person, token, Token::is_new, now);
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto who = asking(request, tx);
    if (!who) return who.error();
    const auto person = db::sessions::find(tx, who->session, request.now.instant);
    return session_answer(*person, token_of(request), Token::known, request.now.instant);
}

Reply sign_out(const Request& request, Desk& desk) {
    const auto who = desk.read([&](db::ReadTx& tx) { return asking(request, tx); });
    if (!who) return who.error();
    desk.write([&](db::WriteTx& tx) { db::sessions::end(tx, who->user.id, who->session); });
    identity::log_security("signed_out", who->user.id);
    Reply reply;
    reply.status = 204;
    take_session_cookie(reply);
    reply.headers.emplace_back("clear-site-data", "\"cache\", \"storage\"");
    return reply;
}

struct ShownAgain {
    std::optional<std::string> password;
    std::optional<std::string> code;
};

// Shown again, for what is more than everyday work.
Reply show_again(const Request& request, Desk& desk) {
    const auto given = read_body(request.body, [](Fields& fields) {
        ShownAgain read;
        read.password = fields.maybe_text("password", longest_typed);
        read.code = fields.maybe_text("code", 100);
        const bool wrong = !fields.faults().empty();
        if (!wrong && !read.password && !read.code) fields.fault("password", "required");
        if (read.password && read.code) fields.fault("code", "password_or_code");
        return read;
    });
    if (!given) return routing::problem(request, 400, given.error());
    const auto who = desk.read([&](db::ReadTx& tx) { return asking(request, tx); });
    if (!who) return who.error();
    const domain::Instant now = request.now.instant;
    const auto attempt = begin_try(request, desk, identity::tried_as(who->user));
    if (!attempt) return attempt.error();

    const User& user = who->user;
    const bool knows =
        given->password &&
        identity::is_password(
            *given->password,
            user.password_hash.value_or(identity::hash_of_none(desk.settings().password_cost)));
    const std::string token = identity::new_token();
    const auto person = desk.write([&](db::WriteTx& tx) -> std::optional<db::sessions::SignedIn> {
        const auto before = db::sessions::find(tx, who->session, now);
        if (!before || !(knows || (given->code && use_code(tx, user, *given->code, now)))) {
            return {};
        }
        db::sign_in::take_back(tx, *attempt);
        db::sessions::renew(tx, who->session, token, before->session.two_factors, now);
        return db::sessions::find(tx, who->session, now);
    });
    if (!person) {
        identity::log_security("shown_again_failed", user.id);
        return given->password ? routing::problem(request, 403, {{"/password", "wrong_password"}})
                               : routing::problem(request, 403, {{"/code", "wrong_code"}});
    }
    identity::log_security("shown_again", user.id);
    return session_answer(*person, token, Token::is_new, now);
}

struct PasswordChange {
    std::string old_one;
    std::string new_one;
};

Reply change_password(const Request& request, Desk& desk) {
    const auto who = desk.read([&](db::ReadTx& tx) { return asking(request, tx); });
    const auto context = desk.read([&](db::ReadTx& tx) {
        return who ? identity::context_of(tx, who->user) : std::vector<std::string>();
    });
    const auto given = read_body(request.body, [&](Fields& fields) {
        PasswordChange read;
        read.old_one = fields.text("old", longest_typed);
        const bool absent = fields.absent("new");
        read.new_one = fields.text("new", longest_typed);
        if (absent || read.new_one.empty()) return read;
        for (const std::string_view code : identity::password_faults(read.new_one, context)) {
            fields.fault("new", code);
        }
        if (read.new_one == read.old_one) fields.fault("new", "same_password");
        return read;
    });
    if (!given) return routing::problem(request, 400, given.error());
    if (!who) return who.error();
    const User& user = who->user;
    if (!user.password_hash) {
        return routing::refused(request, {domain::RefusalCode::no_password_here});
    }
    // Who knows the password alone does not lock its owner out.
    if (user.enrolled && !who->two_factors) {
        return routing::problem(request, 403, "second_factor_needed");
    }
    const domain::Instant now = request.now.instant;
    const auto attempt = begin_try(request, desk, identity::tried_as(user));
    if (!attempt) return attempt.error();
    if (!identity::is_password(given->old_one, *user.password_hash)) {
        identity::log_security("password_change_failed", user.id);
        return routing::problem(request, 403, {{"/old", "wrong_password"}});
    }

    const std::string hash = identity::hash_password(given->new_one, desk.settings().password_cost);
    const std::string token = identity::new_token();
    const auto person = desk.write([&](db::WriteTx& tx) -> std::optional<db::sessions::SignedIn> {
        const auto stored = db::users::find(tx, user.id);
        const auto before = db::sessions::find(tx, who->session, now);
        if (!before || stored->password_hash != user.password_hash) return {};
        db::sign_in::take_back(tx, *attempt);
        db::users::set_password(tx, user.id, hash, false);
        db::sessions::end_all(tx, user.id, who->session);
        db::sessions::renew(tx, who->session, token, before->session.two_factors, now);
        return db::sessions::find(tx, who->session, now);
    });
    if (!person) return routing::problem(request, 409, "changed_meanwhile");
    identity::log_security("password_changed", user.id);
    return session_answer(*person, token, Token::is_new, now);
}

json::object shape_of(const db::sessions::Listed& listed, const Request& request) {
    return {{"id", listed.id.value},
            {"created_at", domain::to_text(listed.session.created_at)},
            {"seen_at", domain::to_text(listed.session.seen_at)},
            {"expires_at", domain::to_text(domain::ends_at(listed.session))},
            {"provider", or_null(listed.issuer)},
            {"current", listed.id == request.principal.session}};
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const domain::SessionId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    auto found =
        db::sessions::of_actor(tx, request.principal.actor, request.now.instant, after, limit + 1);
    return page(
        request, found, limit,
        [&](const db::sessions::Listed& listed) { return shape_of(listed, request); },
        [](const db::sessions::Listed& last) { return std::to_string(last.id.value); });
}

Reply end(const Request& request, Desk& desk) {
    const auto id = path_id<domain::SessionId>(request);
    Reply reply = desk.answer([&](db::WriteTx& tx) -> Shown {
        if (!id || !db::sessions::end(tx, request.principal.actor, *id)) {
            return routing::problem(request, 404, "not_found");
        }
        Reply ended;
        ended.status = 204;
        return ended;
    });
    if (reply.status == 204) identity::log_security("session_ended", request.principal.actor);
    return reply;
}

constexpr auto everybody = domain::Roles::all();

const routing::Route rows[] = {
    {.method = Method::post,
     .path = "/api/v1/session",
     .roles = {},
     .summary = "Sign in; the session is in the cookie of the answer",
     .handler = routing::Work(sign_in),
     .answer = "session",
     .body = Body::required,
     .body_schema = "sign_in"},
    {.method = Method::get,
     .path = "/api/v1/session",
     .roles = everybody,
     .summary = "Who is signed in, and what is still needed",
     .handler = routing::Read(show),
     .answer = "session",
     .assurance = Assurance::one_factor},
    {.method = Method::del,
     .path = "/api/v1/session",
     .roles = everybody,
     .summary = "Sign out",
     .handler = routing::Work(sign_out),
     .success = 204,
     .assurance = Assurance::one_factor,
     .if_match = false},
    {.method = Method::post,
     .path = "/api/v1/session/again",
     .roles = everybody,
     .summary = "Show the password or a code again, for what is more than everyday work",
     .handler = routing::Work(show_again),
     .answer = "session",
     .body = Body::required,
     .body_schema = "shown_again"},
    {.method = Method::post,
     .path = "/api/v1/session/password",
     .roles = everybody,
     .summary = "Change the own password; all other sessions end",
     .handler = routing::Work(change_password),
     .answer = "session",
     .body = Body::required,
     .body_schema = "password_change",
     .assurance = Assurance::one_factor},
    {.method = Method::get,
     .path = "/api/v1/sessions",
     .roles = everybody,
     .summary = "Where the own user is signed in",
     .handler = routing::Read(list),
     .answer = "session_list",
     .parameters = "limit cursor"},
    {.method = Method::post,
     .path = "/api/v1/sessions/{id}/end",
     .roles = everybody,
     .summary = "End one of the own sessions",
     .handler = routing::Work(end),
     .success = 204},
};

}  // namespace

std::span<const routing::Route> session_routes() { return rows; }

}  // namespace api
