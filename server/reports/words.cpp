#include "reports/words.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace reports {
namespace {

// Bokmål and nynorsk, where they agree, and English.
template <class Value>
Value either(Language language, Value norwegian, Value english) {
    switch (language) {
        case Language::nb:
        case Language::nn:
            return norwegian;
        case Language::en:
            return english;
    }
    throw std::logic_error("no such language");
}

using Months = std::array<std::string_view, 12>;
constexpr Months norwegian_months{"jan.", "feb.", "mars",  "april", "mai",  "juni",
                                  "juli", "aug.", "sept.", "okt.",  "nov.", "des."};
constexpr Months english_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string_view tag_of(Language language) {
    switch (language) {
        case Language::nb:
            return "nb";
        case Language::nn:
            return "nn";
        case Language::en:
            return "en";
    }
    throw std::logic_error("no such language");
}

std::string page_of(Language language, std::size_t page, std::size_t pages) {
    return either<std::string>(language, fmt::format("side {} av {}", page, pages),
                               fmt::format("page {} of {}", page, pages));
}

std::string_view nothing_to_show(Language language) {
    return either<std::string_view>(language, "Ingenting å vise", "Nothing to show");
}

std::string_view short_name(Language language, std::chrono::month month) {
    const std::size_t index = static_cast<unsigned>(month) - 1;
    return either(language, norwegian_months, english_months).at(index);
}

std::string_view millions(Language language) {
    return either<std::string_view>(language, "mill.", "mill.");
}

std::string_view billions(Language language) {
    return either<std::string_view>(language, "mrd.", "bn");
}

}  // namespace reports
