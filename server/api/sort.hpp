#pragma once
// The order of a list: the parameter "sort", and the cursors of each order. They begin with its
// name ("due.2026-11-22.17"), so that none is taken for that of another; where the list goes by id
// as it grew, a cursor is the id alone.

#include <optional>
#include <span>
#include <string>

#include "api/answer.hpp"
#include "db/order.hpp"

namespace api {

std::string to_text(const db::Position& place, const db::OrderBy& order);
std::optional<db::Position> parse_place(std::string_view text, const db::OrderBy& order);

template <class Row>
struct Sorted {
    const db::Order<Row>* order;
    db::Position after;

    std::string cursor(const Row& last) const { return to_text(order->place(last), *order); }
};

// The first order is the usual one.
template <class Row>
Sorted<Row> read_sort(Parameters& parameters, std::span<const db::Order<Row>> orders) {
    Sorted<Row> sorted{&orders.front(), {}};
    const auto name = parameters.text("sort");
    if (name) {
        const auto found = std::find_if(orders.begin(), orders.end(),
                                        [&](const auto& order) { return order.name == *name; });
        if (found == orders.end()) {
            parameters.fault("sort", "invalid_value");
            return sorted;
        }
        sorted.order = &*found;
    }
    // The longest key is the name of a product or a part.
    if (const auto cursor = parameters.text("cursor", 600)) {
        const auto place = parse_place(*cursor, *sorted.order);
        if (!place) parameters.fault("cursor", "invalid_cursor");
        sorted.after = place.value_or(db::Position());
    }
    return sorted;
}

}  // namespace api
