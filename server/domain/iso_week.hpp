#pragma once
// Weeks as Norway counts them: from Monday, the first week of a year is that of its first Thursday
// (ISO 8601). The weekly overdue list is of such a week (DOMAIN.md section 7).

#include <optional>
#include <string>
#include <string_view>

#include "domain/time.hpp"

namespace domain {

struct IsoWeek {
    int year = 0;  // of its Thursday: 3 January 2027 is in week 53 of 2026
    int number = 0;
    auto operator<=>(const IsoWeek&) const = default;
};

IsoWeek week_of(Day day);
Day monday_of(IsoWeek week);
// The last week of the year: 52 or 53.
int weeks_in(int year);

// "2026-W53". None for anything else, a week that the year has not included.
std::optional<IsoWeek> parse_week(std::string_view text);
std::string to_text(IsoWeek week);

}  // namespace domain
