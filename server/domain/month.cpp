#include "domain/month.hpp"

namespace domain {

Month month_of(Day day) {
    const std::chrono::year_month_day date(day);
    return date.year() / date.month();
}

Day first_day(Month month) { return month / 1; }

std::optional<Month> parse_month(std::string_view text) {
    const auto day = parse_day(std::string(text) + "-01");
    if (!day) return std::nullopt;
    return month_of(*day);
}

std::string to_text(Month month) { return to_text(first_day(month)).substr(0, 7); }

}  // namespace domain
