#include "json.hpp"

namespace scanner {

namespace json = boost::json;

std::optional<json::object> parse_object(std::string_view bytes) {
    boost::system::error_code error;
    json::value value = json::parse({bytes.data(), bytes.size()}, error);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

std::string text(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

bool flag(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
}

std::optional<std::int64_t> number(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_int64()) return std::nullopt;
    return value->get_int64();
}

const json::object* inner(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr ? value->if_object() : nullptr;
}

std::vector<std::string> texts(const json::object& object, std::string_view name) {
    std::vector<std::string> list;
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_array()) return list;
    for (const json::value& entry : value->get_array()) {
        if (const auto* one = entry.if_string()) list.emplace_back(*one);
    }
    return list;
}

std::vector<const json::object*> objects(const json::object& object, std::string_view name) {
    std::vector<const json::object*> list;
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_array()) return list;
    for (const json::value& entry : value->get_array()) {
        if (const auto* one = entry.if_object()) list.push_back(one);
    }
    return list;
}

}  // namespace scanner
