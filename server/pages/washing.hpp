#pragma once
// The ways to wash an aid, as forms offer them.

#include <string_view>
#include <vector>

#include "pages/form.hpp"

namespace pages {

// `first`, when not empty, is the text of none of them: as the product is to be washed.
std::vector<Option> wash_methods(routing::Language language, std::string_view first = {});

}  // namespace pages
