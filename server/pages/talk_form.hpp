#pragma once
// The form for what was said with a borrower.

#include <string>
#include <string_view>

#include "pages/page.hpp"

namespace pages {

// Folded in. mine: which list it is on, for the way back.
Form talk_form(Page& page, std::string_view action, std::string name);

}  // namespace pages
