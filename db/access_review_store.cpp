#include "db/access_review_store.hpp"

#include "db/query.hpp"

namespace db::access {

using domain::ActorId;
using domain::BorrowerId;
using domain::Instant;
using MaybeInstant = std::optional<Instant>;
using MaybeText = std::optional<std::string>;

namespace {

// Whom the rows of a time name, in a statement about them.
constexpr const char* shown_then = R"( (
    select p.borrower_id from access_log l join access_log_person p on p.access_id = l.id
    where l.at >= :from and l.at < :to))";

}  // namespace

std::vector<LookRow> looks(ReadTx& tx, Instant from, Instant to) {
    std::vector<LookRow> found;
    Query(tx, R"(
        select l.id, l.at, l.actor_id, coalesce(l.actor_name, n.name, a.name),
            coalesce(l.depot_id, ''), l.action, l.status, p.borrower_id
        from access_log l join actor a on a.id = l.actor_id
        left join actor_name_before n on n.actor_id = l.actor_id
        join access_log_person p on p.access_id = l.id
        where l.at >= :from and l.at < :to and a.kind <> 'system'
        order by l.at, l.id, p.borrower_id)")
        .with(from, to)
        .all<std::int64_t, Instant, ActorId, std::string, std::string, std::string,
             std::optional<int>, BorrowerId>(
            [&](std::int64_t id, Instant at, ActorId actor, std::string name, std::string depot,
                std::string action, std::optional<int> status, BorrowerId person) {
                if (found.empty() || found.back().id != id) {
                    found.push_back({id,
                                     at,
                                     actor,
                                     std::move(name),
                                     std::move(depot),
                                     std::move(action),
                                     status,
                                     {}});
                }
                found.back().persons.push_back(person);
                return 0;
            });
    return found;
}

std::map<BorrowerId, LookedAt> looked_at(ReadTx& tx, Instant from, Instant to) {
    static const std::string names =
        std::string("select id, name_key from borrower where kind = 'person' and id in") +
        shown_then;
    static const std::string loans =
        std::string(
            "select borrower_id, depot_id, start, ended_at, requested_by from loan"
            " where borrower_id in") +
        shown_then;
    static const std::string pickups =
        std::string(
            "select borrower_id, depot_id, made_at, done_at, actor_id, done_by from pickup"
            " where borrower_id in") +
        shown_then;
    static const std::string handouts =
        std::string(
            "select borrower_id, depot_id, happened_at, actor_id from handout"
            " where borrower_id in") +
        shown_then;

    std::map<BorrowerId, LookedAt> all;
    Query(tx, names).with(from, to).all<BorrowerId, std::string>(
        [&](BorrowerId person, std::string key) {
            all[person].name_key = std::move(key);
            return 0;
        });
    Query(tx, loans)
        .with(from, to)
        .all<BorrowerId, std::string, domain::Day, MaybeInstant, MaybeText>(
            [&](BorrowerId person, std::string depot, domain::Day start, MaybeInstant ended,
                const MaybeText& asked_by) {
                all[person].ties.push_back(
                    {std::move(depot), start, {}, ended, {}, asked_by.value_or("")});
                return 0;
            });
    Query(tx, pickups)
        .with(from, to)
        .all<BorrowerId, std::string, Instant, MaybeInstant, ActorId, std::optional<ActorId>>(
            [&](BorrowerId person, std::string depot, Instant made, MaybeInstant done, ActorId by,
                std::optional<ActorId> done_by) {
                auto& ties = all[person].ties;
                ties.push_back({std::move(depot), {}, made, done, {by}, {}});
                if (done_by) ties.back().actors.push_back(*done_by);
                return 0;
            });
    Query(tx, handouts)
        .with(from, to)
        .all<BorrowerId, std::string, Instant, ActorId>(
            [&](BorrowerId person, std::string depot, Instant at, ActorId by) {
                all[person].ties.push_back({std::move(depot), {}, at, at, {by}, {}});
                return 0;
            });
    return all;
}

std::int64_t insert(WriteTx& tx, const Review& review) {
    return Query(tx, R"(
        insert into access_review (from_day, to_day, note, actor_id, made_at, actor_name)
        values (:from_day, :to_day, :note, :actor_id, :made_at, :actor_name))")
        .with(review.from, review.to, review.note, review.actor, review.at, review.actor_name)
        .insert<std::int64_t>();
}

std::vector<Review> reviews(ReadTx& tx, std::int64_t before, std::int64_t limit) {
    return Query(tx, R"(
        select r.id, r.from_day, r.to_day, r.note, r.actor_id,
            coalesce(r.actor_name, n.name, a.name), r.made_at
        from access_review r join actor a on a.id = r.actor_id
        left join actor_name_before n on n.actor_id = r.actor_id
        where r.id < :before order by r.id desc limit :limit)")
        .with(before == 0 ? INT64_MAX : before, limit)
        .all<std::int64_t, domain::Day, domain::Day, MaybeText, ActorId, std::string, Instant>(
            [](std::int64_t id, domain::Day from, domain::Day to, MaybeText note, ActorId actor,
               std::string name, Instant at) {
                return Review{id, from, to, std::move(note), actor, std::move(name), at};
            });
}

}  // namespace db::access
