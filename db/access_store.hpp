#pragma once
// The access log: one row per answer that showed a person.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/role.hpp"
#include "domain/time.hpp"

namespace db::access {

struct Entry {
    domain::Instant at;
    domain::ActorId actor;
    domain::Role role = domain::Role::lager;
    std::string action;  // the route: "GET /borrowers/{id}"
    std::optional<std::string> why;
    std::vector<domain::BorrowerId> persons;
};

void append(WriteTx& tx, const Entry& entry);

}  // namespace db::access
