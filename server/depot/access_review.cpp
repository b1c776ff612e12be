#include "depot/access_review.hpp"

#include <map>

#include "db/access_review_store.hpp"
#include "db/depot_store.hpp"
#include "db/settings_store.hpp"
#include "depot/oslo_time.hpp"

namespace depot {
namespace {

using domain::ActorId;
using domain::BorrowerId;

bool is_open(db::ReadTx& tx, const domain::DepotId& id, domain::Day day) {
    const auto depot = db::depots::find(tx, id);
    const auto calendar = depot ? db::depots::calendar(tx, *depot) : domain::DepotCalendar();
    return domain::open_day(calendar, day).open;
}

std::vector<domain::Tie> ties_of(db::ReadTx& tx, BorrowerId person) {
    std::vector<domain::Tie> ties;
    for (const auto& row : db::access::ties_of(tx, person)) {
        ties.push_back({row.from_day ? *row.from_day : oslo_day(row.from),
                        row.until ? std::optional(oslo_day(*row.until)) : std::nullopt, row.depot,
                        row.actors, row.asked_by});
    }
    return ties;
}

}  // namespace

bool changes_persons(std::string_view action) {
    return !action.starts_with("GET ") && !action.ends_with("/search");
}

std::vector<NamedFinding> review_access(db::ReadTx& tx, domain::Day day) {
    const auto rows =
        db::access::looks(tx, oslo_midnight(day), oslo_midnight(day + std::chrono::days(1)));
    domain::ReviewDay facts;
    facts.most_lookups = db::settings::load(tx).lookups_per_day;
    std::map<domain::DepotId, bool> open;
    std::map<ActorId, std::string> names;
    std::map<BorrowerId, std::vector<domain::Tie>> ties;
    for (const auto& row : rows) {
        // Who reviews would else find their own review in it.
        if (row.action.starts_with("GET /api/v1/access-log")) continue;
        if (!open.contains(row.depot)) open[row.depot] = is_open(tx, row.depot, day);
        if (names.emplace(row.actor, row.actor_name).second) {
            for (const BorrowerId person : db::access::of_name(tx, row.actor_name)) {
                facts.namesakes[row.actor].insert(person);
            }
        }
        for (const BorrowerId person : row.persons) {
            if (!ties.contains(person)) ties[person] = ties_of(tx, person);
            for (const domain::Tie& tie : ties[person]) {
                if (domain::ties(tie, {row.actor, row.actor_name, row.depot}, day)) {
                    facts.tied.emplace(row.actor, person);
                }
            }
        }
        facts.looks.push_back({row.id, row.actor, oslo_minute(row.at), open[row.depot],
                               changes_persons(row.action), row.action.ends_with("/seen-by"),
                               row.persons});
    }
    std::vector<NamedFinding> found;
    for (domain::ReviewFinding& finding : domain::review(facts)) {
        const ActorId actor = finding.actor;
        found.push_back({day, std::move(finding), names[actor]});
    }
    return found;
}

}  // namespace depot
