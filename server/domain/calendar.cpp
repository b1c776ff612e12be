#include "domain/calendar.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace domain {
namespace {

constexpr std::array<std::string_view, 7> weekday_names{"mandag", "tirsdag", "onsdag", "torsdag",
                                                        "fredag", "lørdag",  "søndag"};

struct FixedHoliday {
    std::chrono::month_day date;
    std::string_view name;
};
constexpr std::array fixed_holidays{
    FixedHoliday{std::chrono::January / 1, "1. nyttårsdag"},
    FixedHoliday{std::chrono::May / 1, "1. mai"},
    FixedHoliday{std::chrono::May / 17, "grunnlovsdag"},
    FixedHoliday{std::chrono::December / 25, "1. juledag"},
    FixedHoliday{std::chrono::December / 26, "2. juledag"},
};

struct MovingHoliday {
    int days_after_easter;
    std::string_view name;
};
constexpr std::array moving_holidays{
    MovingHoliday{-3, "skjærtorsdag"},
    MovingHoliday{-2, "langfredag"},
    MovingHoliday{0, "1. påskedag"},
    MovingHoliday{1, "2. påskedag"},
    MovingHoliday{39, "Kristi himmelfartsdag"},
    MovingHoliday{49, "1. pinsedag"},
    MovingHoliday{50, "2. pinsedag"},
};

std::string_view fixed_holiday_name(std::chrono::year_month_day date) {
    const auto holiday =
        std::find_if(fixed_holidays.begin(), fixed_holidays.end(),
                     [&](const FixedHoliday& h) { return h.date == date.month() / date.day(); });
    return holiday == fixed_holidays.end() ? std::string_view{} : holiday->name;
}

std::string_view moving_holiday_name(Day day, Day easter) {
    const auto holiday =
        std::find_if(moving_holidays.begin(), moving_holidays.end(), [&](const MovingHoliday& h) {
            return day == easter + std::chrono::days{h.days_after_easter};
        });
    return holiday == moving_holidays.end() ? std::string_view{} : holiday->name;
}

// 0 is Monday.
std::size_t weekday_index(Day day) { return std::chrono::weekday{day}.iso_encoding() - 1; }

// The rule without the depot's exceptions.
OpenDay ordinary_day(const std::array<bool, 7>& open_weekdays, Day day) {
    if (std::string holiday = holiday_name(day); !holiday.empty()) {
        return {day, false, std::move(holiday)};
    }
    const std::size_t weekday = weekday_index(day);
    if (!open_weekdays[weekday]) {
        return {day, false, std::string(weekday_names[weekday])};
    }
    return {day, true, {}};
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

std::string holiday_name(Day day) {
    const std::chrono::year_month_day date{day};
    const std::string_view fixed = fixed_holiday_name(date);
    const std::string_view moving =
        moving_holiday_name(day, easter_sunday(static_cast<int>(date.year())));
    std::string name{fixed};
    if (!fixed.empty() && !moving.empty()) {
        name += ", ";
    }
    name += moving;
    return name;
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
        result.why = why;
    } else if (result.why.empty()) {
        result.why = "stengt";
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
