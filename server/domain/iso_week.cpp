#include "domain/iso_week.hpp"

#include <algorithm>
#include <cstdio>

namespace domain {
namespace {

using std::chrono::days;

Day thursday_of(Day day) {
    const std::chrono::weekday weekday(day);
    return day + days(4) - days(weekday.iso_encoding());
}

int year_of(Day day) { return static_cast<int>(std::chrono::year_month_day(day).year()); }

Day first_of(int year) { return std::chrono::sys_days(std::chrono::year(year) / 1 / 1); }

}  // namespace

IsoWeek week_of(Day day) {
    const Day thursday = thursday_of(day);
    const int year = year_of(thursday);
    return {year, static_cast<int>((thursday - first_of(year)).count()) / 7 + 1};
}

Day monday_of(IsoWeek week) {
    // The 4th of January is always in the first week.
    const Day in_first = first_of(week.year) + days(3);
    return thursday_of(in_first) - days(3) + days(7 * (week.number - 1));
}

int weeks_in(int year) {
    // The 28th of December is always in the last week.
    return week_of(first_of(year + 1) - days(4)).number;
}

std::optional<IsoWeek> parse_week(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool shaped = text.size() == 8 && text.substr(4, 2) == "-W" &&
                        std::all_of(text.begin(), text.begin() + 4, is_digit) &&
                        is_digit(text[6]) && is_digit(text[7]);
    if (!shaped) return std::nullopt;
    IsoWeek week;
    for (const char c : text.substr(0, 4)) week.year = 10 * week.year + (c - '0');
    week.number = 10 * (text[6] - '0') + (text[7] - '0');
    if (week.year < 1900 || week.year > 2199) return std::nullopt;
    if (week.number < 1 || week.number > weeks_in(week.year)) return std::nullopt;
    return week;
}

std::string to_text(IsoWeek week) {
    char text[32];
    std::snprintf(text, sizeof text, "%04d-W%02d", week.year, week.number);
    return text;
}

}  // namespace domain
