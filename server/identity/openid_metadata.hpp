#pragma once
// What a provider says of itself (OpenID Connect Discovery 1.0, RFC 8414).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace identity {

struct OpenidMetadata {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string jwks_uri;
    // Empty: requests go through the browser.
    std::string pushed_request_endpoint;
    // Its answers name who sends them (RFC 9207).
    bool names_issuer = false;
    // Who asks for a token proves to have a key (DPoP, RFC 9449).
    bool takes_key_proof = false;
    // With which a client may prove itself; empty: not said.
    std::vector<std::string> proof_algorithms;
};

std::string metadata_address(std::string_view issuer);

// None: it is another's, lacks what we need, or sends us where it is not safe. Only a provider on
// this machine may have endpoints on it without TLS.
std::optional<OpenidMetadata> read_metadata(std::string_view text, std::string_view issuer);

}  // namespace identity
