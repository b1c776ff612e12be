#pragma once
// What is overdue now, and whom it is about.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/weekly_list.hpp"

namespace db::overdue {

struct Filter {
    domain::Day today;
    std::optional<domain::DepotId> depot;
    std::optional<std::string> responsible;
};

struct Place {
    domain::Day due;
    domain::LoanLineId line;
};

// Those that have been overdue for longest first, after the given place; without their days and
// reasons, which are for the rules to say.
std::vector<domain::OverdueLine> list(ReadTx& tx, const Filter& filter,
                                      const std::optional<Place>& after, std::int64_t limit);

// Whoever shows them to a person does so through a Disclose handler. A constant number of
// statements for a page.
domain::ListedBorrowers borrowers(ReadTx& tx, const std::vector<domain::BorrowerId>& ids);

}  // namespace db::overdue
