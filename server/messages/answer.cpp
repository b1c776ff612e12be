#include "messages/answer.hpp"

#include <boost/json.hpp>

#include "messages/text.hpp"

namespace messages {
namespace json = boost::json;

namespace {

const json::value* find(const json::value& value, std::string_view pointer) {
    json::error_code failed;
    return value.find_pointer({pointer.data(), pointer.size()}, failed);
}

}  // namespace

std::optional<Answer> Answer::parse(std::string_view text) {
    json::error_code failed;
    json::value value = json::parse({text.data(), text.size()}, failed);
    if (failed) return std::nullopt;
    return Answer(std::make_shared<const json::value>(std::move(value)));
}

bool Answer::has(std::string_view pointer) const { return find(*value_, pointer) != nullptr; }

std::optional<std::string> Answer::text(std::string_view pointer) const {
    const json::value* value = find(*value_, pointer);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return std::string(value->get_string());
    if (value->is_int64()) return std::to_string(value->get_int64());
    if (value->is_uint64()) return std::to_string(value->get_uint64());
    if (value->is_bool()) return value->get_bool() ? "true" : "false";
    return std::nullopt;
}

std::string kept_reference(std::string reference) {
    if (reference.size() > 200 || !is_header_value(reference)) return {};
    return reference;
}

}  // namespace messages
