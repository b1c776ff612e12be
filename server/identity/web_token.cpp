#include "identity/web_token.hpp"

#include <algorithm>
#include <vector>

#include "identity/base64url.hpp"

namespace identity {
namespace {

constexpr std::size_t longest_token = 64 * 1024;

std::vector<std::string_view> parts_of(std::string_view compact) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto dot = compact.find('.');
        parts.push_back(compact.substr(0, dot));
        if (dot == std::string_view::npos) return parts;
        compact.remove_prefix(dot + 1);
    }
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return text;
}

}  // namespace

tl::expected<UnverifiedToken, OpenidFault> UnverifiedToken::read(
    std::string_view compact, std::span<const Algorithm> allowed) {
    if (compact.size() > longest_token) return tl::unexpected(OpenidFault::malformed_token);
    const auto parts = parts_of(compact);
    if (parts.size() == 5) return tl::unexpected(OpenidFault::encrypted_token);
    if (parts.size() != 3) return tl::unexpected(OpenidFault::malformed_token);
    const auto header_text = from_base64url(parts[0]);
    auto payload = from_base64url(parts[1]);
    auto signature = from_base64url(parts[2]);
    const auto header = header_text ? JsonObject::parse(*header_text) : std::nullopt;
    if (!header || !payload || !signature) return tl::unexpected(OpenidFault::malformed_token);

    const auto algorithm = parse_algorithm(header->text("alg").value_or(""));
    if (!algorithm || std::find(allowed.begin(), allowed.end(), *algorithm) == allowed.end()) {
        return tl::unexpected(OpenidFault::algorithm_not_allowed);
    }
    // We understand no extension; "b64" is one, "enc" and "zip" belong to encrypted tokens.
    for (const char* name : {"crit", "b64", "enc", "zip"}) {
        if (header->has(name)) return tl::unexpected(OpenidFault::critical_header);
    }
    if (header->has("cty")) return tl::unexpected(OpenidFault::wrong_token_type);
    if (header->has("typ") && !header->text("typ")) {
        return tl::unexpected(OpenidFault::wrong_token_type);
    }
    const auto kid = header->text("kid");
    // Keys are named; a key in the header ("jwk", "jku", "x5c") is never looked at.
    if (!kid) return tl::unexpected(OpenidFault::unknown_key);

    UnverifiedToken token;
    token.algorithm_ = *algorithm;
    token.kid_ = *kid;
    token.type_ = lower(header->text("typ").value_or(""));
    token.signed_ = compact.substr(0, parts[0].size() + 1 + parts[1].size());
    token.payload_ = std::move(*payload);
    token.signature_ = std::move(*signature);
    return token;
}

tl::expected<JsonObject, OpenidFault> UnverifiedToken::verified(const KeySet& keys) const {
    if (!keys.knows(kid_)) return tl::unexpected(OpenidFault::unknown_key);
    const PublicKey* key = keys.find(kid_);
    if (key == nullptr) return tl::unexpected(OpenidFault::unusable_key);
    if (!key->verifies(algorithm_, signed_, signature_)) {
        return tl::unexpected(OpenidFault::bad_signature);
    }
    auto claims = JsonObject::parse(payload_);
    if (!claims) return tl::unexpected(OpenidFault::bad_claims);
    return std::move(*claims);
}

std::string signed_token(std::string_view header, std::string_view claims, Algorithm algorithm,
                         const SigningKey& key) {
    std::string message = to_base64url(header) + "." + to_base64url(claims);
    return message + "." + to_base64url(key.sign(algorithm, message));
}

}  // namespace identity
