#pragma once
// An item is put somewhere else; how it stands does not change.

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "depot/act.hpp"
#include "domain/refusal.hpp"

namespace depot {

// The event's id. Refused: already_lent (it is not at a depot), wrong_state (it is gone for good).
domain::Decided<domain::EventId> move(db::WriteTx& tx, db::items::ItemView& view,
                                      const domain::DepotId& to,
                                      const std::optional<std::string>& shelf, const Act& act);

}  // namespace depot
