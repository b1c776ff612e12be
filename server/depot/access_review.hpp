#pragma once
// The access log of one day, looked through for what a leader should see. What it costs goes by
// that day's rows.

#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/access_review.hpp"

namespace depot {

struct NamedFinding {
    domain::Day day;
    domain::ReviewFinding finding;
    std::string actor_name;
};

// By actor, then kind.
std::vector<NamedFinding> review_access(db::ReadTx& tx, domain::Day day);

}  // namespace depot
