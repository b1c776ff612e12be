#pragma once
// What hangs on an event of an item besides its row: accessories that are missing, and its open
// work order. Called by change_item alone.

#include "db/connection.hpp"
#include "depot/change_item.hpp"
#include "domain/event.hpp"

namespace depot {

// The fields of events that name an accessory.
inline constexpr const char* missing_accessory = "missing_accessory";
inline constexpr const char* accessory_found = "accessory_found";
inline constexpr const char* accessory_waived = "accessory_waived";

// Gone for good and not to be found again: what is missing from it is waived.
bool nobody_completes(domain::State state);

// event: as it was stored, with its id.
void follow_up(db::WriteTx& tx, const domain::Event& event, const Change& change, const Act& act);

}  // namespace depot
