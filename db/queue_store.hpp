#pragma once
// What waits at a depot, the oldest first: the items that a desk takes next.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/readiness.hpp"
#include "domain/time.hpp"

namespace db::queues {

// In that state since when.
struct InState {
    domain::Instant since;
    domain::ItemId item;
};
// After the given one, by since and id.
std::vector<InState> in_state(ReadTx& tx, const domain::DepotId& depot, domain::State state,
                              const InState& after, std::int64_t limit);

// On a day: when a rest ends, when an inspection is due.
struct OnDay {
    domain::Day day;
    domain::ItemId item;
};
// Rests that ended on a day up to the last one, after the given one, by day and id.
std::vector<OnDay> rested(ReadTx& tx, const domain::DepotId& depot, domain::Day last,
                          const OnDay& after, std::int64_t limit);
// Ready aids on their shelf whose inspection was due before the day.
std::vector<OnDay> inspection_due(ReadTx& tx, const domain::DepotId& depot, domain::Day before,
                                  const OnDay& after, std::int64_t limit);

}  // namespace db::queues
