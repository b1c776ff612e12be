#pragma once
// An aid is checked: it may be lent again, or it goes to repair.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "depot/act.hpp"
#include "domain/checklist.hpp"
#include "domain/refusal.hpp"

namespace depot {

struct Inspection {
    bool passed = true;
    domain::Answers checklist = {};
    std::vector<std::string> missing_accessories = {};
    std::optional<std::string> findings = {};
    std::optional<domain::DepotId> depot = {};
    std::optional<std::string> shelf = {};
};

// The event's id. A failed one opens a work order. Refused: what the readiness table refuses;
// unknown_accessory, unknown_check; of one that passed: incomplete (something is missing, or was
// noted as missing before), checklist_needed, checklist_failed.
domain::Decided<domain::EventId> inspect(db::WriteTx& tx, db::items::ItemView& view,
                                         const Inspection& inspection, const Act& act);

// Whether each name is an accessory that belongs to a complete unit of the product.
bool accessories_known(db::ReadTx& tx, domain::ProductId product,
                       const std::vector<std::string>& names);

}  // namespace depot
