#pragma once
// The weekly overdue lists, as they were made. One whose lines are still being stored is not found.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/weekly_list.hpp"

namespace db::weekly {

struct Kept {
    domain::IsoWeek week;
    domain::Instant as_of;
    domain::Instant made_at;
    std::optional<domain::IsoWeek> since;
    domain::ListCounts counts;
};
std::optional<Kept> find(ReadTx& tx, domain::IsoWeek week);
// The latest one of a week before.
std::optional<Kept> last_before(ReadTx& tx, domain::IsoWeek week);
// The latest first, of weeks before the given one when there is one.
std::vector<Kept> list(ReadTx& tx, const std::optional<domain::IsoWeek>& before,
                       std::int64_t limit);

struct Filter {
    std::optional<domain::DepotId> depot;
    std::optional<std::string> responsible;
    std::optional<domain::ListChange> change;
};
struct Listed {
    std::int64_t position = 0;
    domain::OverdueLine line;
};
// In their order, after the given position; the first is 1.
std::vector<Listed> lines(ReadTx& tx, domain::IsoWeek week, const Filter& filter,
                          std::int64_t after, std::int64_t limit);
std::vector<domain::CountedLines> counts(ReadTx& tx, domain::IsoWeek week);

// What was overdue on that list, and how it stands now.
std::vector<domain::ListedBefore> overdue_then(ReadTx& tx, domain::IsoWeek week);

// ---- storing one, in as many transactions as it takes ------------------------------------------

void begin(WriteTx& tx, const domain::OverdueList& list, const domain::ListCounts& counts);
// The line that stands at that position.
void add(WriteTx& tx, domain::IsoWeek week, std::int64_t position, const domain::OverdueLine& line);
// From here on it is found.
void finish(WriteTx& tx, domain::IsoWeek week, domain::Instant made_at);
// Takes up to so many lines of one that was not finished, or what is left of it; false when there
// is none.
bool drop_unfinished(WriteTx& tx, domain::IsoWeek week, std::int64_t most);

}  // namespace db::weekly
