#pragma once
// The last scan of a device is taken back by a compensating event. Source: DOMAIN.md section 3.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "depot/act.hpp"
#include "domain/refusal.hpp"

namespace depot {

// The item as it is again. Refused: unknown_scan, undo_other_device (another sender or device),
// undo_nothing (the scan changed nothing), undo_counted_loan, undo_counting (what it did has no
// event), undo_already_done, undo_too_late (10 minutes),
// undo_not_last (the device or the item went on), borrower_anonymised.
domain::Decided<db::items::ItemView> undo(db::WriteTx& tx, const std::string& scan_id,
                                          const std::optional<std::string>& device, const Act& act);

}  // namespace depot
