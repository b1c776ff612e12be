#include "depot/bookings.hpp"

namespace depot {

// There are no bookings yet.
std::optional<domain::Day> next_booking(db::ReadTx& /*tx*/, domain::ItemId /*item*/) { return {}; }

}  // namespace depot
