#pragma once
// The few words that files and plots have of their own.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace reports {

enum class Language { nb, nn, en };

std::string_view tag_of(Language language);  // BCP 47

std::string page_of(Language language, std::size_t page, std::size_t pages);  // side 1 av 3
std::string_view nothing_to_show(Language language);
std::string_view short_name(Language language, std::chrono::month month);  // jan.
std::string_view millions(Language language);
std::string_view billions(Language language);

}  // namespace reports
