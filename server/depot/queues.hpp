#pragma once
// What waits at a depot to be washed, inspected and repaired, the oldest first.

#include <optional>
#include <vector>

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "domain/time.hpp"

namespace depot {

struct Waiting {
    db::items::ItemView view;
    // Since when it stands in this queue.
    domain::Instant since;
};
// Where the last page ended.
struct QueuePlace {
    domain::Instant since;
    domain::ItemId item;
};

// What is to be cleaned, and rests that have ended: those wait since their day began.
std::vector<Waiting> wash_queue(db::ReadTx& tx, const domain::DepotId& depot, domain::Day today,
                                const QueuePlace& after, std::int64_t limit);

// Among what is to be inspected, ready aids whose periodic inspection is overdue: those wait since
// the day after it was due. An aid on loan is inspected when it comes back.
std::vector<Waiting> inspection_queue(db::ReadTx& tx, const domain::DepotId& depot,
                                      domain::Day today, const QueuePlace& after,
                                      std::int64_t limit);

std::vector<Waiting> repair_queue(db::ReadTx& tx, const domain::DepotId& depot,
                                  const QueuePlace& after, std::int64_t limit);

}  // namespace depot
