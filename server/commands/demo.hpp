#pragma once
// A realistic depot to try the system on: products with real HMS numbers, 400 items with their
// history, loans that are open, due soon, overdue and candidates, bookings, one user per role.

#include <optional>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "domain/time.hpp"

namespace commands {

struct DemoUser {
    std::string role;
    std::string name;
    // None: the first one does not sign in any more, since the user was changed.
    std::optional<std::string> password;
};

// The users, in the order of DOMAIN.md section 1. An untouched database is filled, one that was
// filled before goes on as it is. Throws std::runtime_error on any other.
std::vector<DemoUser> prepare_demo(db::Database& database, domain::Instant now);

}  // namespace commands
