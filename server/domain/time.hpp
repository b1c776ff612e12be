#pragma once
// Instants and days as values, and their text forms on the wire and in the database.
// Nothing here knows the time now or a time zone: Europe/Oslo is in depot/oslo_time.hpp.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace domain {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Day = std::chrono::sys_days;

// "2026-11-22". None for anything else, 2026-02-30 and years outside 1900..2199 included.
std::optional<Day> parse_day(std::string_view text);
std::string to_text(Day day);
// "22.11.2026", as people write days.
std::string shown(Day day);

// RFC 3339 with "Z" or an offset, up to milliseconds: "2026-11-22T09:30:00.000Z".
// Finer fractions are cut, not rounded. None for anything else.
std::optional<Instant> parse_instant(std::string_view text);
// Always UTC with three decimals.
std::string to_text(Instant instant);

}  // namespace domain
