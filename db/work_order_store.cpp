#include "db/work_order_store.hpp"

#include <array>

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::work_orders {
namespace {

using domain::WorkOrder;
using Text = std::optional<std::string>;
using Number = std::optional<std::int64_t>;

constexpr std::string_view select_order = R"(
    select id, item_id, depot_id, findings, work, estimate, cost, promised, opened_by, opened_at,
           outcome, closed_by, closed_at, version
    from work_order)";

WorkOrder to_order(domain::WorkOrderId id, domain::ItemId item, std::string depot, Text findings,
                   Text work, Number estimate, Number cost, std::optional<domain::Day> promised,
                   domain::ActorId opened_by, domain::Instant opened_at,
                   std::optional<domain::WorkOutcome> outcome,
                   std::optional<domain::ActorId> closed_by,
                   std::optional<domain::Instant> closed_at, std::int64_t version) {
    return {id,
            item,
            std::move(depot),
            std::move(findings),
            std::move(work),
            estimate,
            cost,
            promised,
            opened_by,
            opened_at,
            outcome,
            closed_by,
            closed_at,
            version,
            {}};
}

std::vector<WorkOrder> read(Query& query) {
    return query.all<domain::WorkOrderId, domain::ItemId, std::string, Text, Text, Number, Number,
                     std::optional<domain::Day>, domain::ActorId, domain::Instant,
                     std::optional<domain::WorkOutcome>, std::optional<domain::ActorId>,
                     std::optional<domain::Instant>, std::int64_t>(to_order);
}

void load_parts(ReadTx& tx, std::vector<WorkOrder>& orders) {
    for_rows(tx, "select work_order_id, part_id, quantity from work_order_part where work_order_id",
             " order by work_order_id, part_id", orders, [](Query& query, const auto& by_id) {
                 query.all<domain::WorkOrderId, domain::PartId, std::int64_t>(
                     [&](domain::WorkOrderId order, domain::PartId part, std::int64_t quantity) {
                         by_id.at(order)->parts.push_back({part, quantity});
                         return order;
                     });
             });
}

template <class I>
std::optional<WorkOrder> one(ReadTx& tx, std::string_view where, I id) {
    std::vector<WorkOrder> found;
    {
        Query query(tx, std::string(select_order) + std::string(where));
        found = read(query.with(id));
    }
    load_parts(tx, found);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace

domain::WorkOrderId open(WriteTx& tx, const WorkOrder& order,
                         std::optional<domain::EventId> event) {
    return Query(tx, R"(
        insert into work_order (item_id, depot_id, findings, estimate, promised, opened_by,
            opened_at, opened_event)
        values (:item_id, :depot_id, :findings, :estimate, :promised, :opened_by, :opened_at,
            :opened_event))")
        .with(order.item, order.depot, order.findings, order.estimate, order.promised,
              order.opened_by, order.opened_at, event)
        .insert<domain::WorkOrderId>();
}

std::optional<WorkOrder> find(ReadTx& tx, domain::WorkOrderId id) {
    return one(tx, " where id = :id", id);
}

std::optional<WorkOrder> open_of(ReadTx& tx, domain::ItemId item) {
    return one(tx, " where item_id = :item_id and closed_at is null", item);
}

void change(WriteTx& tx, const WorkOrder& order) {
    Query(tx, R"(
        update work_order set findings = :findings, estimate = :estimate, promised = :promised,
            version = version + 1
        where id = :id)")
        .with(order.findings, order.estimate, order.promised, order.id)
        .run();
}

void move_open(WriteTx& tx, domain::ItemId item, const domain::DepotId& depot) {
    Query(tx, R"(
        update work_order set depot_id = :depot_id, version = version + 1
        where item_id = :item_id and closed_at is null)")
        .with(depot, item)
        .run();
}

void close(WriteTx& tx, const WorkOrder& order, domain::EventId event) {
    Query(tx, R"(
        update work_order set outcome = :outcome, work = :work, cost = :cost,
            closed_by = :closed_by, closed_at = :closed_at, closed_event = :closed_event,
            version = version + 1
        where id = :id)")
        .with(order.outcome, order.work, order.cost, order.closed_by, order.closed_at, event,
              order.id)
        .run();
    for (const domain::PartUse& use : order.parts) {
        Query(tx, R"(
            insert into work_order_part (work_order_id, part_id, quantity)
            values (:work_order_id, :part_id, :quantity))")
            .with(order.id, use.part, use.quantity)
            .run();
    }
}

void undo(WriteTx& tx, domain::ItemId item, domain::EventId event) {
    Query(tx, "delete from work_order where item_id = :item_id and opened_event = :opened_event")
        .with(item, event)
        .run();
    Query(tx, R"(
        update work_order set outcome = null, closed_by = null, closed_at = null,
            closed_event = null, version = version + 1
        where item_id = :item_id and closed_event = :closed_event)")
        .with(item, event)
        .run();
}

std::map<domain::ItemId, WorkOrder> open_of(ReadTx& tx, const std::vector<domain::ItemId>& items) {
    static const std::string before =
        std::string(select_order) + " where closed_at is null and item_id";
    auto found = rows_for_ids(tx, before, "", items, read);
    load_parts(tx, found);
    std::map<domain::ItemId, WorkOrder> by_item;
    for (WorkOrder& order : found) by_item.emplace(order.item, std::move(order));
    return by_item;
}

std::map<domain::WorkOrderId, std::int64_t> spent_before(
    ReadTx& tx, const std::vector<domain::WorkOrderId>& orders) {
    std::map<domain::WorkOrderId, std::int64_t> spent;
    for_ids(
        tx, R"(
        select w.id, cast(coalesce(sum(e.cost), 0) as bigint) from work_order w
        left join work_order e on e.item_id = w.item_id and e.id < w.id
        where w.id)",
        " group by w.id", orders, [&](Query& query) {
            query.all<domain::WorkOrderId, std::int64_t>(
                [&](domain::WorkOrderId order, std::int64_t cost) { return spent[order] = cost; });
        });
    return spent;
}

std::span<const Order<WorkOrder>> orders() {
    static const std::array<Order<WorkOrder>, 3> all{
        {{{"oldest"}, by_id},
         {{"newest", {}, true}, by_id},
         {{"promised", "coalesce('0' || promised, '1')"}, [](const WorkOrder& order) {
              return Position(key_of(order.promised), order.id.value);
          }}}};
    return all;
}

std::vector<WorkOrder> list(ReadTx& tx, const Filter& filter, const Position& after,
                            std::int64_t limit, const Order<WorkOrder>& order) {
    std::string sql = std::string(select_order) + " where " + behind(order, after, "id");
    if (filter.open) sql += *filter.open ? " and closed_at is null" : " and closed_at is not null";
    // An item has few orders: the index of the depot is hidden by an expression.
    if (filter.item) sql += " and item_id = :item_id";
    if (filter.depot)
        sql += filter.item ? " and depot_id || '' = :depot" : " and depot_id = :depot";
    std::vector<WorkOrder> found;
    {
        Query query(tx, sql + in_order(order, "id") + " limit :limit");
        bind_behind(query, order, after);
        if (filter.item) query.with(*filter.item);
        if (filter.depot) query.with(*filter.depot);
        found = read(query.with(limit));
    }
    load_parts(tx, found);
    return found;
}

std::vector<std::string> open_of_gone(ReadTx& tx) {
    return Query(tx, R"(
        select i.code from work_order w join item i on i.id = w.item_id
        where w.closed_at is null
          and (i.state = 'scrapped' or i.state = 'handed_over' or i.state = 'lost')
        order by i.code)")
        .column<std::string>();
}

}  // namespace db::work_orders
