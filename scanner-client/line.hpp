#pragma once
// What a line looks like, before anybody asks what it means.

#include <cstdint>
#include <optional>
#include <string_view>

namespace scanner {

std::string_view trimmed(std::string_view text);

bool is_digit(char c);

// Digits alone, at most 18 of them.
std::optional<std::int64_t> whole_number(std::string_view text);

// A text that asks who borrows: a phone number, or words.
bool could_name_a_borrower(std::string_view text);

// Whether a person typed this word, in whatever case; the word is in lower case.
bool is_word(std::string_view typed, std::string_view word);

}  // namespace scanner
