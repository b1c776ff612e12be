#pragma once
// What a letter says by itself, in its language.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "messages/message.hpp"

namespace messages {

std::string date_in_words(std::chrono::year_month_day date, Language language);
std::string page_in_words(std::size_t page, std::size_t pages, Language language);
std::string_view word_for_reference(Language language);
std::string_view word_for_phone(Language language);
std::string_view closing_words(Language language);

}  // namespace messages
