#include "messages/letter_words.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace messages {
namespace {

// The same in bokmål and nynorsk.
constexpr std::array norwegian_months{"januar",    "februar", "mars",     "april",
                                      "mai",       "juni",    "juli",     "august",
                                      "september", "oktober", "november", "desember"};
constexpr std::array english_months{"January",   "February", "March",    "April",
                                    "May",       "June",     "July",     "August",
                                    "September", "October",  "November", "December"};

}  // namespace

std::string date_in_words(std::chrono::year_month_day date, Language language) {
    const auto day = static_cast<unsigned>(date.day());
    const auto month = static_cast<unsigned>(date.month()) - 1;
    const auto year = static_cast<int>(date.year());
    switch (language) {
        case Language::bokmal:
        case Language::nynorsk:
            return fmt::format("{}. {} {}", day, norwegian_months.at(month), year);
        case Language::english:
            return fmt::format("{} {} {}", day, english_months.at(month), year);
    }
    throw std::logic_error("no such language");
}

std::string page_in_words(std::size_t page, std::size_t pages, Language language) {
    switch (language) {
        case Language::bokmal:
        case Language::nynorsk:
            return fmt::format("Side {} av {}", page, pages);
        case Language::english:
            return fmt::format("Page {} of {}", page, pages);
    }
    throw std::logic_error("no such language");
}

std::string_view word_for_reference(Language language) {
    switch (language) {
        case Language::bokmal:
        case Language::nynorsk:
            return "Vår referanse";
        case Language::english:
            return "Our reference";
    }
    throw std::logic_error("no such language");
}

std::string_view word_for_phone(Language language) {
    switch (language) {
        case Language::bokmal:
        case Language::nynorsk:
            return "Telefon";
        case Language::english:
            return "Phone";
    }
    throw std::logic_error("no such language");
}

std::string_view closing_words(Language language) {
    switch (language) {
        case Language::bokmal:
            return "Med vennlig hilsen";
        case Language::nynorsk:
            return "Med venleg helsing";
        case Language::english:
            return "Kind regards";
    }
    throw std::logic_error("no such language");
}

}  // namespace messages
