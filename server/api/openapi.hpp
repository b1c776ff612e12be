#pragma once
// The OpenAPI 3.1 document, made from the route table and the schemas.

#include <span>
#include <string>

#include "routing/route.hpp"

namespace api {

std::string openapi(std::span<const routing::Route> routes);

// The schemas by name, as one JSON object: "item", "item_new", "problem" …
std::string_view schemas();
// Its parts, each a list of members with a comma after the last.
std::string_view main_schemas();
std::string_view lending_schemas();
std::string_view candidate_schemas();
std::string_view reminder_schemas();
std::string_view privacy_schemas();
std::string_view maintenance_schemas();
std::string_view stock_schemas();
std::string_view stats_schemas();
std::string_view booking_schemas();
std::string_view setting_schemas();
std::string_view access_schemas();
std::string_view user_schemas();

}  // namespace api
