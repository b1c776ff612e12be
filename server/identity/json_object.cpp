#include "identity/json_object.hpp"

#include <set>

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

namespace identity {
namespace json = boost::json;

namespace {

// Boost's own parser lets the last of two equal names win; another reader may let the first.
struct NamesTwice {
    static constexpr std::size_t max_object_size = 10'000;
    static constexpr std::size_t max_array_size = 10'000;
    static constexpr std::size_t max_key_size = 1'000;
    static constexpr std::size_t max_string_size = 300'000;

    using error = boost::json::error_code;
    using part = json::string_view;

    std::vector<std::set<std::string>> open = {};
    std::string name = {};
    bool found = false;

    bool on_document_begin(error&) { return true; }
    bool on_document_end(error&) { return true; }
    bool on_object_begin(error&) {
        open.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, error&) {
        open.pop_back();
        return true;
    }
    bool on_array_begin(error&) { return true; }
    bool on_array_end(std::size_t, error&) { return true; }
    bool on_key_part(part text, std::size_t, error&) {
        name.append(text.data(), text.size());
        return true;
    }
    bool on_key(part text, std::size_t, error&) {
        name.append(text.data(), text.size());
        found = !open.back().insert(std::move(name)).second || found;
        name.clear();
        return true;
    }
    bool on_string_part(part, std::size_t, error&) { return true; }
    bool on_string(part, std::size_t, error&) { return true; }
    bool on_number_part(part, error&) { return true; }
    bool on_int64(std::int64_t, part, error&) { return true; }
    bool on_uint64(std::uint64_t, part, error&) { return true; }
    bool on_double(double, part, error&) { return true; }
    bool on_bool(bool, error&) { return true; }
    bool on_null(error&) { return true; }
    bool on_comment_part(part, error&) { return true; }
    bool on_comment(part, error&) { return true; }
};

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::optional<JsonObject> JsonObject::parse(std::string_view text) {
    json::error_code failed;
    json::basic_parser<NamesTwice> names({});
    const std::size_t read = names.write_some(false, text.data(), text.size(), failed);
    if (failed || !names.done() || read != text.size() || names.handler().found) {
        return std::nullopt;
    }
    json::value value = json::parse(view(text), failed);
    if (failed || !value.is_object()) return std::nullopt;
    return JsonObject(std::make_shared<const json::object>(std::move(value.get_object())));
}

bool JsonObject::has(std::string_view name) const { return members_->contains(view(name)); }

std::optional<std::string> JsonObject::text(std::string_view name) const {
    const json::value* value = members_->if_contains(view(name));
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string(value->get_string());
}

std::optional<std::int64_t> JsonObject::number(std::string_view name) const {
    const json::value* value = members_->if_contains(view(name));
    if (value == nullptr || !value->is_int64()) return std::nullopt;
    return value->get_int64();
}

std::optional<bool> JsonObject::flag(std::string_view name) const {
    const json::value* value = members_->if_contains(view(name));
    if (value == nullptr || !value->is_bool()) return std::nullopt;
    return value->get_bool();
}

std::optional<std::vector<std::string>> JsonObject::texts(std::string_view name) const {
    const json::value* value = members_->if_contains(view(name));
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return std::vector{std::string(value->get_string())};
    if (!value->is_array()) return std::nullopt;
    std::vector<std::string> all;
    for (const json::value& one : value->get_array()) {
        if (!one.is_string()) return std::nullopt;
        all.emplace_back(one.get_string());
    }
    return all;
}

std::optional<JsonObject> JsonObject::object(std::string_view name) const {
    const json::value* value = members_->if_contains(view(name));
    if (value == nullptr || !value->is_object()) return std::nullopt;
    return JsonObject(std::shared_ptr<const json::object>(members_, &value->get_object()));
}

std::optional<std::vector<JsonObject>> JsonObject::objects(std::string_view name) const {
    const json::value* value = members_->if_contains(view(name));
    if (value == nullptr || !value->is_array()) return std::nullopt;
    std::vector<JsonObject> all;
    for (const json::value& one : value->get_array()) {
        if (!one.is_object()) return std::nullopt;
        all.push_back(JsonObject(std::shared_ptr<const json::object>(members_, &one.get_object())));
    }
    return all;
}

}  // namespace identity
