#include "db/queue_store.hpp"

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::queues {
namespace {

OnDay on_day(domain::Day day, domain::ItemId item) { return {day, item}; }

}  // namespace

std::vector<InState> in_state(ReadTx& tx, const domain::DepotId& depot, domain::State state,
                              const InState& after, std::int64_t limit) {
    return Query(tx, R"(
        select since, id from item
        where depot_id = :depot_id and state = :state and (since, id) > (:since, :id)
        order by since, id limit :limit)")
        .with(depot, state, after.since, after.item, limit)
        .all<domain::Instant, domain::ItemId>([](domain::Instant since, domain::ItemId item) {
            return InState{since, item};
        });
}

std::vector<OnDay> rested(ReadTx& tx, const domain::DepotId& depot, domain::Day last,
                          const OnDay& after, std::int64_t limit) {
    return Query(tx, R"(
        select quarantine_until, id from item
        where depot_id = :depot_id and state = 'quarantine' and quarantine_until <= :last
          and (quarantine_until, id) > (:day, :id)
        order by quarantine_until, id limit :limit)")
        .with(depot, last, after.day, after.item, limit)
        .all<domain::Day, domain::ItemId>(on_day);
}

std::vector<OnDay> inspection_due(ReadTx& tx, const domain::DepotId& depot, domain::Day before,
                                  const OnDay& after, std::int64_t limit) {
    return Query(tx, R"(
        select i.inspection_due, i.id from item i
        where i.depot_id = :depot_id and i.state = 'ready' and i.inspection_due is not null
          and i.inspection_due < :before and (i.inspection_due, i.id) > (:day, :id)
          and not exists (select 1 from loan_line l
              where l.item_id = i.id and l.ended_at is null)
        order by i.inspection_due, i.id limit :limit)")
        .with(depot, before, after.day, after.item, limit)
        .all<domain::Day, domain::ItemId>(on_day);
}

}  // namespace db::queues
