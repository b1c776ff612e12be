#include "config_openid.hpp"

#include <algorithm>

#include "config.hpp"

namespace {

[[noreturn]] void fail(const std::string& provider, const std::string& what) {
    throw ConfigError("openid " + (provider.empty() ? "" : provider + ": ") + what);
}

// One table: each member is asked for once; those nobody asked for are unknown.
class Members {
public:
    Members(const toml::table& table, std::string provider)
        : table_(table), provider_(std::move(provider)) {}

    std::string text(const char* name, std::string otherwise = {}) {
        const toml::node* node = take(name);
        if (node == nullptr) return otherwise;
        const auto value = node->value_exact<std::string>();
        if (!value) fail(provider_, std::string(name) + " must be a text");
        return *value;
    }

    std::vector<std::string> texts(const char* name, std::vector<std::string> otherwise = {}) {
        const toml::node* node = take(name);
        if (node == nullptr) return otherwise;
        const toml::array* list = node->as_array();
        std::vector<std::string> all;
        for (const toml::node& one : list == nullptr ? toml::array() : *list) {
            const auto value = one.value_exact<std::string>();
            if (!value) list = nullptr;
            all.push_back(value.value_or(""));
            if (list == nullptr) break;
        }
        if (list == nullptr) fail(provider_, std::string(name) + " must be a list of texts");
        return all;
    }

    // {value = meaning}
    template <class Parse>
    auto meanings(const char* name, Parse parse) {
        std::map<std::string, typename decltype(parse(std::string()))::value_type> all;
        const toml::node* node = take(name);
        if (node == nullptr) return all;
        const toml::table* table = node->as_table();
        if (table == nullptr) fail(provider_, std::string(name) + " must be a table of texts");
        for (const auto& [key, value] : *table) {
            const auto text = value.template value_exact<std::string>();
            const auto meaning = text ? parse(*text) : decltype(parse(*text))();
            if (!meaning) {
                fail(provider_, std::string(name) + ": \"" + std::string(key.str()) +
                                    "\" stands for something that there is not");
            }
            all.emplace(std::string(key.str()), *meaning);
        }
        return all;
    }

    void done() const {
        for (const auto& [key, value] : table_) {
            const bool known = std::find(asked_.begin(), asked_.end(), key.str()) != asked_.end();
            if (!known) fail(provider_, "unknown setting " + std::string(key.str()));
        }
    }

private:
    const toml::node* take(const char* name) {
        asked_.emplace_back(name);
        return table_.get(name);
    }

    const toml::table& table_;
    std::string provider_;
    std::vector<std::string_view> asked_;
};

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
    Members members(table, read.name);
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
