#pragma once
// What a page says, in the reader's language. What stands in the source is bokmål; words/nn.po and
// words/en.po hold the others, and a test sees to it that nothing is missing there.

#include <chrono>
#include <string>
#include <string_view>

#include "routing/request.hpp"

namespace pages {

std::string say(std::string_view bokmal, routing::Language language);
// "{n}" becomes the number.
std::string say(std::string_view one, std::string_view many, std::int64_t n,
                routing::Language language);
// "nb", "nn", "en"
std::string_view tag_of(routing::Language language);

// A value of the API's as people read it, and the colour of its tag: of a field ("state") and a
// value ("to_clean"). Empty text: it is not a value with words.
struct Words {
    std::string_view bokmal;
    std::string_view tone = {};  // of Designsystemet: success, warning, danger, info, neutral
};
Words words_of(std::string_view field, std::string_view value);

// "desember 2026"
std::string month_in_words(std::chrono::year_month month, routing::Language language);

}  // namespace pages
