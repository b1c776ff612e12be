#pragma once
// The access log: exactly one row for every answer that shows a person, and for every change of
// one.
//
// An answer shows a person when it holds their name or anything that is known of them: contact
// data, dates, address, a text about them. An id alone shows nobody: loans, pick-up ids and events
// name a borrower by id, and who follows it to the person is logged there. A 304 counts as the
// answer that it stands for. A refusal shows nobody, but for one: that a national number is taken
// says that its person is known here.
//
// A row is appended in the transaction of the change, or in one of its own before the answer
// leaves, and is never changed; access_chain seals it.

#include <cstdint>
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
    std::optional<domain::Role> role;  // none: the program itself
    std::optional<domain::DepotId> depot;
    std::string action;              // the route: "GET /api/v1/borrowers/{id}"; or a job's name
    std::optional<int> status = {};  // of the answer, where there is one
    std::optional<std::string> why;
    std::vector<domain::BorrowerId> persons;
};

void append(WriteTx& tx, const Entry& entry);
// What the program does to persons by itself.
void append_own(WriteTx& tx, domain::Instant at, std::string action,
                std::vector<domain::BorrowerId> persons);

struct Logged {
    std::int64_t id = 0;
    Entry entry;             // persons by id
    std::string actor_name;  // as it was then
};

// Where a page ends: time and id of its last row.
struct Place {
    domain::Instant at;
    std::int64_t id = 0;
};

struct Filter {
    std::optional<domain::ActorId> actor;
    // One person, under every number that was merged into theirs; none: all.
    std::vector<domain::BorrowerId> borrower;
    // From the first, before the second.
    std::optional<domain::Instant> from;
    std::optional<domain::Instant> to;
};
// The newest first, after the given place. With a borrower it costs what that one's rows cost, else
// what the page costs.
std::vector<Logged> newest(ReadTx& tx, const Filter& filter, const std::optional<Place>& after,
                           std::int64_t limit);

}  // namespace db::access
