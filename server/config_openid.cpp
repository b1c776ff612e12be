#include "config_openid.hpp"

#include <algorithm>

#include "config.hpp"
#include "config_members.hpp"

namespace {

[[noreturn]] void fail(const std::string& provider, const std::string& what) {
    fail_config("openid", provider, what);
}

std::optional<domain::DepotId> depot(const std::string& id) {
    return id.empty() || id.size() > 20 ? std::nullopt : std::optional(domain::DepotId(id));
}

std::vector<identity::Algorithm> algorithms_of(const std::vector<std::string>& names,
                                               const std::string& provider) {
    std::vector<identity::Algorithm> all;
    for (const std::string& name : names) {
        const auto algorithm = identity::parse_algorithm(name);
        if (!algorithm) fail(provider, "algorithms must be some of RS256, PS256 and ES256");
        all.push_back(*algorithm);
    }
    return all;
}

identity::OpenidProvider read_provider(const toml::table& table) {
    identity::OpenidProvider read;
    read.name = table["name"].value_or(std::string());
    ConfigMembers members(table, "openid", read.name);
    members.text("name");
    read.issuer = members.text("issuer");
    read.client_id = members.text("client_id");
    if (const std::string file = members.text("key_file"); !file.empty()) {
        try {
            read.key =
                std::make_shared<const identity::SigningKey>(identity::SigningKey::read(file));
        } catch (const identity::BadKey& error) {
            fail(read.name, error.what());
        }
    }
    read.key_id = members.text("key_id");
    const std::string audience = members.text("assertion_audience", "issuer");
    if (audience != "issuer" && audience != "token_endpoint") {
        fail(read.name, "assertion_audience must be issuer or token_endpoint");
    }
    read.proves_to_token_endpoint = audience == "token_endpoint";
    read.scopes = members.texts("scopes", read.scopes);
    read.acr = members.texts("acr");
    read.acr_claim = members.text("acr_claim", read.acr_claim);
    read.algorithms =
        algorithms_of(members.texts("algorithms", {"RS256", "PS256", "ES256"}), read.name);
    read.role_claim = members.text("role_claim");
    read.roles =
        members.meanings("roles", [](const std::string& role) { return domain::parse_role(role); });
    read.depot_claim = members.text("depot_claim");
    read.depots = members.meanings("depots", depot);
    read.name_claim = members.text("name_claim", read.name_claim);
    members.done();
    if (const auto trouble = identity::trouble_of(read)) fail(read.name, *trouble);
    return read;
}

}  // namespace

std::vector<identity::OpenidProvider> read_openid(const toml::node& node) {
    const toml::array* list = node.as_array();
    if (list == nullptr || !list->is_array_of_tables()) {
        throw ConfigError("openid must be a list of tables: [[openid]]");
    }
    std::vector<identity::OpenidProvider> all;
    for (const toml::node& one : *list) {
        all.push_back(read_provider(*one.as_table()));
        const auto same = std::count_if(all.begin(), all.end(), [&](const auto& other) {
            return other.name == all.back().name || other.issuer == all.back().issuer;
        });
        if (same > 1) fail(all.back().name, "another one has the same name or issuer");
    }
    return all;
}
