#pragma once
// Signed tokens (JWS in compact form, RFC 7515; JWT, RFC 7519). What a token says can be read only
// after its signature has held.

#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "identity/json_object.hpp"
#include "identity/openid_fault.hpp"
#include "identity/web_key.hpp"

namespace identity {

// What the token says of itself; nobody has vouched for it yet.
class UnverifiedToken {
public:
    // By its form alone. The algorithm must be among those allowed; a header that asks for more
    // than we understand, keys in the header, encrypted and nested tokens are refused.
    static tl::expected<UnverifiedToken, OpenidFault> read(std::string_view compact,
                                                           std::span<const Algorithm> allowed);

    const std::string& kid() const { return kid_; }
    // In lower case; empty when absent.
    const std::string& type() const { return type_; }

    // The claims, when a key of the set has signed them.
    tl::expected<JsonObject, OpenidFault> verified(const KeySet& keys) const;

private:
    Algorithm algorithm_ = Algorithm::rs256;
    std::string kid_;
    std::string type_;
    std::string signed_;
    std::string payload_;
    std::string signature_;
};

// Header and claims are JSON.
std::string signed_token(std::string_view header, std::string_view claims, Algorithm algorithm,
                         const SigningKey& key);

}  // namespace identity
