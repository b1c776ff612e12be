#pragma once
// The workshop: work orders, repairs, and the parts they take.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "depot/act.hpp"
#include "domain/refusal.hpp"
#include "domain/repair.hpp"

namespace depot {

// A failed inspection opens one by itself; this is for an aid that came to the workshop otherwise.
// Findings, estimate and promised are taken from the order. Refused: what is not to_repair
// (already_lent, wrong_state), work_order_open.
domain::Decided<domain::WorkOrderId> open_work_order(db::WriteTx& tx,
                                                     const db::items::ItemView& view,
                                                     const domain::WorkOrder& wanted,
                                                     const Act& act);

// Findings, estimate and promised; the same again does nothing. Refused: work_order_closed.
domain::Decided<void> change_work_order(db::WriteTx& tx, const domain::WorkOrder& changed);

struct Repair {
    std::string work;
    std::optional<std::int64_t> cost = {};  // in kroner
    std::vector<domain::PartUse> parts = {};
};
// Closes the aid's work order (made now where it has none) and takes the parts from the stock of
// the depot where the aid is. All refusals, those of parts with their pointers
// ("/parts/0/part_id"): what the readiness table refuses, unknown_part, not_enough_parts. The
// caller undoes what was written.
tl::expected<domain::EventId, std::vector<domain::Refusal>> repair(db::WriteTx& tx,
                                                                   db::items::ItemView& view,
                                                                   const Repair& repair,
                                                                   const Act& act);

// Parts are received at a depot (or, below zero, taken out). Refused: unknown_depot,
// not_enough_parts.
domain::Decided<void> move_parts(db::WriteTx& tx, domain::PartId part, const domain::DepotId& depot,
                                 std::int64_t quantity, const Act& act);

}  // namespace depot
