#include "depot/access_review.hpp"

#include <map>

#include "db/access_review_store.hpp"
#include "db/depot_store.hpp"
#include "db/settings_store.hpp"
#include "db/text_key.hpp"
#include "depot/oslo_time.hpp"

namespace depot {
namespace {

using domain::ActorId;
using domain::BorrowerId;

struct Person {
    std::string name_key;
    std::vector<domain::Tie> ties;
};

std::map<BorrowerId, Person> looked_at(db::ReadTx& tx, domain::Instant from, domain::Instant to) {
    std::map<BorrowerId, Person> all;
    for (auto& [id, known] : db::access::looked_at(tx, from, to)) {
        Person& person = all[id];
        person.name_key = std::move(known.name_key);
        for (const auto& row : known.ties) {
            person.ties.push_back({row.from_day ? *row.from_day : oslo_day(row.from),
                                   row.until ? std::optional(oslo_day(*row.until)) : std::nullopt,
                                   row.depot, row.actors, row.asked_by});
        }
    }
    return all;
}

// What was refused has changed nobody.
bool has_changed(const db::access::LookRow& row) {
    return changes_persons(row.action) && row.status.value_or(0) < 400;
}

struct Day {
    domain::ReviewDay facts;
    std::map<ActorId, std::string> names;
};

}  // namespace

bool changes_persons(std::string_view action) {
    return !action.starts_with("GET ") && !action.ends_with("/search");
}

std::vector<NamedFinding> review_access(db::ReadTx& tx, domain::Day from, domain::Day to) {
    const domain::Instant begin = oslo_midnight(from);
    const domain::Instant end = oslo_midnight(to + std::chrono::days(1));
    const auto rows = db::access::looks(tx, begin, end);
    const auto persons = looked_at(tx, begin, end);
    auto calendars = db::depots::calendars(tx);
    const int most_lookups = db::settings::load(tx).lookups_per_day;

    std::map<domain::Day, Day> days;
    for (const auto& row : rows) {
        // Who reviews would else find their own review in it.
        if (row.action.starts_with("GET /api/v1/access-log")) continue;
        const domain::Day day = oslo_day(row.at);
        Day& of_day = days[day];
        of_day.names[row.actor] = row.actor_name;
        const std::string own_key = db::text_key(row.actor_name);
        for (const BorrowerId id : row.persons) {
            const auto person = persons.find(id);
            if (person == persons.end()) continue;
            if (person->second.name_key == own_key) of_day.facts.namesakes[row.actor].insert(id);
            for (const domain::Tie& tie : person->second.ties) {
                if (domain::ties(tie, {row.actor, row.actor_name, row.depot}, day)) {
                    of_day.facts.tied.emplace(row.actor, id);
                }
            }
        }
        of_day.facts.looks.push_back({row.id, row.actor, oslo_minute(row.at),
                                      domain::open_day(calendars[row.depot], day).open,
                                      has_changed(row), row.action.ends_with("/seen-by"),
                                      row.persons});
    }
    std::vector<NamedFinding> found;
    for (auto& [day, of_day] : days) {
        of_day.facts.most_lookups = most_lookups;
        for (domain::ReviewFinding& finding : domain::review(of_day.facts)) {
            const ActorId actor = finding.actor;
            found.push_back({day, std::move(finding), of_day.names[actor]});
        }
    }
    return found;
}

}  // namespace depot
