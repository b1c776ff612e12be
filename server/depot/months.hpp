#pragma once
// The months of the depot: counted and kept.

#include <vector>

#include "db/month_store.hpp"

namespace depot {

// What is counted anew each time: scans that come late belong to the day they were made on.
inline constexpr int months_counted_again = 3;

// The first month that is to be counted, as it stands; none: there was no loan yet.
std::optional<domain::Month> first_to_count(db::ReadTx& tx, domain::Instant now);

// A month, from how the one before it ended. The one that goes on is counted until now; `aids` are
// counted for it alone, where that is wanted.
db::months::Figures count_month(db::ReadTx& tx, domain::Month month,
                                const db::months::Figures& before, domain::Instant now,
                                bool with_aids);

// How a month ended, as it was kept.
db::months::Figures end_of(db::ReadTx& tx, domain::Month month);

// The last so many months, that of today the last one; what is not kept yet is counted.
std::vector<domain::MonthFigures> recent_months(db::ReadTx& tx, int number, domain::Instant now);

}  // namespace depot
