#include "domain/calendar.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "domain/weekday.hpp"

namespace domain {
namespace {

struct FixedHoliday {
    std::chrono::month_day date;
    std::string_view code;
};
constexpr std::array fixed_holidays{
    FixedHoliday{std::chrono::January / 1, "new_years_day"},
    FixedHoliday{std::chrono::May / 1, "labour_day"},
    FixedHoliday{std::chrono::May / 17, "constitution_day"},
    FixedHoliday{std::chrono::December / 25, "christmas_day"},
    FixedHoliday{std::chrono::December / 26, "second_christmas_day"},
};

struct MovingHoliday {
    int days_after_easter;
    std::string_view code;
};
constexpr std::array moving_holidays{
    MovingHoliday{-3, "maundy_thursday"}, MovingHoliday{-2, "good_friday"},
    MovingHoliday{0, "easter_sunday"},    MovingHoliday{1, "easter_monday"},
    MovingHoliday{39, "ascension_day"},   MovingHoliday{49, "whit_sunday"},
    MovingHoliday{50, "whit_monday"},
};

// The rule without the depot's exceptions.
OpenDay ordinary_day(const std::array<bool, 7>& open_weekdays, Day day) {
    if (auto found = holidays(day); !found.empty()) return {day, false, {}, std::move(found)};
    const std::size_t weekday = weekday_index(day);
    if (!open_weekdays[weekday]) return {day, false, {}, {weekdays[weekday].code}};
    return {day, true, {}, {}};
}

}  // namespace

// Gregorian computus of Meeus, Jones and Butcher.
Day easter_sunday(int year) {
    const int golden = year % 19;
    const int century = year / 100;
    const int in_century = year % 100;
    const int lunar_correction = (century - (century + 8) / 25 + 1) / 3;
    const int full_moon = (19 * golden + century - century / 4 - lunar_correction + 15) % 30;
    const int to_sunday =
        (32 + 2 * (century % 4) + 2 * (in_century / 4) - full_moon - in_century % 4) % 7;
    const int late_moon = (golden + 11 * full_moon + 22 * to_sunday) / 451;
    const int days = full_moon + to_sunday - 7 * late_moon;  // after 22 March
    return Day{std::chrono::year{year} / std::chrono::March / 22} + std::chrono::days{days};
}

std::vector<std::string_view> holidays(Day day) {
    const std::chrono::year_month_day date{day};
    const Day easter = easter_sunday(static_cast<int>(date.year()));
    std::vector<std::string_view> codes;
    for (const FixedHoliday& holiday : fixed_holidays) {
        if (holiday.date == date.month() / date.day()) codes.push_back(holiday.code);
    }
    for (const MovingHoliday& holiday : moving_holidays) {
        if (day == easter + std::chrono::days{holiday.days_after_easter}) {
            codes.push_back(holiday.code);
        }
    }
    return codes;
}

OpenDay open_day(const DepotCalendar& calendar, Day day) {
    OpenDay result = ordinary_day(calendar.open_weekdays, day);
    const auto exception = calendar.exceptions.find(day);
    if (exception == calendar.exceptions.end()) {
        return result;
    }
    const auto& [open, why] = exception->second;
    // A closed day always says why, also where the depot gave no reason.
    if (!why.empty() || open) {
        result.own_reason = why;
        result.rules.clear();
    } else if (result.rules.empty()) {
        result.rules = {"closed_day"};
    }
    result.open = open;
    return result;
}

Day next_open_day(const DepotCalendar& calendar, Day day) {
    const Day limit = add_months(day, 24);
    for (Day candidate = day; candidate <= limit; candidate += std::chrono::days{1}) {
        if (open_day(calendar, candidate).open) {
            return candidate;
        }
    }
    return day;
}

Day add_months(Day start, int months) {
    const std::chrono::year_month_day date{start};
    const std::chrono::year_month target = date.year() / date.month() + std::chrono::months{months};
    const std::chrono::year_month_day_last month_end{target.year(),
                                                     std::chrono::month_day_last{target.month()}};
    return Day{target / std::min(date.day(), month_end.day())};
}

}  // namespace domain
