#pragma once
// What a form says beside its files, however its browser wrote it.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "routing/request.hpp"

namespace routing {

bool is_multipart(const Request& request);
// In order; none when the form cannot be read.
std::optional<std::vector<std::pair<std::string, std::string>>> form_fields(const Request& request);

}  // namespace routing
