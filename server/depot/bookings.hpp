#pragma once
// What is promised to others.

#include <optional>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace depot {

// The first day on which the item is held for a booking; none while there is none.
std::optional<domain::Day> next_booking(db::ReadTx& tx, domain::ItemId item);

}  // namespace depot
