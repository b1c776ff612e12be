#pragma once
// What the claims of a token mean for us, once its signature has held.

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "domain/ids.hpp"
#include "domain/role.hpp"
#include "domain/time.hpp"
#include "identity/json_object.hpp"
#include "identity/openid_fault.hpp"
#include "identity/openid_provider.hpp"

namespace identity {

// Clocks may differ by so much.
inline constexpr std::chrono::seconds clock_skew(60);
// A token that was issued longer ago is none that we have just been given.
inline constexpr std::chrono::minutes oldest_token(10);

// Who signs in, and as what.
struct OpenidIdentity {
    std::string issuer;
    std::string subject;
    std::optional<std::string> sid;  // the provider's own session
    std::string name;
    domain::Role role = domain::Role::lager;
    std::optional<domain::DepotId> depot;
    bool two_factors = false;
    // When the person last showed the provider who it is; none: it does not say.
    std::optional<domain::Instant> shown_at;
};

// What an ID token has to fit.
struct IdTokenRequest {
    std::string nonce_hash;  // SHA-256 in hexadecimal
    domain::Instant asked_at;
    // The provider was asked to let the person show again who it is.
    bool again = false;
    // That came with it; empty when none did.
    std::string access_token;
};

tl::expected<OpenidIdentity, OpenidFault> read_id_claims(const JsonObject& claims,
                                                         const OpenidProvider& provider,
                                                         const IdTokenRequest& request,
                                                         domain::Instant now);

// Sessions that the provider ends: those of the subject, or the one of its own session, or of both.
struct OpenidLogout {
    std::string issuer;
    std::string token_id;  // each counts once
    std::optional<std::string> subject;
    std::optional<std::string> sid;
};

tl::expected<OpenidLogout, OpenidFault> read_logout_claims(const JsonObject& claims,
                                                           const OpenidProvider& provider,
                                                           domain::Instant now);

}  // namespace identity
