#include "api/proof.hpp"

#include "db/session_store.hpp"
#include "db/sign_in_store.hpp"
#include "identity/one_time_code.hpp"
#include "identity/security_log.hpp"
#include "routing/assurance.hpp"
#include "routing/problem.hpp"

namespace api {

using routing::Reply;

tl::expected<std::int64_t, Reply> begin_try(const routing::Request& request, routing::Desk& desk,
                                            const std::string& account) {
    const domain::Instant now = request.now.instant;
    const auto begun =
        desk.write([&](db::WriteTx& tx) { return db::sign_in::begin(tx, account, now); });
    if (!begun.refused_until) return begun.id;
    identity::log_security("sign_in_throttled", request.principal.actor);
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*begun.refused_until - now);
    Reply reply = routing::problem(request, 429, "too_many_tries");
    reply.headers.emplace_back("retry-after", std::to_string(wait.count()));
    return tl::unexpected(std::move(reply));
}

bool use_code(db::WriteTx& tx, const db::users::User& user, std::string_view typed,
              domain::Instant now) {
    const std::string code = identity::read_code(typed);
    const auto secret = db::users::second_factor(tx, user.id);
    if (!secret) return false;
    if (!identity::is_totp_code(code)) return db::users::use_recovery_code(tx, user.id, code);
    const auto step = identity::step_of_code(*secret, code, now);
    return step && db::users::use_step(tx, user.id, *step);
}

tl::expected<Asking, Reply> asking(const routing::Request& request, db::ReadTx& tx) {
    if (!request.principal.session) {
        return tl::unexpected(routing::problem(request, 409, "no_session"));
    }
    const auto person = db::sessions::find(tx, *request.principal.session, request.now.instant);
    auto user = db::users::find(tx, request.principal.actor);
    if (!person || !user) {
        Reply reply = routing::problem(request, 401, "not_signed_in");
        reply.headers.emplace_back("www-authenticate", "Bearer");
        return tl::unexpected(std::move(reply));
    }
    return Asking{person->id, person->session.two_factors || person->demo, std::move(*user)};
}

}  // namespace api
