#pragma once
// The months of the depot: counted and kept.

#include <vector>

#include "db/month_store.hpp"

namespace depot {

// What is counted anew each time: what is registered late belongs to the day it happened on, and a
// loan may have begun a year ago.
inline constexpr int months_counted_again = 14;

// The first month that is to be counted, as it stands; none: there was no loan yet.
std::optional<domain::Month> first_to_count(db::ReadTx& tx, domain::Instant now);

// What of a month is counted. What is on loan at its end comes of what was lent and ended.
struct Counted {
    bool lent = false;
    bool ended = false;
    bool overdue = false;
    bool losses = false;
    bool handed_over = false;
    bool aids = false;  // of the month that goes on; else they are as they were kept
};

// A month, from how the one before it ended. The one that goes on is counted until now.
db::months::Figures count_month(db::ReadTx& tx, domain::Month month,
                                const db::months::Figures& before, domain::Instant now,
                                const Counted& counted);

// How a month ended, as it was kept.
db::months::Figures end_of(db::ReadTx& tx, domain::Month month);
// The month in which the aids were last counted; empty: they never were.
db::months::Figures latest_aids(db::ReadTx& tx, domain::Instant now);

// The last so many months, that of today the last one. What is kept of it is replaced by what is
// counted now.
std::vector<domain::MonthFigures> recent_months(db::ReadTx& tx, int number, domain::Instant now,
                                                const Counted& counted);

}  // namespace depot
