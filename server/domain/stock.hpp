#pragma once
// Stock of counted products, and what the figures of a product say is to be done.
// Source: DOMAIN.md sections 2 and 9.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "domain/ids.hpp"

namespace domain {

// Why the quantity of a counted product changed.
enum class MovementKind {
    received,   // bought, or put into stock
    discarded,  // worn out, broken
    counted,    // the difference that a count found
    lent,
    returned,
    handed_out,    // used up: given, not lent
    sent,          // to another depot
    arrived,       // from another depot
    brought_back,  // a transfer or a loan that came to nothing
};
std::string_view to_text(MovementKind kind);
std::optional<MovementKind> parse_movement_kind(std::string_view text);

// What is there of one product at one depot.
struct StockFigures {
    std::int64_t ready = 0;      // may be lent now
    std::int64_t waiting = 0;    // to the wash, to the inspection
    std::int64_t set_aside = 0;  // repair, quarantine, blocked
    std::int64_t on_loan = 0;    // lent from here
    std::int64_t coming = 0;     // on its way here
    std::optional<std::int64_t> minimum;
    std::optional<std::int64_t> maximum;
};
// What counts against the minimum and the maximum: what is lent soon without repair.
std::int64_t at_hand(const StockFigures& figures);
bool below_minimum(const StockFigures& figures);
bool above_maximum(const StockFigures& figures);

enum class Advice { buy, move_from, give_away };
std::string_view to_text(Advice advice);

struct StockAdvice {
    std::optional<Advice> advice;
    std::optional<std::size_t> from;  // move_from: the place of that depot in the list
};
// For the depot at that place, seen with the others: below the minimum it is moved from the depot
// that can spare the most (it keeps its own minimum; one without minimum keeps nothing back only
// when it is above its maximum), else bought. Above the maximum it is given away, unless another
// depot lacks it.
StockAdvice stock_advice(std::span<const StockFigures> depots, std::size_t at);

}  // namespace domain
