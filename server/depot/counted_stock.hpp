#pragma once
// Stock of counted products: how many there are, and every change of it as a movement.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/refusal.hpp"
#include "domain/stock.hpp"

namespace depot {

struct Quantity {
    domain::ProductId product;
    domain::DepotId depot;
    std::int64_t number = 1;
    domain::MovementKind kind = domain::MovementKind::lent;
    // The loan line, hand-out, count or transfer that moves it.
    std::optional<std::int64_t> source = {};
    std::optional<std::string> shelf = {};
};

// Away from the shelf that is named, else from what has no shelf and then from the fullest shelves.
// Where nobody has counted the product yet, nothing is booked and nothing refused.
// Refused: not_enough_stock.
domain::Decided<void> take(db::WriteTx& tx, const Quantity& away, const Act& act);

// Onto the shelf that is named, else onto none. Where nobody has counted yet, nothing is booked.
void put(db::WriteTx& tx, const Quantity& here, const Act& act);
// The same, and where nobody has counted yet the figure begins with it.
void put_counted(db::WriteTx& tx, const Quantity& here, const Act& act);

// What the line or hand-out took as that kind is on its shelves again, and offered.
void put_back(db::WriteTx& tx, domain::MovementKind kind, std::int64_t source, const Act& act);
// What came in with the line is out again. Refused, undo_not_last: it is not there any more, or
// held for a booking by now.
domain::Decided<void> take_again(db::WriteTx& tx, domain::LoanLineId line, const Act& act);

// On all shelves of the depot, or on that one; none: nobody has counted yet.
std::optional<std::int64_t> in_stock(db::ReadTx& tx, domain::ProductId product,
                                     const domain::DepotId& depot,
                                     const std::optional<std::string>& shelf = {});

}  // namespace depot
