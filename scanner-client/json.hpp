#pragma once
// The server's JSON, read without trust: what is not there or not of its type is empty.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace scanner {

std::optional<boost::json::object> parse_object(std::string_view bytes);
std::string text(const boost::json::object& object, std::string_view name);
bool flag(const boost::json::object& object, std::string_view name);
std::optional<std::int64_t> number(const boost::json::object& object, std::string_view name);
// Null when there is none.
const boost::json::object* inner(const boost::json::object& object, std::string_view name);
// The texts of a list; other entries are left out.
std::vector<std::string> texts(const boost::json::object& object, std::string_view name);
// The objects of a list; other entries are left out.
std::vector<const boost::json::object*> objects(const boost::json::object& object,
                                                std::string_view name);

}  // namespace scanner
