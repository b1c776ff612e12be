#pragma once
// What browsers load: by its name where it is served, and the answer to who asks for it.

#include <string>
#include <string_view>

#include "routing/route.hpp"

namespace pages {

// "page.css" -> "/assets/page-0123456789.css"
std::string asset_url(std::string_view name);

routing::Reply asset(const routing::Request& request);

}  // namespace pages
