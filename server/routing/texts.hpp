#pragma once
// What people read for a stable code, in their language. One row per code.

#include <string>
#include <string_view>

#include "routing/request.hpp"

namespace routing {

struct Texts {
    std::string_view nb;
    std::string_view nn;
    std::string_view en;
};

// Of these, or of any row that has the three, the one in the reader's language.
template <class Row = Texts>
constexpr std::string_view in(const Row& row, Language language) {
    switch (language) {
        case Language::nb:
            return row.nb;
        case Language::nn:
            return row.nn;
        case Language::en:
            return row.en;
    }
    return row.nb;
}

// Empty for a code without a row; a test sees to it that there is none.
std::string_view text(std::string_view code, Language language);

// The first of nb, no, nn and en that the header asks for with the highest weight; else nb.
Language language_of(std::string_view accept_language);
// Of a page: what the reader has chosen, kept in the cookie "kl-language"; else nynorsk for a
// browser that asks for it first, and bokmål for all others.
Language page_language(const Request& request);

}  // namespace routing
