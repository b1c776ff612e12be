#pragma once
// The last scan of a device is taken back by a compensating event. Source: DOMAIN.md section 3.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "depot/act.hpp"
#include "domain/refusal.hpp"

namespace depot {

// As it is again: the item, or the loan of a number of a counted product, which nobody has when it
// was given out.
struct Undone {
    std::optional<db::items::ItemView> item = {};
    domain::ProductId product = {};
    std::int64_t quantity = 0;
    domain::DepotId depot = {};
    std::optional<domain::LoanId> loan = {};
};

// Refused: unknown_scan, undo_other_device (another sender or device), undo_nothing (the scan
// changed nothing), undo_counting (what was counted is counted again), undo_already_done,
// undo_too_late (10 minutes), undo_not_last (the device, the item or the loan line went on, or
// what came in is not there any more), borrower_anonymised.
domain::Decided<Undone> undo(db::WriteTx& tx, const std::string& scan_id,
                             const std::optional<std::string>& device, const Act& act);

}  // namespace depot
