#include "db/availability_store.hpp"

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::availability {
namespace {

using MaybeDay = std::optional<domain::Day>;

Promise to_promise(domain::Day first, domain::Day last, std::int64_t quantity) {
    return {first, last, quantity};
}

}  // namespace

std::vector<domain::StockedItem> items(ReadTx& tx, domain::ProductId product,
                                       const domain::DepotId& depot) {
    return Query(tx, R"(
        select i.owner, i.stock, i.state, i.quarantine_until, i.inspection_due, w.promised, l.id,
            l.due
        from item i
        left join loan_line l on l.item_id = i.id and l.ended_at is null
        left join work_order w on w.item_id = i.id and w.closed_at is null
        left join transfer_line t on t.item_id = i.id and t.closed_at is null
        left join transfer r on r.id = t.transfer_id and r.sent_at is not null
        where i.product_id = :product_id and coalesce(r.to_depot, i.depot_id) = :depot_id
            and i.state <> 'scrapped' and i.state <> 'handed_over' and i.state <> 'lost')")
        .with(product, depot)
        .all<domain::Owner, domain::Stock, domain::State, MaybeDay, MaybeDay, MaybeDay,
             std::optional<domain::LoanLineId>,
             MaybeDay>([](domain::Owner owner, domain::Stock stock, domain::State state,
                          MaybeDay quarantine_until, MaybeDay inspection_due, MaybeDay promised,
                          std::optional<domain::LoanLineId> line, MaybeDay due) {
            return domain::StockedItem{
                owner, stock, state, quarantine_until, inspection_due, promised, line.has_value(),
                due};
        });
}

std::vector<CountedLine> counted_lines(ReadTx& tx, domain::ProductId product,
                                       const domain::DepotId& depot) {
    return Query(tx, R"(
        select l.quantity, l.due from loan_line l join loan o on o.id = l.loan_id
        where l.product_id = :product_id and l.item_id is null and l.ended_at is null
            and o.depot_id = :depot_id)")
        .with(product, depot)
        .all<std::int64_t, MaybeDay>([](std::int64_t quantity, MaybeDay due) {
            return CountedLine{quantity, due};
        });
}

std::vector<Promise> promised(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot) {
    return Query(tx, R"(
        select b.first_day, b.last_day, b.quantity - cast(coalesce((select sum(h.quantity)
            from hold h where h.booking_id = b.id and h.outcome = 'handed_out'), 0) as bigint)
        from booking b
        where b.product_id = :product_id and b.depot_id = :depot_id and b.closed_at is null)")
        .with(product, depot)
        .all<domain::Day, domain::Day, std::int64_t>(to_promise);
}

std::vector<Promise> promised(ReadTx& tx, const std::string& iso_class,
                              const domain::DepotId& depot) {
    return Query(tx, R"(
        select b.first_day, b.last_day, b.quantity - cast(coalesce((select sum(h.quantity)
            from hold h where h.booking_id = b.id and h.outcome = 'handed_out'), 0) as bigint)
        from booking b
        where b.iso_class = :iso_class and b.depot_id = :depot_id and b.closed_at is null)")
        .with(iso_class, depot)
        .all<domain::Day, domain::Day, std::int64_t>(to_promise);
}

}  // namespace db::availability
