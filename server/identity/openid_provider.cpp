#include "identity/openid_provider.hpp"

#include <algorithm>

#include "identity/fetch.hpp"

namespace identity {
namespace {

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

// A scope or a value of acr: they are sent with blanks between.
bool is_word(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
    });
}

}  // namespace

std::optional<std::string> trouble_of(const OpenidProvider& provider) {
    if (!is_name(provider.name)) return "name must be 1 to 40 of a-z, 0-9 and hyphens";
    if (!is_safe_address(provider.issuer) || provider.issuer.find('?') != std::string::npos) {
        return "issuer must be an https address (http on this machine alone)";
    }
    if (!is_word(provider.client_id)) return "client_id is missing";
    if (!provider.key) return "key_file is missing";
    if (!provider.key_id.empty() && !is_word(provider.key_id)) return "key_id cannot be that";
    if (!std::all_of(provider.scopes.begin(), provider.scopes.end(), is_word) ||
        std::find(provider.scopes.begin(), provider.scopes.end(), "openid") ==
            provider.scopes.end()) {
        return "scopes must be words, with openid among them";
    }
    if (!std::all_of(provider.acr.begin(), provider.acr.end(), is_word) ||
        !is_word(provider.acr_claim)) {
        return "acr and acr_claim must be words";
    }
    if (provider.algorithms.empty()) return "algorithms must be some of RS256, PS256 and ES256";
    if (provider.role_claim.empty() || provider.roles.empty()) {
        return "role_claim and roles are missing: who gets which role";
    }
    if (provider.depot_claim.empty() != provider.depots.empty()) {
        return "depot_claim and depots go together: give both or none";
    }
    if (provider.name_claim.empty()) return "name_claim cannot be empty";
    return std::nullopt;
}

bool is_base_url(std::string_view url) {
    const auto authority = url.find("://");
    return is_safe_address(url) && url.find_first_of("/?%", authority + 3) == std::string::npos;
}

}  // namespace identity
