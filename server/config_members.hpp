#pragma once
// One table of the configuration file: each member is asked for once; those nobody asked for are
// unknown. What is wrong is said in a sentence that begins with the table.

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "config.hpp"

// "smtp: what", "openid entra: what". Throws ConfigError.
[[noreturn]] inline void fail_config(const std::string& table, const std::string& name,
                                     const std::string& what) {
    throw ConfigError(table + (name.empty() ? "" : " " + name) + ": " + what);
}

class ConfigMembers {
public:
    // `name` tells tables of the same kind apart; empty: there is one.
    ConfigMembers(const toml::table& table, std::string kind, std::string name = {})
        : table_(table), kind_(std::move(kind)), name_(std::move(name)) {}

    std::string text(const char* name, std::string otherwise = {}) {
        return one<std::string>(name, std::move(otherwise), "a text");
    }
    bool flag(const char* name, bool otherwise) {
        return one<bool>(name, otherwise, "true or false");
    }
    std::int64_t number(const char* name, std::int64_t otherwise) {
        return one<std::int64_t>(name, otherwise, "a whole number");
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
        if (list == nullptr) fail(std::string(name) + " must be a list of texts");
        return all;
    }

    // {value = meaning}
    template <class Parse>
    auto meanings(const char* name, Parse parse) {
        std::map<std::string, typename decltype(parse(std::string()))::value_type> all;
        const toml::node* node = take(name);
        if (node == nullptr) return all;
        const toml::table* table = node->as_table();
        if (table == nullptr) fail(std::string(name) + " must be a table of texts");
        for (const auto& [key, value] : *table) {
            const auto text = value.template value_exact<std::string>();
            const auto meaning = text ? parse(*text) : decltype(parse(*text))();
            if (!meaning) {
                fail(std::string(name) + ": \"" + std::string(key.str()) +
                     "\" stands for something that there is not");
            }
            all.emplace(std::string(key.str()), *meaning);
        }
        return all;
    }

    void done() const {
        for (const auto& [key, value] : table_) {
            const bool known = std::find(asked_.begin(), asked_.end(), key.str()) != asked_.end();
            if (!known) fail("unknown setting " + std::string(key.str()));
        }
    }

    [[noreturn]] void fail(const std::string& what) const { fail_config(kind_, name_, what); }

private:
    template <class T>
    T one(const char* name, T otherwise, const char* what) {
        const toml::node* node = take(name);
        if (node == nullptr) return otherwise;
        const auto value = node->value_exact<T>();
        if (!value) fail(std::string(name) + " must be " + what);
        return *value;
    }
    const toml::node* take(const char* name) {
        asked_.emplace_back(name);
        return table_.get(name);
    }

    const toml::table& table_;
    std::string kind_;
    std::string name_;
    std::vector<std::string_view> asked_;
};
