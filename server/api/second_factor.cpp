// The second factor: showing it at sign-in, and getting one.

#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/proof.hpp"
#include "api/routes.hpp"
#include "api/session_answer.hpp"
#include "db/sign_in_store.hpp"
#include "identity/accounts.hpp"
#include "identity/one_time_code.hpp"
#include "identity/security_log.hpp"
#include "identity/token.hpp"
#include "routing/desk.hpp"

namespace api {
namespace {

using routing::Assurance;
using routing::Body;
using routing::Desk;
using routing::Method;
using routing::Reply;
using routing::Request;

std::string read_code(Fields& fields) { return fields.text("code", 100); }

Reply wrong_code(const Request& request) {
    return routing::problem(request, 403, {{"/code", "wrong_code"}});
}

Reply show_code(const Request& request, Desk& desk) {
    const auto code = read_body(request.body, read_code);
    if (!code) return routing::problem(request, 400, code.error());
    const auto who = desk.read([&](db::ReadTx& tx) { return asking(request, tx); });
    if (!who) return who.error();
    if (!who->user.enrolled) return routing::problem(request, 409, "not_enrolled");
    const domain::Instant now = request.now.instant;
    const auto attempt = begin_try(request, desk, identity::tried_as(who->user));
    if (!attempt) return attempt.error();

    const std::string token = identity::new_token();
    const auto person = desk.write([&](db::WriteTx& tx) -> std::optional<db::sessions::SignedIn> {
        if (!use_code(tx, who->user, *code, now)) return {};
        db::sign_in::take_back(tx, *attempt);
        db::sessions::renew(tx, who->session, token, true, now);
        return db::sessions::find(tx, who->session, now);
    });
    if (!person) {
        identity::log_security("second_factor_failed", who->user.id);
        return wrong_code(request);
    }
    identity::log_security("second_factor_shown", who->user.id);
    return session_answer(*person, token, Token::is_new, now);
}

// A first second factor is for whoever knows the password. Another one in its place is for who has
// just shown both, so that neither a password alone nor a session left open gives it away.
std::optional<Reply> refuse_to_enrol(const Request& request, const Asking& who) {
    if (!who.user.enrolled || request.principal.assurance == Assurance::fresh) return std::nullopt;
    return routing::problem(request, 403,
                            who.two_factors ? "shown_again_needed" : "second_factor_needed");
}

Reply begin_enrolment(const Request& request, Desk& desk) {
    const auto who = desk.read([&](db::ReadTx& tx) { return asking(request, tx); });
    if (!who) return who.error();
    if (auto refused = refuse_to_enrol(request, *who)) return std::move(*refused);
    const std::string secret = identity::new_totp_secret();
    desk.write([&](db::WriteTx& tx) { db::users::keep_pending(tx, who->user.id, secret); });
    return answer({{"secret", identity::base32(secret)},
                   {"uri", identity::totp_uri(secret, who->user.name)}});
}

Reply confirm_enrolment(const Request& request, Desk& desk) {
    const auto code = read_body(request.body, read_code);
    if (!code) return routing::problem(request, 400, code.error());
    const auto who = desk.read([&](db::ReadTx& tx) { return asking(request, tx); });
    if (!who) return who.error();
    if (auto refused = refuse_to_enrol(request, *who)) return std::move(*refused);
    const domain::Instant now = request.now.instant;
    const auto attempt = begin_try(request, desk, identity::tried_as(who->user));
    if (!attempt) return attempt.error();

    const std::vector<std::string> recovery = identity::new_recovery_codes();
    const std::string token = identity::new_token();
    enum class Outcome { enrolled, nothing_pending, wrong };
    const auto outcome = desk.write([&](db::WriteTx& tx) {
        const auto secret = db::users::pending(tx, who->user.id);
        if (!secret || !db::sessions::find(tx, who->session, now)) return Outcome::nothing_pending;
        const auto step = identity::step_of_code(*secret, identity::read_code(*code), now);
        if (!step) return Outcome::wrong;
        db::sign_in::take_back(tx, *attempt);
        db::users::enrol(tx, who->user.id, *step);
        db::users::set_recovery_codes(tx, who->user.id, recovery);
        db::sessions::end_all(tx, who->user.id, who->session);
        db::sessions::renew(tx, who->session, token, true, now);
        return Outcome::enrolled;
    });
    if (outcome == Outcome::nothing_pending) return routing::problem(request, 409, "no_enrolment");
    if (outcome == Outcome::wrong) return wrong_code(request);
    identity::log_security("second_factor_enrolled", who->user.id);
    json::array shown;
    for (const std::string& one : recovery) {
        shown.emplace_back(identity::shown_recovery_code(one));
    }
    Reply reply = answer({{"recovery_codes", std::move(shown)}});
    give_session_cookie(reply, token);
    return reply;
}

constexpr auto everybody = domain::Roles::all();

const routing::Route rows[] = {
    {.method = Method::post,
     .path = "/api/v1/session/second-factor",
     .roles = everybody,
     .summary = "The code of the second factor, or a recovery code",
     .handler = routing::Work(show_code),
     .answer = "session",
     .body = Body::required,
     .body_schema = "one_time_code",
     .assurance = Assurance::one_factor},
    {.method = Method::post,
     .path = "/api/v1/session/enrolment",
     .roles = everybody,
     .summary = "A new second factor: its secret, to be confirmed by a first code",
     .handler = routing::Work(begin_enrolment),
     .answer = "enrolment",
     .assurance = Assurance::one_factor},
    {.method = Method::post,
     .path = "/api/v1/session/enrolment/confirm",
     .roles = everybody,
     .summary = "The first code of the new second factor; answers with recovery codes, once",
     .handler = routing::Work(confirm_enrolment),
     .answer = "recovery_codes",
     .body = Body::required,
     .body_schema = "one_time_code",
     .assurance = Assurance::one_factor},
};

}  // namespace

std::span<const routing::Route> second_factor_routes() { return rows; }

}  // namespace api
