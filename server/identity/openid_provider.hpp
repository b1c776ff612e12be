#pragma once
// A provider that people may sign in with, as the municipality has set it up.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ids.hpp"
#include "domain/role.hpp"
#include "identity/web_key.hpp"

namespace identity {

struct OpenidProvider {
    // In addresses, and shown: a-z, 0-9 and hyphens.
    std::string name;
    // Exactly as the provider writes it.
    std::string issuer;
    std::string client_id;
    std::shared_ptr<const SigningKey> key;
    // By which the provider knows the key; empty: its thumbprint.
    std::string key_id;
    // To whom we prove ourselves: most want their issuer named, some their token endpoint.
    bool proves_to_token_endpoint = false;
    std::vector<std::string> scopes{"openid", "profile"};
    // Any of these in that claim says that two factors were shown; the provider is asked for them,
    // and less is refused. Empty: a sign-in counts as one factor.
    std::vector<std::string> acr;
    std::string acr_claim = "acr";
    // With which the provider may sign.
    std::vector<Algorithm> algorithms{Algorithm::rs256, Algorithm::ps256, Algorithm::es256};
    // The claim's values, each a text or one of a list of texts; values that are not here say
    // nothing.
    std::string role_claim;
    std::map<std::string, domain::Role> roles;
    // Empty: users belong to no depot.
    std::string depot_claim;
    std::map<std::string, domain::DepotId> depots;
    std::string name_claim = "name";
};

// What in it cannot be, in a sentence for the operator.
std::optional<std::string> trouble_of(const OpenidProvider& provider);

// Under which the program is reached from outside: "https://kl.example.no", without a path; plain
// HTTP on this machine alone.
bool is_base_url(std::string_view url);

}  // namespace identity
