#include "support/json.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/json.hpp>

namespace support {
namespace json = boost::json;

struct Json::Value {
    json::value json;
};

namespace {

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

const json::value* find(const json::value& root, std::string_view pointer) {
    json::error_code failed;
    return root.find_pointer(view(pointer), failed);
}

}  // namespace

std::string quoted(std::string_view text) { return json::serialize(json::string(view(text))); }

Body& Body::list(std::string_view name, const std::vector<std::string>& raw_values) {
    std::string all = "[";
    for (const std::string& value : raw_values) {
        if (all.size() > 1) all += ',';
        all += value;
    }
    return raw(name, all + "]");
}

Body& Body::raw(std::string_view name, std::string_view json) {
    for (auto& [key, value] : members_) {
        if (key == name) {
            value = json;
            return *this;
        }
    }
    members_.emplace_back(name, json);
    return *this;
}

Body& Body::without(std::string_view name) {
    std::erase_if(members_, [&](const auto& member) { return member.first == name; });
    return *this;
}

Body& Body::merge(const Body& other) {
    for (const auto& [name, value] : other.members_) raw(name, value);
    return *this;
}

bool Body::has(std::string_view name) const {
    return std::any_of(members_.begin(), members_.end(),
                       [&](const auto& member) { return member.first == name; });
}

std::string Body::text() const {
    std::string all = "{";
    for (const auto& [name, value] : members_) {
        if (all.size() > 1) all += ',';
        all += quoted(name) + ":" + value;
    }
    return all + "}";
}

Json Json::parse(std::string_view text) {
    Json parsed;
    parsed.value_ = std::make_shared<Value>(Value{json::parse(view(text))});
    return parsed;
}

bool Json::has(std::string_view pointer) const {
    return value_ && find(value_->json, pointer) != nullptr;
}

namespace {

const json::value& require(const json::value* root, std::string_view pointer) {
    static const json::value nothing;
    const json::value& whole = root == nullptr ? nothing : *root;
    const json::value* found = find(whole, pointer);
    if (found == nullptr) {
        throw std::runtime_error("nothing at " + std::string(pointer) + " in " +
                                 json::serialize(whole));
    }
    return *found;
}

[[noreturn]] void wrong_type(std::string_view pointer, const json::value& value) {
    throw std::runtime_error("another type at " + std::string(pointer) + ": " +
                             json::serialize(value));
}

}  // namespace

bool Json::is_null(std::string_view pointer) const {
    return require(value_ ? &value_->json : nullptr, pointer).is_null();
}

std::string Json::text(std::string_view pointer) const {
    const json::value& value = require(value_ ? &value_->json : nullptr, pointer);
    if (!value.is_string()) wrong_type(pointer, value);
    return std::string(value.get_string().begin(), value.get_string().end());
}

std::int64_t Json::number(std::string_view pointer) const {
    const json::value& value = require(value_ ? &value_->json : nullptr, pointer);
    if (!value.is_int64()) wrong_type(pointer, value);
    return value.get_int64();
}

bool Json::flag(std::string_view pointer) const {
    const json::value& value = require(value_ ? &value_->json : nullptr, pointer);
    if (!value.is_bool()) wrong_type(pointer, value);
    return value.get_bool();
}

std::size_t Json::size(std::string_view pointer) const {
    const json::value& value = require(value_ ? &value_->json : nullptr, pointer);
    if (value.is_array()) return value.get_array().size();
    if (value.is_object()) return value.get_object().size();
    wrong_type(pointer, value);
}

std::vector<std::string> Json::keys(std::string_view pointer) const {
    const json::value& value = require(value_ ? &value_->json : nullptr, pointer);
    if (!value.is_object()) wrong_type(pointer, value);
    std::vector<std::string> names;
    for (const auto& member : value.get_object()) {
        names.emplace_back(member.key().data(), member.key().size());
    }
    return names;
}

std::string Json::dump(std::string_view pointer) const {
    return json::serialize(require(value_ ? &value_->json : nullptr, pointer));
}

std::vector<std::string> Json::each(std::string_view list, std::string_view inner) const {
    const json::value& value = require(value_ ? &value_->json : nullptr, list);
    if (!value.is_array()) wrong_type(list, value);
    std::vector<std::string> found;
    for (const json::value& entry : value.get_array()) {
        const json::value& part = require(&entry, inner);
        found.push_back(part.is_string()
                            ? std::string(part.get_string().begin(), part.get_string().end())
                            : json::serialize(part));
    }
    return found;
}

}  // namespace support
