#include "domain/stock.hpp"

#include <algorithm>

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<MovementKind, 9> kind_names{{{MovementKind::received, "received"},
                                             {MovementKind::discarded, "discarded"},
                                             {MovementKind::counted, "counted"},
                                             {MovementKind::lent, "lent"},
                                             {MovementKind::returned, "returned"},
                                             {MovementKind::handed_out, "handed_out"},
                                             {MovementKind::sent, "sent"},
                                             {MovementKind::arrived, "arrived"},
                                             {MovementKind::brought_back, "brought_back"}}};

// How many a depot can do without.
std::int64_t spare(const StockFigures& figures) {
    if (!figures.minimum && !figures.maximum) return 0;
    const std::int64_t kept = figures.minimum ? *figures.minimum : *figures.maximum;
    // Only what is ready can be put on the van.
    return std::min(figures.ready, at_hand(figures) - kept);
}

}  // namespace

std::string_view to_text(MovementKind kind) { return name_of(kind_names, kind); }
std::optional<MovementKind> parse_movement_kind(std::string_view text) {
    return value_of(kind_names, text);
}

std::int64_t at_hand(const StockFigures& figures) {
    return figures.ready + figures.waiting + figures.coming;
}

bool below_minimum(const StockFigures& figures) {
    return figures.minimum && at_hand(figures) < *figures.minimum;
}

bool above_maximum(const StockFigures& figures) {
    return figures.maximum && at_hand(figures) > *figures.maximum;
}

std::string_view to_text(Advice advice) {
    switch (advice) {
        case Advice::buy:
            return "buy";
        case Advice::move_from:
            return "move_from";
        case Advice::give_away:
            return "give_away";
    }
    return {};
}

StockAdvice stock_advice(std::span<const StockFigures> depots, std::size_t at) {
    const StockFigures& here = depots[at];
    if (below_minimum(here)) {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < depots.size(); ++i) {
            if (i == at || spare(depots[i]) <= 0) continue;
            if (!best || spare(depots[i]) > spare(depots[*best])) best = i;
        }
        if (best) return {Advice::move_from, best};
        return {Advice::buy, std::nullopt};
    }
    if (!above_maximum(here)) return {};
    for (std::size_t i = 0; i < depots.size(); ++i) {
        if (i != at && below_minimum(depots[i])) return {};
    }
    return {Advice::give_away, std::nullopt};
}

}  // namespace domain
