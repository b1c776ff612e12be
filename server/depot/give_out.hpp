#pragma once
// Counted products by hand: what was bought, what is worn out, and what is given out to be used up.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "depot/counted_stock.hpp"
#include "domain/refusal.hpp"

namespace depot {

// Received or discarded; how many there are then at the depot. Refused: unknown_product,
// unknown_depot, serial_product; not_enough_stock, also where nobody has counted.
domain::Decided<std::int64_t> book_by_hand(db::WriteTx& tx, const Quantity& moved, const Act& act);

struct GiveOut {
    domain::ProductId product;
    domain::DepotId depot;
    std::optional<std::string> shelf;
    std::int64_t quantity = 1;
    std::optional<domain::BorrowerId> borrower;
};
// The same refusals, and unknown_borrower, borrower_anonymised, borrower_deceased.
domain::Decided<domain::HandoutId> give_out(db::WriteTx& tx, const GiveOut& wanted, const Act& act);

}  // namespace depot
