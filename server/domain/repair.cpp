#include "domain/repair.hpp"

#include <numeric>

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<WorkOutcome, 3> outcome_names{{{WorkOutcome::repaired, "repaired"},
                                               {WorkOutcome::scrapped, "scrapped"},
                                               {WorkOutcome::dropped, "dropped"}}};
constexpr Names<KeepOrGive, 2> hint_names{
    {{KeepOrGive::keep, "keep"}, {KeepOrGive::give_away, "give_away"}}};

}  // namespace

std::string_view to_text(WorkOutcome outcome) { return name_of(outcome_names, outcome); }
std::optional<WorkOutcome> parse_work_outcome(std::string_view text) {
    return value_of(outcome_names, text);
}
std::string_view to_text(KeepOrGive hint) { return name_of(hint_names, hint); }

ScrapAdvice scrap_advice(const WorkOrder& order, std::optional<std::int64_t> ceiling,
                         std::int64_t spent_before) {
    ScrapAdvice advice{ceiling, spent_before, order.cost ? order.cost : order.estimate};
    advice.advised = ceiling && spent_before + advice.expected.value_or(0) > *ceiling;
    return advice;
}

bool below_minimum(const Part& part, const std::vector<PartStock>& stock) {
    const auto all =
        std::accumulate(stock.begin(), stock.end(), std::int64_t{0},
                        [](std::int64_t sum, const PartStock& one) { return sum + one.quantity; });
    return all < part.minimum;
}

std::optional<KeepOrGive> keep_or_give(std::optional<std::int64_t> maximum, std::int64_t here) {
    if (!maximum) return std::nullopt;
    return here < *maximum ? KeepOrGive::keep : KeepOrGive::give_away;
}

}  // namespace domain
