#pragma once
// Into an answer of the API's: empty, null, 0 and an empty list for what is not there.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace pages {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view key);
// A number as text as well.
std::string any_text_at(const json::object& object, std::string_view key);
const json::object* object_at(const json::object& object, std::string_view key);
std::int64_t number_at(const json::object& object, std::string_view key);
json::array array_at(const json::object& object, std::string_view key);

// The number that the whole text is.
std::optional<std::int64_t> whole_number(std::string_view text);

}  // namespace pages
