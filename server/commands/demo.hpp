#pragma once
// A realistic depot to try the system on: products with real HMS numbers, 400 items with their
// history, loans that are open, due soon, overdue and candidates, one token per role.

#include <string>
#include <utility>
#include <vector>

#include "db/database.hpp"
#include "domain/time.hpp"

namespace commands {

// The tokens by role, in the order of DOMAIN.md section 1. An untouched database is filled, one
// that was filled before goes on as it is. Throws std::runtime_error on any other.
std::vector<std::pair<std::string, std::string>> prepare_demo(db::Database& database,
                                                              domain::Instant now);

}  // namespace commands
