#pragma once
// Norwegian keys for searching and sorting: lower case, accents dropped, æ ø å after z in this
// order, "aa" as å, blanks folded. Two names that people would call the same have the same key.

#include <string>
#include <string_view>
#include <vector>

namespace db {

std::string text_key(std::string_view text);

// The words of a text's key, as they stand: runs of letters and digits.
std::vector<std::string> words_in_order(std::string_view text);
// The same, each once, sorted.
std::vector<std::string> key_words(std::string_view text);

// What a phone number is searched by: its digits, without Norway's 47 before the eight.
std::string phone_key(std::string_view phone);

// The key with the wildcard characters of LIKE escaped by a backslash, ready for '%' around it.
std::string like_key(std::string_view text);

}  // namespace db
