#pragma once
// What a row of the access log says to people: what was done, in words.

#include <string_view>

#include "routing/request.hpp"

namespace api {

// Of an action: "GET /api/v1/borrowers/{id}". One without a row of its own has general words.
std::string_view access_text(std::string_view action, routing::Language language);
bool has_access_text(std::string_view action);

}  // namespace api
