// Signing in with a provider (OpenID Connect, code flow): there, back, and out again when the
// provider says so.

#include <fmt/format.h>

#include "api/answer.hpp"
#include "api/routes.hpp"
#include "api/session_answer.hpp"
#include "api/sign_in_page.hpp"
#include "db/openid_store.hpp"
#include "identity/openid_accounts.hpp"
#include "identity/openid_client.hpp"
#include "identity/security_log.hpp"
#include "identity/token.hpp"
#include "routing/desk.hpp"
#include "routing/origin.hpp"

namespace api {
namespace json = boost::json;

namespace {

using identity::OpenidClient;
using identity::OpenidFault;
using routing::Body;
using routing::Desk;
using routing::Method;
using routing::Reply;
using routing::Request;

// Binds a sign-in to the browser that began it. It comes along from the provider's site, which a
// strict cookie would not.
constexpr std::string_view flow_cookie = "__Host-kl-sign-in";

// Everybody may begin one, and each is stored and asks the provider: more than a municipality
// begins in the ten minutes that one may take.
constexpr std::int64_t most_under_way = 1000;

std::string flow_cookie_line(std::string_view value, std::chrono::seconds lives) {
    return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}", flow_cookie,
                       value, lives.count());
}

const identity::OpenidClients& clients_of(Desk& desk) {
    static const identity::OpenidClients none({}, "", {});
    return desk.settings().openid ? *desk.settings().openid : none;
}

OpenidClient* client_of(const Request& request, Desk& desk) {
    return clients_of(desk).find(request.path_values[0]);
}

int status_of(std::string_view code) {
    if (code == "provider_unavailable") return 503;
    return code == "sign_in_not_proven" ? 400 : 403;
}

Reply with_retry_after(Reply reply) {
    if (reply.status == 503) reply.headers.emplace_back("retry-after", "10");
    return reply;
}

Reply refused(const Request& request, const OpenidClient& client, OpenidFault fault) {
    identity::log_refused("sign_in_refused", client.provider().name, to_text(fault));
    const std::string_view code = told_as(fault);
    return with_retry_after(sign_in_refused_page(request, status_of(code), code));
}

Reply too_many(const Request& request, const OpenidClient& client, domain::Instant until) {
    identity::log_refused("sign_in_refused", client.provider().name, "too_many_under_way");
    const auto wait = std::chrono::ceil<std::chrono::seconds>(until - request.now.instant);
    Reply reply = sign_in_refused_page(request, 429, "too_many_sign_ins");
    reply.headers.emplace_back("retry-after", std::to_string(wait.count()));
    return reply;
}

Reply providers(const Request&, Desk& desk) {
    json::array all;
    for (const std::string& name : clients_of(desk).names()) {
        all.push_back({{"name", name}, {"path", "/sign-in/" + name}});
    }
    return answer({{"providers", std::move(all)}});
}

Reply leave(const Request& request, Desk& desk) {
    OpenidClient* client = client_of(request, desk);
    if (client == nullptr) return sign_in_refused_page(request, 404, "unknown_provider");
    Parameters parameters(request);
    const bool again = parameters.choice("again", parse_flag).value_or(false);
    if (!parameters.ok()) return parameters.problem();

    const domain::Instant now = request.now.instant;
    const auto under_way =
        desk.read([&](db::ReadTx& tx) { return db::openid::under_way(tx, now); });
    if (under_way.flows >= most_under_way) return too_many(request, *client, *under_way.until);

    const auto secrets = identity::OpenidSecrets::make();
    const auto address = client->address(secrets, again, now);
    if (!address) return refused(request, *client, address.error());
    // Two tabs of one browser may be on their way at the same time.
    std::string browser(routing::cookie(request.cookie, flow_cookie));
    if (!identity::is_secret(browser)) browser = identity::new_token();
    const db::openid::NewFlow flow{client->provider().name, secrets.state,    browser,
                                   secrets.nonce,           secrets.verifier, again};
    desk.write([&](db::WriteTx& tx) {
        db::openid::begin(tx, flow, now);
        return true;
    });
    Reply reply;
    reply.status = 303;
    reply.headers.emplace_back("location", *address);
    reply.headers.emplace_back("set-cookie", flow_cookie_line(browser, db::openid::longest_flow));
    return reply;
}

// Providers may add members of their own (RFC 6749 section 4.1.2); of one that stands twice nobody
// knows which was meant.
struct Return {
    std::string state;
    identity::OpenidAnswer answer;
};

std::optional<Return> read_return(const Request& request) {
    const auto query = routing::parse_query(request.query);
    if (!query) return std::nullopt;
    std::map<std::string, std::string> members;
    for (const auto& [name, value] : *query) {
        if (!members.emplace(name, value).second) return std::nullopt;
    }
    Return read;
    read.state = members["state"];
    read.answer.code = members["code"];
    read.answer.error = members["error"];
    if (members.contains("iss")) read.answer.issuer = members["iss"];
    return read;
}

Reply come_back(const Request& request, Desk& desk) {
    OpenidClient* client = client_of(request, desk);
    if (client == nullptr) return sign_in_refused_page(request, 404, "unknown_provider");
    const auto returned = read_return(request);
    const std::string browser(routing::cookie(request.cookie, flow_cookie));
    if (!returned || !identity::is_secret(returned->state) || !identity::is_secret(browser)) {
        return sign_in_refused_page(request, 400, "sign_in_expired");
    }
    const domain::Instant now = request.now.instant;
    const auto flow = desk.write([&](db::WriteTx& tx) {
        return db::openid::take(tx, client->provider().name, returned->state, browser, now);
    });
    if (!flow) return sign_in_refused_page(request, 400, "sign_in_expired");
    const auto who = client->identify(returned->answer, flow->verifier,
                                      {flow->nonce_hash, flow->began_at, flow->again, {}}, now);
    if (!who) return refused(request, *client, who.error());

    const std::string token = identity::new_token();
    const auto signed_in =
        desk.write([&](db::WriteTx& tx) { return identity::sign_in(tx, *who, token, now); });
    if (!signed_in.refused.empty()) {
        identity::log_security("sign_in_failed", signed_in.actor);
        return sign_in_refused_page(request, 403, signed_in.refused);
    }
    identity::log_security("signed_in", signed_in.actor);
    Reply reply = signed_in_page(request);
    give_session_cookie(reply, token);
    reply.headers.emplace_back("set-cookie", flow_cookie_line("", std::chrono::seconds(0)));
    return reply;
}

// From the provider itself, without a browser: the token alone proves it.
Reply log_out(const Request& request, Desk& desk) {
    OpenidClient* client = client_of(request, desk);
    if (client == nullptr) return routing::problem(request, 404, "unknown_provider");
    const auto form = routing::parse_query(request.body);
    std::string token;
    for (const auto& [name, value] : form.value_or(decltype(form)::value_type{})) {
        if (name != "logout_token") continue;
        if (!token.empty()) return routing::problem(request, 400, "logout_not_proven");
        token = value;
    }
    const domain::Instant now = request.now.instant;
    const auto logout = client->logout(token, now);
    const auto refused = [&](std::string_view reason, int status, std::string_view code) {
        identity::log_refused("logout_refused", client->provider().name, reason);
        return with_retry_after(routing::problem(request, status, code));
    };
    if (!logout) {
        const bool away = told_as(logout.error()) == "provider_unavailable";
        return away ? refused(to_text(logout.error()), 503, "provider_unavailable")
                    : refused(to_text(logout.error()), 400, "logout_not_proven");
    }
    const auto ended = desk.write([&](db::WriteTx& tx) -> std::optional<std::int64_t> {
        if (!db::openid::use_logout(tx, logout->issuer, logout->token_id, now)) return std::nullopt;
        return db::sessions::end_at_provider(tx, logout->issuer, logout->subject, logout->sid);
    });
    if (!ended) return refused("used_before", 400, "logout_not_proven");
    identity::log_ended_by(client->provider().name, *ended);
    return {};
}

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/sign-in",
     {},
     "The providers that people may sign in with",
     routing::Work(providers),
     200,
     "sign_in_providers"},
    {Method::get,
     "/sign-in/{provider}",
     {},
     "Leaves for the provider; with again=true it lets the person show again who it is",
     routing::Work(leave),
     303,
     {},
     Body::none,
     {},
     "again"},
    {Method::get,
     "/sign-in/{provider}/callback",
     {},
     "Back from the provider: opens a session, and goes on to the start page",
     routing::Work(come_back),
     200,
     {},
     Body::none,
     {},
     routing::any_parameters,
     routing::Kept::answer,
     nullptr,
     "text/html;charset=utf-8"},
    {Method::post,
     "/sign-in/{provider}/logout",
     {},
     "The provider ends sessions that it opened (OpenID Connect Back-Channel Logout)",
     routing::Work(log_out),
     200,
     {},
     Body::form,
     "logout_form"},
};

}  // namespace

std::span<const routing::Route> sign_in_routes() { return rows; }

}  // namespace api
