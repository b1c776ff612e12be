#pragma once
// How many aids a class of products needs, and how depots that have too few come to them.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace domain {

// So many that each loan finds one: what is out at a time is what goes out in a day, times the days
// that each is away from the shelf (Little's law). Rounded up.
std::int64_t aids_needed(double loans_a_month, double days_out, double days_between);

struct Supply {
    std::int64_t aids = 0;
    std::int64_t needed = 0;
};
// So many to the depot at that place, from the one at the other; none: bought.
struct SupplyStep {
    std::size_t to = 0;
    std::optional<std::size_t> from;
    std::int64_t number = 0;

    bool operator==(const SupplyStep&) const = default;
};
// What a depot has beyond its own need goes to those that lack some, the one that lacks the most
// first, from the one that can spare the most; what is still lacking then is bought.
std::vector<SupplyStep> supply_plan(std::span<const Supply> depots);

}  // namespace domain
