#pragma once
// What people read for a stable code, in their language. One row per code.

#include <string>
#include <string_view>

#include "routing/request.hpp"

namespace routing {

// Empty for a code without a row; a test sees to it that there is none.
std::string_view text(std::string_view code, Language language);

// The first of nb, no, nn and en that the header asks for with the highest weight; else nb.
Language language_of(std::string_view accept_language);

}  // namespace routing
