#pragma once
// How many loans are to be expected in the months to come. Every count is of a whole month.

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

namespace domain {

struct ExpectedCount {
    double likely = 0;
    // In four of five months the count is within these, both inclusive.
    std::int64_t low = 0;
    std::int64_t high = 0;
};

// Fewer months say too little.
inline constexpr std::size_t least_months_to_forecast = 6;

// The months that follow the given ones, the oldest first; none when these are too few. `first` is
// the month of the year that the first count is of. The season of the year counts from two whole
// years on, and the less, the fewer loans tell of it.
std::vector<ExpectedCount> forecast(std::span<const std::int64_t> counts, std::chrono::month first,
                                    std::size_t months = 12);

}  // namespace domain
