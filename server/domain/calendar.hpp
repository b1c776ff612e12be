#pragma once
// Open days of a depot: its weekdays, its own closed and extra open days, and the Norwegian
// public holidays. Source of the rules: DOMAIN.md section 4; the moving feasts are computed for
// any year from Easter Sunday (Gregorian computus).

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/time.hpp"

namespace domain {

// Gregorian Easter Sunday of a year.
Day easter_sunday(int year);

// Codes of the public holidays on a day: "easter_monday"; the fixed one first where there are two.
// Empty on a day that is none.
std::vector<std::string_view> holidays(Day day);

struct DepotCalendar {
    // Monday first. The depots of the municipality are open Monday to Friday.
    std::array<bool, 7> open_weekdays{true, true, true, true, true, false, false};
    // Days that differ from the weekday rule and the holidays, with the reason the depot gave.
    struct Exception {
        bool open = false;
        std::string why;
        bool operator==(const Exception&) const = default;
    };
    std::map<Day, Exception> exceptions;
};

struct OpenDay {
    Day day;
    bool open = false;
    // Why it is closed, or open in spite of the rule, as the depot wrote it; else empty.
    std::string own_reason;
    // Else codes of what closes it: its holidays, "saturday" …, or "closed_day", of which nobody
    // said why. Empty on an ordinary open day.
    std::vector<std::string_view> rules;
    bool operator==(const OpenDay&) const = default;
};

// An exception of the depot wins over a holiday, a holiday over the weekday.
OpenDay open_day(const DepotCalendar& calendar, Day day);

// The day itself when it is open, else the next one that is. A depot without any open day within
// two years gives the day itself back: a promise must have a date.
Day next_open_day(const DepotCalendar& calendar, Day day);

// Calendar months, clamped to the end of the month: 30 Nov + 3 = 28 or 29 Feb.
Day add_months(Day start, int months);

}  // namespace domain
