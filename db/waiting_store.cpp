#include "db/waiting_store.hpp"

#include "db/query.hpp"

namespace db::waiting {
namespace {

// "(select count(*) from (select 1 from … limit 1000) as aNUMBER)". A cross join keeps SQLite to
// the order of the tables: from what is due, of which there is little, to the loans.
std::string counts(std::initializer_list<std::string_view> sources) {
    std::string sql = "select ";
    int number = 0;
    for (const std::string_view source : sources) {
        if (number > 0) sql += ", ";
        sql += "(select count(*) from (select 1 from ";
        sql.append(source).append(" limit 1000) as a").append(std::to_string(number++)).append(")");
    }
    return sql;
}

}  // namespace

AtDepot at_depot(ReadTx& tx, const domain::DepotId& depot, domain::Day today,
                 const domain::DueWindow& soon, domain::Day lost) {
    static const std::string sql = counts({
        "item where depot_id = :d0 and state = 'to_clean'",
        "item where depot_id = :d1 and state = 'quarantine' and quarantine_until <= :t1",
        "item where depot_id = :d2 and state = 'to_inspect'",
        "item where depot_id = :d3 and state = 'to_repair'",
        "booking where depot_id = :d4 and closed_at is null and state = 'allocated'",
        "booking where depot_id = :d5 and closed_at is null and state = 'picked'",
        "booking where depot_id = :d6 and closed_at is null and state = 'requested'",
        "pickup where depot_id = :d7 and done_at is null and day <= :t7",
        "transfer where to_depot = :d8 and closed_at is null and sent_at is not null",
        "loan_line l cross join loan o where o.id = l.loan_id and l.ended_at is null "
        "and l.due < :t9 and o.depot_id = :d9",
        "loan_line l cross join loan o where o.id = l.loan_id and l.ended_at is null "
        "and l.due between :f10 and :l10 and o.depot_id = :d10",
        "loan_line l cross join loan o where o.id = l.loan_id and l.ended_at is null "
        "and l.due <= :t11 and o.depot_id = :d11",
    });
    using Figure = std::int64_t;
    const auto [clean, rested, inspect, repair, to_pick, to_collect, in_queue, pickups, incoming,
                overdue, due_soon, lost_process] =
        *Query(tx, sql)
             .with(depot, depot, today, depot, depot, depot, depot, depot, depot, today, depot,
                   today, depot, soon.from, soon.to, depot, lost, depot)
             .one<Figure, Figure, Figure, Figure, Figure, Figure, Figure, Figure, Figure, Figure,
                  Figure, Figure>();
    return {clean + rested, inspect,  repair,  to_pick,  to_collect,  in_queue,
            pickups,        incoming, overdue, due_soon, lost_process};
}

Mine asked_by(ReadTx& tx, domain::ActorId actor, const std::string& name, domain::Day today,
              const domain::DueWindow& soon) {
    static const std::string sql = counts({
        "loan o join loan_line l on l.loan_id = o.id where o.requested_by = :a0 "
        "and o.ended_at is null and l.ended_at is null and l.due < :t0",
        "loan o join loan_line l on l.loan_id = o.id where o.requested_by = :a1 "
        "and o.ended_at is null and l.ended_at is null and l.due between :f1 and :l1",
        "booking where requested_by = :a2 and closed_at is null and state = 'requested'",
        "booking where requested_by = :a3 and closed_at is null and state = 'picked'",
        "candidate where responsible = :a4 and closed_at is null",
    });
    using Figure = std::int64_t;
    const auto [overdue, due_soon, in_queue, to_collect, candidates] =
        *Query(tx, sql)
             .with(name, today, name, soon.from, soon.to, actor, actor, name)
             .one<Figure, Figure, Figure, Figure, Figure>();
    return {overdue, due_soon, in_queue, to_collect, candidates};
}

Everywhere everywhere(ReadTx& tx, domain::Day today) {
    static const std::string sql = counts({
        "discrepancy where settled_at is null",
        "notice where closed_at is null",
        "candidate where closed_at is null and decide_by < :today",
    });
    using Figure = std::int64_t;
    const auto [discrepancies, notices, late_candidates] =
        *Query(tx, sql).with(today).one<Figure, Figure, Figure>();
    return {discrepancies, notices, late_candidates};
}

}  // namespace db::waiting
