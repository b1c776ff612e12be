#include "identity/openid_metadata.hpp"

#include <algorithm>

#include "identity/fetch.hpp"
#include "identity/json_object.hpp"

namespace identity {
namespace {

// Whether a list that the document has names the value; a list that it has not says nothing.
bool offers(const JsonObject& document, std::string_view list, std::string_view value) {
    if (!document.has(list)) return true;
    const auto values = document.texts(list);
    return values && std::find(values->begin(), values->end(), value) != values->end();
}

}  // namespace

std::string metadata_address(std::string_view issuer) {
    while (issuer.ends_with('/')) issuer.remove_suffix(1);
    return std::string(issuer) + "/.well-known/openid-configuration";
}

std::optional<OpenidMetadata> read_metadata(std::string_view text, std::string_view issuer) {
    const auto document = JsonObject::parse(text);
    if (!document || document->text("issuer") != std::string(issuer)) return std::nullopt;
    if (!offers(*document, "response_types_supported", "code") ||
        !offers(*document, "code_challenge_methods_supported", "S256") ||
        !offers(*document, "token_endpoint_auth_methods_supported", "private_key_jwt")) {
        return std::nullopt;
    }
    const auto endpoint = [&](std::string_view name) { return document->text(name).value_or(""); };
    OpenidMetadata read;
    read.authorization_endpoint = endpoint("authorization_endpoint");
    read.token_endpoint = endpoint("token_endpoint");
    read.jwks_uri = endpoint("jwks_uri");
    const auto safe = [&](const std::string& url) {
        return is_safe_address(url) && (!is_plain_http(url) || is_plain_http(issuer));
    };
    if (!safe(read.authorization_endpoint) || !safe(read.token_endpoint) || !safe(read.jwks_uri)) {
        return std::nullopt;
    }
    if (document->has("pushed_authorization_request_endpoint")) {
        read.pushed_request_endpoint = endpoint("pushed_authorization_request_endpoint");
        if (!safe(read.pushed_request_endpoint)) return std::nullopt;
    }
    read.names_issuer =
        document->flag("authorization_response_iss_parameter_supported").value_or(false);
    read.takes_key_proof = document->has("dpop_signing_alg_values_supported") &&
                           offers(*document, "dpop_signing_alg_values_supported", "ES256");
    read.proof_algorithms = document->texts("token_endpoint_auth_signing_alg_values_supported")
                                .value_or(std::vector<std::string>{});
    return read;
}

}  // namespace identity
