#pragma once
// Months of the calendar as values, and what a depot did in one: what figures over time are made
// of.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace domain {

using Month = std::chrono::year_month;

Month month_of(Day day);
Day first_day(Month month);
// "2026-11". None for anything else.
std::optional<Month> parse_month(std::string_view text);
std::string to_text(Month month);

// Of the products of a class (the first six digits of ISO 9999) at a depot. Numbers of aids, those
// of counted products among them; nothing that was undone.
struct MonthFigures {
    Month month;
    DepotId depot;
    std::string iso_class;
    // In the month.
    std::int64_t lent = 0;
    std::int64_t ended = 0;     // loans, however they ended
    std::int64_t days_out = 0;  // of those that ended, together
    std::int64_t permanent = 0;
    std::int64_t lost = 0;
    std::int64_t scrapped = 0;
    std::int64_t handed_over = 0;   // bookings
    std::int64_t hours_waited = 0;  // of those, from the booking on
    // At its end.
    std::int64_t on_loan = 0;
    std::int64_t overdue = 0;
    // The municipality's own aids, lent or not, and those of them that are lent; none: not counted.
    std::optional<std::int64_t> aids;
    std::optional<std::int64_t> aids_out;

    bool operator==(const MonthFigures&) const = default;
};

}  // namespace domain
