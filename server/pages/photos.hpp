#pragma once
// Photos of an aid on its pages.

#include <string>

#include "pages/page.hpp"

namespace pages {

// What the template "photos" shows of an aid, by the code of its address: small ones that lead to
// the large, and the form that adds one, for those who may. Nothing for those who may see none.
void add_photos(Page& page, const std::string& code);

}  // namespace pages
