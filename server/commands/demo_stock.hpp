#pragma once
// What the demo's depots have besides aids and loans: what is counted, spare parts, checklists, and
// work that is under way.

#include "db/connection.hpp"
#include "depot/act.hpp"

namespace commands {

// After the aids and their loans. Act: a working morning of the depot's staff at SMS, lately.
void add_demo_stock(db::WriteTx& tx, const depot::Act& act);

}  // namespace commands
