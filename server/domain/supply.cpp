#include "domain/supply.hpp"

#include <algorithm>
#include <cmath>

namespace domain {

std::int64_t aids_needed(double loans_a_month, double days_out, double days_between) {
    constexpr double days_of_month = 365.25 / 12;
    const double out = loans_a_month / days_of_month * (days_out + days_between);
    // What is a whole number but for the last digits is that number.
    return static_cast<std::int64_t>(std::ceil(out - 1e-9));
}

std::vector<SupplyStep> supply_plan(std::span<const Supply> depots) {
    std::vector<std::int64_t> beyond;  // its need; below zero: it lacks so many
    for (const Supply& depot : depots) beyond.push_back(depot.aids - depot.needed);
    std::vector<SupplyStep> steps;
    while (!beyond.empty()) {
        const auto lacks = std::min_element(beyond.begin(), beyond.end());
        const auto spares = std::max_element(beyond.begin(), beyond.end());
        if (*lacks >= 0) break;
        SupplyStep step;
        step.to = static_cast<std::size_t>(lacks - beyond.begin());
        step.number = -*lacks;
        if (*spares > 0) {
            step.from = static_cast<std::size_t>(spares - beyond.begin());
            step.number = std::min(step.number, *spares);
            *spares -= step.number;
        }
        *lacks += step.number;
        steps.push_back(step);
    }
    return steps;
}

}  // namespace domain
