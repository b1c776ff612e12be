#pragma once
// What is done in the demo about permanent need and about loans that are not back: cases in each
// state, and talks with borrowers.

#include "db/connection.hpp"
#include "domain/time.hpp"

namespace commands {

// After the loans. now: a working morning.
void add_demo_follow_up(db::WriteTx& tx, domain::Instant now);

}  // namespace commands
