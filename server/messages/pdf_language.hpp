#pragma once
// What cairo does not write into a PDF.

#include <string>
#include <string_view>

namespace messages {

// The same document, which says in which language it is, and shows its title in the window's.
// Throws std::runtime_error when `pdf` is none.
std::string with_language(const std::string& pdf, std::string_view tag);

}  // namespace messages
