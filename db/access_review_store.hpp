#pragma once
// What the review of the access log asks the database, and who has reviewed which days.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/access_review.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace db::access {

struct LookRow {
    std::int64_t id = 0;
    domain::Instant at;
    domain::ActorId actor;
    std::string actor_name;  // as it was then
    domain::DepotId depot;   // empty: not kept
    std::string action;
    std::optional<int> status;
    std::vector<domain::BorrowerId> persons;
};
// From the first instant, before the second, in the order of time; without what the program did by
// itself.
std::vector<LookRow> looks(ReadTx& tx, domain::Instant from, domain::Instant to);

// As domain::Tie, with instants: days are made of them by who knows Europe/Oslo.
struct TieRow {
    domain::DepotId depot;
    std::optional<domain::Day> from_day;
    domain::Instant from;  // where there is no day
    std::optional<domain::Instant> until;
    std::vector<domain::ActorId> actors;
    std::string asked_by;
};
// What has to be known of everybody who was looked at in that time, with as many statements for one
// as for thousands.
struct LookedAt {
    std::string name_key;      // of a person; empty: a unit, or nothing is left of it
    std::vector<TieRow> ties;  // loans, pick-ups and hand-outs
};
std::map<domain::BorrowerId, LookedAt> looked_at(ReadTx& tx, domain::Instant from,
                                                 domain::Instant to);

struct Review {
    std::int64_t id = 0;
    domain::Day from;
    domain::Day to;
    std::optional<std::string> note;
    domain::ActorId actor;
    std::string actor_name;
    domain::Instant at;
};
std::int64_t insert(WriteTx& tx, const Review& review);
// The latest first, before the given one (0: from the latest).
std::vector<Review> reviews(ReadTx& tx, std::int64_t before, std::int64_t limit);

}  // namespace db::access
