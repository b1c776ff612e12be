#include "db/queue_store.hpp"

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::queues {
namespace {

OnDay on_day(domain::Day day, domain::ItemId item) { return {day, item}; }

// What was sent to another depot stands in its row at the sender's until it is received.
constexpr std::string_view is_here = R"(
          and not exists (select 1 from transfer_line t join transfer tr on tr.id = t.transfer_id
              where t.item_id = i.id and t.closed_at is null and tr.sent_at is not null))";

std::string here(std::string_view select, std::string_view order) {
    return std::string(select).append(is_here).append(order);
}

}  // namespace

std::vector<InState> in_state(ReadTx& tx, const domain::DepotId& depot, domain::State state,
                              const InState& after, std::int64_t limit) {
    static const std::string sql = here(R"(
        select i.since, i.id from item i
        where i.depot_id = :depot_id and i.state = :state and (i.since, i.id) > (:since, :id))",
                                        " order by i.since, i.id limit :limit");
    return Query(tx, sql)
        .with(depot, state, after.since, after.item, limit)
        .all<domain::Instant, domain::ItemId>([](domain::Instant since, domain::ItemId item) {
            return InState{since, item};
        });
}

std::vector<OnDay> rested(ReadTx& tx, const domain::DepotId& depot, domain::Day last,
                          const OnDay& after, std::int64_t limit) {
    static const std::string sql = here(R"(
        select i.quarantine_until, i.id from item i
        where i.depot_id = :depot_id and i.state = 'quarantine' and i.quarantine_until <= :last
          and (i.quarantine_until, i.id) > (:day, :id))",
                                        " order by i.quarantine_until, i.id limit :limit");
    return Query(tx, sql)
        .with(depot, last, after.day, after.item, limit)
        .all<domain::Day, domain::ItemId>(on_day);
}

std::vector<OnDay> inspection_due(ReadTx& tx, const domain::DepotId& depot, domain::Day before,
                                  const OnDay& after, std::int64_t limit) {
    static const std::string sql = here(R"(
        select i.inspection_due, i.id from item i
        where i.depot_id = :depot_id and i.state = 'ready' and i.inspection_due is not null
          and i.inspection_due < :before and (i.inspection_due, i.id) > (:day, :id)
          and not exists (select 1 from loan_line l
              where l.item_id = i.id and l.ended_at is null))",
                                        " order by i.inspection_due, i.id limit :limit");
    return Query(tx, sql)
        .with(depot, before, after.day, after.item, limit)
        .all<domain::Day, domain::ItemId>(on_day);
}

}  // namespace db::queues
