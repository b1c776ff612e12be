#pragma once
// The days of the week and what people call them.

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

#include "domain/time.hpp"

namespace domain {

struct DayName {
    std::string_view code;
    std::string_view nb;
    std::string_view nn;
    std::string_view en;
};

// Monday first.
inline constexpr std::array weekdays{
    DayName{"monday", "mandag", "måndag", "Monday"},
    DayName{"tuesday", "tirsdag", "tysdag", "Tuesday"},
    DayName{"wednesday", "onsdag", "onsdag", "Wednesday"},
    DayName{"thursday", "torsdag", "torsdag", "Thursday"},
    DayName{"friday", "fredag", "fredag", "Friday"},
    DayName{"saturday", "lørdag", "laurdag", "Saturday"},
    DayName{"sunday", "søndag", "søndag", "Sunday"},
};

// Which of them it is.
constexpr std::size_t weekday_index(Day day) {
    return std::chrono::weekday(day).iso_encoding() - 1;
}

}  // namespace domain
