#pragma once
// What a row of the access log says to people: what was done, in words.

#include <optional>
#include <string_view>

#include "routing/request.hpp"

namespace api {

// Of an action, "GET /api/v1/borrowers/{id}", and how it was answered. What has no words of its own
// has general ones.
std::string_view access_text(std::string_view action, std::optional<int> status,
                             routing::Language language);
bool has_access_text(std::string_view action);

}  // namespace api
