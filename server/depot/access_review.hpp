#pragma once
// The access log of some days, looked through for what a leader should see. What it costs goes by
// those days' rows; how many statements it asks, by nothing.

#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"
#include "domain/access_review.hpp"

namespace depot {

struct NamedFinding {
    domain::Day day;
    domain::ReviewFinding finding;
    std::string actor_name;  // as it was at the last look of the day
};

// Whether what the log calls so registers or changes whom it shows. A search is a look, though it
// is sent by POST to keep what was asked for out of the address.
bool changes_persons(std::string_view action);

// Of both days and those between; by day, actor, then kind.
std::vector<NamedFinding> review_access(db::ReadTx& tx, domain::Day from, domain::Day to);

}  // namespace depot
