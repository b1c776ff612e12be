#pragma once
// What is booked in the demo: in the queue, held, and standing ready to be collected, at both
// depots.

#include <span>

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/ids.hpp"

namespace commands {

// After the stock. Borrowers: those of the demo, in their order, a ward the last. Act: a working
// morning of the depot's staff, yesterday.
void add_demo_bookings(db::WriteTx& tx, std::span<const domain::BorrowerId> borrowers,
                       const depot::Act& act);

}  // namespace commands
