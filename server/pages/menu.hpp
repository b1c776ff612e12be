#pragma once
// What stands on every page: where one can go, and what was just done.

#include <string>
#include <string_view>

#include <boost/json/array.hpp>

#include "routing/request.hpp"

namespace pages {

// The pages that the reader's role uses, in the order of its day.
boost::json::array menu_of(const routing::Request& request);

// After a form: what was done, by the "done" in the address. Empty: no such.
std::string done_text(std::string_view code, routing::Language language);

}  // namespace pages
