#pragma once
// Texts that people give, before they are stored.

#include <cstddef>
#include <string_view>

namespace domain {

// Well-formed UTF-8 without control characters, line and direction marks included.
bool is_plain_text(std::string_view text);

// Characters and not bytes, of well-formed UTF-8.
std::size_t code_points(std::string_view text);

}  // namespace domain
