#include "db/access_store.hpp"

#include <algorithm>

#include "db/actor_store.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::access {
namespace {

constexpr std::string_view own_role = "system";

std::vector<domain::BorrowerId> persons_of(ReadTx& tx, std::int64_t access) {
    return Query(tx, R"(
        select borrower_id from access_log_person
        where access_id = :access_id order by borrower_id)")
        .with(access)
        .column<domain::BorrowerId>();
}

}  // namespace

void append(WriteTx& tx, const Entry& entry) {
    const auto id = Query(tx, R"(
        insert into access_log (at, actor_id, role, action, why, depot_id, status, actor_name)
        values (:at, :actor_id, :role, :action, :why, :depot_id, :status,
            (select name from actor where id = :named)))")
                        .with(entry.at, entry.actor, entry.role ? to_text(*entry.role) : own_role,
                              entry.action, entry.why, entry.depot, entry.status, entry.actor)
                        .insert<std::int64_t>();
    std::vector<domain::BorrowerId> persons = entry.persons;
    std::sort(persons.begin(), persons.end());
    persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
    for (const domain::BorrowerId person : persons) {
        Query(tx,
              "insert into access_log_person (access_id, borrower_id, at)"
              " values (:access_id, :borrower_id, :at)")
            .with(id, person, entry.at)
            .run();
    }
    Query(tx, "insert into access_unsealed (access_id) values (:access_id)").with(id).run();
}

void append_own(WriteTx& tx, domain::Instant at, std::string action,
                std::vector<domain::BorrowerId> persons) {
    Entry entry;
    entry.at = at;
    entry.actor = actors::system(tx);
    entry.action = std::move(action);
    entry.persons = std::move(persons);
    append(tx, entry);
}

std::vector<Logged> newest(ReadTx& tx, const Filter& filter, const std::optional<Place>& after,
                           std::int64_t limit) {
    constexpr domain::Instant earliest{};
    constexpr domain::Instant latest{std::chrono::milliseconds(INT64_MAX)};
    // The row values say where the index is entered.
    const bool of_one = !filter.borrower.empty();
    const bool by_index = filter.borrower.size() == 1;
    const std::string time = by_index ? "p.at" : "l.at";
    const std::string row = by_index ? "p.access_id" : "l.id";
    // An answer may have shown both before they were one.
    std::string sql =
        std::string(filter.borrower.size() > 1 ? "select distinct" : "select") +
        " l.id, l.at, l.actor_id, coalesce(l.actor_name, n.name, a.name), l.role, l.depot_id,"
        " l.action, l.status, l.why from " +
        (of_one ? "access_log_person p join access_log l on l.id = p.access_id" : "access_log l") +
        " join actor a on a.id = l.actor_id"
        " left join actor_name_before n on n.actor_id = l.actor_id";
    sql += " where (" + time + ", " + row +
           ") < (cast(:before as bigint), cast(:before_id as bigint)) and " + time + " >= :from";
    for (std::size_t i = 0; i < filter.borrower.size(); ++i) {
        sql += (i == 0 ? " and (p.borrower_id = :borrower" : " or p.borrower_id = :borrower") +
               std::to_string(i);
    }
    if (of_one) sql += ")";
    if (filter.actor) sql += " and l.actor_id = :actor";
    sql += " order by " + time + " desc, " + row + " desc limit :limit";

    Place before{filter.to.value_or(latest), 0};
    if (after && (after->at < before.at)) before = *after;
    Query query(tx, sql);
    query.with(before.at, before.id, filter.from.value_or(earliest));
    for (const domain::BorrowerId borrower : filter.borrower) query.with(borrower);
    if (filter.actor) query.with(*filter.actor);
    query.with(limit);
    auto found = query.all<std::int64_t, domain::Instant, domain::ActorId, std::string, std::string,
                           std::optional<std::string>, std::string, std::optional<int>,
                           std::optional<std::string>>(
        [](std::int64_t id, domain::Instant at, domain::ActorId actor, std::string name,
           const std::string& role, std::optional<std::string> depot, std::string action,
           std::optional<int> status, std::optional<std::string> why) {
            return Logged{id,
                          {at,
                           actor,
                           domain::parse_role(role),
                           std::move(depot),
                           std::move(action),
                           status,
                           std::move(why),
                           {}},
                          std::move(name)};
        });
    for (Logged& logged : found) logged.entry.persons = persons_of(tx, logged.id);
    return found;
}

}  // namespace db::access
