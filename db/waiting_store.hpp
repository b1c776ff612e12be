#pragma once
// How much waits, for who comes to work: each figure by an index, and never counted beyond 1,000.

#include <string>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/loan.hpp"

namespace db::waiting {

struct AtDepot {
    std::int64_t wash = 0;
    std::int64_t inspection = 0;
    std::int64_t repair = 0;
    std::int64_t to_pick = 0;     // bookings with aids held for them
    std::int64_t to_collect = 0;  // ready to be collected
    std::int64_t in_queue = 0;    // bookings short of stock
    std::int64_t pickups = 0;     // until today
    std::int64_t incoming = 0;    // transfers on their way here
    std::int64_t overdue = 0;     // lines of loans from here
    std::int64_t due_soon = 0;
    std::int64_t lost_process = 0;  // due on `lost` or before
};
AtDepot at_depot(ReadTx& tx, const domain::DepotId& depot, domain::Day today,
                 const domain::DueWindow& soon, domain::Day lost);

// Of what somebody has asked for: a loan says by name who did, a booking by id.
struct Mine {
    std::int64_t overdue = 0;
    std::int64_t due_soon = 0;
    std::int64_t in_queue = 0;
    std::int64_t to_collect = 0;
    std::int64_t candidates = 0;  // for permanent need, of whom the name is responsible for
};
Mine asked_by(ReadTx& tx, domain::ActorId actor, const std::string& name, domain::Day today,
              const domain::DueWindow& soon);

struct Everywhere {
    std::int64_t discrepancies = 0;
    std::int64_t notices = 0;
    std::int64_t late_candidates = 0;  // that wait too long
};
Everywhere everywhere(ReadTx& tx, domain::Day today);

}  // namespace db::waiting
