#include "identity/openid_claims.hpp"

#include <algorithm>
#include <set>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "db/digest.hpp"
#include "domain/text.hpp"
#include "identity/base64url.hpp"

namespace identity {
namespace {

constexpr std::size_t longest_subject = 255;
constexpr std::size_t longest_name = 100;
constexpr std::string_view logout_event = "http://schemas.openid.net/event/backchannel-logout";

// The year 9999: beyond it milliseconds would in the end not fit.
constexpr std::int64_t last_second = 253'402'300'799;

using Fault = std::optional<OpenidFault>;

std::optional<domain::Instant> time(const JsonObject& claims, std::string_view name) {
    const auto seconds = claims.number(name);
    if (!seconds || *seconds < 0 || *seconds > last_second) return std::nullopt;
    return domain::Instant(std::chrono::seconds(*seconds));
}

// RFC 7519: visible or not, it is compared as it is; it must fit our column and our log.
bool is_identifier(const std::optional<std::string>& text) {
    return text && !text->empty() && text->size() <= longest_subject &&
           std::all_of(text->begin(), text->end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

Fault wrong_audience(const JsonObject& claims, const OpenidProvider& provider) {
    const auto audience = claims.texts("aud");
    if (!audience ||
        std::find(audience->begin(), audience->end(), provider.client_id) == audience->end()) {
        return OpenidFault::wrong_audience;
    }
    // Others may have it too; then it must say that it was made for us.
    if (audience->size() > 1 && !claims.has("azp")) return OpenidFault::wrong_party;
    if (claims.has("azp") && claims.text("azp") != provider.client_id) {
        return OpenidFault::wrong_party;
    }
    return std::nullopt;
}

Fault wrong_times(const JsonObject& claims, domain::Instant now) {
    const auto ends = time(claims, "exp");
    if (!ends || now >= *ends + clock_skew) return OpenidFault::expired;
    if (claims.has("nbf")) {
        const auto begins = time(claims, "nbf");
        if (!begins || now < *begins - clock_skew) return OpenidFault::not_yet_valid;
    }
    const auto issued = time(claims, "iat");
    if (!issued || now < *issued - clock_skew || now > *issued + oldest_token + clock_skew) {
        return OpenidFault::bad_issue_time;
    }
    return std::nullopt;
}

// What ID tokens and logout tokens have in common.
Fault wrong_frame(const JsonObject& claims, const OpenidProvider& provider, domain::Instant now) {
    if (claims.text("iss") != provider.issuer) return OpenidFault::wrong_issuer;
    if (const auto fault = wrong_audience(claims, provider)) return fault;
    return wrong_times(claims, now);
}

bool same(const std::string& left, const std::string& right) {
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

// OpenID Connect Core 3.1.3.6: the left half of the digest that the algorithm uses, for all of ours
// SHA-256.
std::string left_half(const std::string& token) {
    std::string digest(32, '\0');
    unsigned int size = 0;
    if (EVP_Digest(token.data(), token.size(), reinterpret_cast<unsigned char*>(digest.data()),
                   &size, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 failed");
    }
    return to_base64url(std::string_view(digest).substr(0, 16));
}

Fault wrong_access_token(const JsonObject& claims, const std::string& access_token) {
    if (!claims.has("at_hash")) return std::nullopt;
    if (access_token.empty() || !same(claims.text("at_hash").value_or(""), left_half(access_token)))
        return OpenidFault::wrong_access_token;
    return std::nullopt;
}

bool strong_enough(const JsonObject& claims, const OpenidProvider& provider) {
    const auto said = claims.texts(provider.acr_claim).value_or(std::vector<std::string>{});
    return std::any_of(said.begin(), said.end(), [&](const std::string& one) {
        return std::find(provider.acr.begin(), provider.acr.end(), one) != provider.acr.end();
    });
}

// What the values of a claim are here, each once.
template <class T>
std::vector<T> meant(const JsonObject& claims, const std::string& claim,
                     const std::map<std::string, T>& meaning) {
    std::vector<T> all;
    for (const auto& value : claims.texts(claim).value_or(std::vector<std::string>{})) {
        const auto found = meaning.find(value);
        if (found != meaning.end() &&
            std::find(all.begin(), all.end(), found->second) == all.end()) {
            all.push_back(found->second);
        }
    }
    return all;
}

}  // namespace

tl::expected<OpenidIdentity, OpenidFault> read_id_claims(const JsonObject& claims,
                                                         const OpenidProvider& provider,
                                                         const IdTokenRequest& request,
                                                         domain::Instant now) {
    if (const auto fault = wrong_frame(claims, provider, now)) return tl::unexpected(*fault);
    // A logout token that is sent as an ID token.
    if (claims.has("events")) return tl::unexpected(OpenidFault::wrong_token_type);
    const auto nonce = claims.text("nonce");
    if (!nonce || !same(db::sha256_hex(*nonce), request.nonce_hash)) {
        return tl::unexpected(OpenidFault::wrong_nonce);
    }
    if (const auto fault = wrong_access_token(claims, request.access_token)) {
        return tl::unexpected(*fault);
    }
    OpenidIdentity found;
    found.issuer = provider.issuer;
    if (!is_identifier(claims.text("sub"))) return tl::unexpected(OpenidFault::no_subject);
    found.subject = *claims.text("sub");
    if (claims.has("sid")) {
        if (!is_identifier(claims.text("sid"))) return tl::unexpected(OpenidFault::no_session);
        found.sid = claims.text("sid");
    }
    if (!provider.acr.empty()) {
        if (!strong_enough(claims, provider)) return tl::unexpected(OpenidFault::too_weak);
        found.two_factors = true;
    }
    found.shown_at = time(claims, "auth_time");
    if (found.shown_at && *found.shown_at > now) found.shown_at = now;
    if (request.again && (!found.shown_at || *found.shown_at < request.asked_at - clock_skew)) {
        return tl::unexpected(OpenidFault::not_shown_again);
    }

    const auto roles = meant(claims, provider.role_claim, provider.roles);
    if (roles.empty()) return tl::unexpected(OpenidFault::no_role);
    // Which of them was meant would be a guess, and the wrong one lets in where it should not.
    if (roles.size() > 1) return tl::unexpected(OpenidFault::several_roles);
    found.role = roles.front();
    if (!provider.depot_claim.empty()) {
        const auto depots = meant(claims, provider.depot_claim, provider.depots);
        if (depots.empty()) return tl::unexpected(OpenidFault::no_depot);
        found.depot = depots.front();
    }
    const auto name = claims.text(provider.name_claim);
    if (!name || name->empty() || !domain::is_plain_text(*name) ||
        domain::code_points(*name) > longest_name) {
        return tl::unexpected(OpenidFault::no_name);
    }
    found.name = *name;
    return found;
}

tl::expected<OpenidLogout, OpenidFault> read_logout_claims(const JsonObject& claims,
                                                           const OpenidProvider& provider,
                                                           domain::Instant now) {
    if (const auto fault = wrong_frame(claims, provider, now)) return tl::unexpected(*fault);
    const auto events = claims.object("events");
    if (!events || !events->object(logout_event)) {
        return tl::unexpected(OpenidFault::no_logout_event);
    }
    // What keeps an ID token from being taken for a logout token.
    if (claims.has("nonce")) return tl::unexpected(OpenidFault::has_nonce);
    OpenidLogout logout;
    logout.issuer = provider.issuer;
    if (!is_identifier(claims.text("jti"))) return tl::unexpected(OpenidFault::no_token_id);
    logout.token_id = *claims.text("jti");
    for (const auto& [name, member] :
         {std::pair("sub", &logout.subject), std::pair("sid", &logout.sid)}) {
        if (!claims.has(name)) continue;
        if (!is_identifier(claims.text(name))) return tl::unexpected(OpenidFault::no_session);
        *member = claims.text(name);
    }
    if (!logout.subject && !logout.sid) return tl::unexpected(OpenidFault::no_session);
    return logout;
}

}  // namespace identity
