#pragma once
// What is overdue: now, and the list of each week, which is of its Monday at six in Oslo.

#include <cstddef>
#include <optional>
#include <vector>

#include "db/overdue_store.hpp"
#include "domain/refusal.hpp"
#include "domain/weekly_list.hpp"

namespace depot {

// What is overdue on the filter's day, with its days and reasons.
std::vector<domain::OverdueLine> overdue_lines(db::ReadTx& tx, const db::overdue::Filter& filter,
                                               const std::optional<db::overdue::Place>& after,
                                               std::int64_t limit);

// ---- weeks -------------------------------------------------------------------------------------

domain::Instant list_moment(domain::IsoWeek week);
// The latest week whose Monday at six has been.
domain::IsoWeek list_week(domain::Instant now);
// Made so long after its moment that it is of another one.
bool is_late(domain::IsoWeek week, domain::Instant as_of);

// Why there is no kept list of that week: it has not begun, or none was made.
domain::Refusal why_not_kept(domain::IsoWeek week, domain::Instant now);

// ---- looking at one ----------------------------------------------------------------------------

struct OverdueAsked {
    std::optional<domain::IsoWeek> week;  // none: now
    std::optional<domain::DepotId> depot;
    std::optional<std::string> responsible;
};
// A whole list: as it was kept; that of the present week also before it is. Names and contacts are
// those of now.
domain::Decided<domain::NamedOverdueList> overdue_list(db::ReadTx& tx, const OverdueAsked& asked,
                                                       domain::Instant now);

// ---- keeping one -------------------------------------------------------------------------------

// The list of the present week as it is to be kept; none when it is.
std::optional<domain::OverdueList> list_to_keep(db::ReadTx& tx, domain::Instant now);
// Stores so many lines from that one on, so that nobody waits long for the writer; where to go on,
// none when the list is whole and can be seen. What an earlier try has left is dropped first, with
// drop_unfinished of the store.
std::optional<std::size_t> keep_some(db::WriteTx& tx, const domain::OverdueList& list,
                                     std::size_t from, std::size_t most, domain::Instant now);

}  // namespace depot
