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
// Of a page: what the reader has chosen, kept in the cookie "kl-language"; else nynorsk for a
// browser that asks for it first, and bokmål for all others.
Language page_language(const Request& request);

}  // namespace routing
