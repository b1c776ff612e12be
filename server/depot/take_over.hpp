#pragma once
// An aid changes its owner: NAV's becomes the municipality's, or another's goes back to them.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "depot/act.hpp"
#include "domain/refusal.hpp"
#include "domain/repair.hpp"

namespace depot {

// Who takes it, and the papers' own number; both are free text.
struct Handing {
    std::optional<std::string> to = {};
    std::optional<std::string> reference = {};
};

// Low in value, it stays here: the municipality's own from now on, in the stock that its product
// belongs to, and it goes to the wash. Whether the depot needs one more; none when nobody has set a
// maximum. Refused: owner_not_nav, and what the readiness table refuses.
domain::Decided<std::optional<domain::KeepOrGive>> take_over(db::WriteTx& tx,
                                                             db::items::ItemView& view,
                                                             const Handing& handing,
                                                             const Act& act);

// The event's id. Refused: owner_is_municipality, and what the readiness table refuses.
domain::Decided<domain::EventId> hand_over(db::WriteTx& tx, db::items::ItemView& view,
                                           const Handing& handing, const Act& act);

}  // namespace depot
