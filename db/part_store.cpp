#include "db/part_store.hpp"

#include <array>

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/text_key.hpp"
#include "db/values.hpp"

namespace db::parts {
namespace {

using domain::Part;
using Text = std::optional<std::string>;

constexpr std::string_view select_part =
    "select id, name, part_nr, supplier, product_id, minimum, version from part";

std::vector<Part> read(Query& query) {
    return query.all<domain::PartId, std::string, Text, Text, std::optional<domain::ProductId>,
                     std::int64_t, std::int64_t>(
        [](domain::PartId id, std::string name, Text part_nr, Text supplier,
           std::optional<domain::ProductId> product, std::int64_t minimum, std::int64_t version) {
            return Part{id,      std::move(name), std::move(part_nr), std::move(supplier), product,
                        minimum, version};
        });
}

}  // namespace

domain::PartId insert(WriteTx& tx, const Part& part) {
    const std::string key = text_key(part.name);
    return Query(tx, R"(
        insert into part (name, name_key, part_nr, supplier, product_id, minimum)
        values (:name, :name_key, :part_nr, :supplier, :product_id, :minimum))")
        .with(part.name, key, part.part_nr, part.supplier, part.product, part.minimum)
        .insert<domain::PartId>();
}

std::optional<Part> find(ReadTx& tx, domain::PartId id) {
    Query query(tx, std::string(select_part) + " where id = :id");
    auto found = read(query.with(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void update(WriteTx& tx, const Part& part) {
    const std::string key = text_key(part.name);
    Query(tx, R"(
        update part set name = :name, name_key = :name_key, part_nr = :part_nr,
            supplier = :supplier, product_id = :product_id, minimum = :minimum,
            version = version + 1
        where id = :id)")
        .with(part.name, key, part.part_nr, part.supplier, part.product, part.minimum, part.id)
        .run();
}

std::map<domain::PartId, std::vector<domain::PartStock>> stock(
    ReadTx& tx, const std::vector<domain::PartId>& ids) {
    std::map<domain::PartId, std::vector<domain::PartStock>> all;
    for_ids(tx, "select part_id, depot_id, quantity from part_stock where part_id",
            " order by part_id, depot_id", ids, [&](Query& query) {
                query.all<domain::PartId, std::string, std::int64_t>(
                    [&](domain::PartId part, std::string depot, std::int64_t quantity) {
                        all[part].push_back({std::move(depot), quantity});
                        return part;
                    });
            });
    return all;
}

bool move(WriteTx& tx, const Movement& movement) {
    const auto there = Query(tx, R"(
        select quantity from part_stock where part_id = :part_id and depot_id = :depot_id)")
                           .with(movement.part, movement.depot)
                           .one<std::int64_t>()
                           .value_or(0);
    if (there + movement.quantity < 0) return false;
    Query(tx, R"(
        insert into part_stock (part_id, depot_id, quantity)
        values (:part_id, :depot_id, :quantity)
        on conflict (part_id, depot_id) do update set quantity = excluded.quantity)")
        .with(movement.part, movement.depot, there + movement.quantity)
        .run();
    Query(tx, R"(
        insert into part_movement (part_id, depot_id, quantity, work_order_id, actor_id,
            happened_at)
        values (:part_id, :depot_id, :quantity, :work_order_id, :actor_id, :happened_at))")
        .with(movement.part, movement.depot, movement.quantity, movement.order, movement.by,
              movement.at)
        .run();
    Query(tx, "update part set version = version + 1 where id = :id").with(movement.part).run();
    return true;
}

std::span<const Order<Part>> orders() {
    static const std::array<Order<Part>, 3> all{
        {{{"oldest"}, by_id},
         {{"newest", {}, true}, by_id},
         {{"name", "name_key"},
          [](const Part& part) { return Position(text_key(part.name), part.id.value); }}}};
    return all;
}

std::vector<Part> list(ReadTx& tx, const Filter& filter, const Position& after, std::int64_t limit,
                       const Order<Part>& order) {
    // As many as there are kinds of parts, which do not grow with the years.
    std::string sql = std::string(select_part) + " where " + behind(order, after, "id");
    if (filter.text) {
        sql += " and (name_key like :name escape '\\' or lower(part_nr) like :part_nr escape '\\')";
    }
    if (filter.below_minimum) {
        sql +=
            " and minimum > (select coalesce(sum(s.quantity), 0) from part_stock s"
            " where s.part_id = part.id";
        if (filter.depot) sql += " and s.depot_id = :depot_id";
        sql += ")";
    }
    Query query(tx, sql + in_order(order, "id") + " limit :limit");
    bind_behind(query, order, after);
    const std::string like = filter.text ? "%" + like_key(*filter.text) + "%" : std::string();
    if (filter.text) query.with(like, like);
    if (filter.below_minimum && filter.depot) query.with(*filter.depot);
    return read(query.with(limit));
}

std::vector<std::string> faults(ReadTx& tx) {
    return Query(tx, R"(
        select s.part_id, s.depot_id from part_stock s
        where s.quantity <> (select coalesce(sum(m.quantity), 0) from part_movement m
            where m.part_id = s.part_id and m.depot_id = s.depot_id)
        union all
        select m.part_id, m.depot_id from part_movement m
        where not exists (select 1 from part_stock s
            where s.part_id = m.part_id and s.depot_id = m.depot_id)
        group by m.part_id, m.depot_id
        order by 1, 2)")
        .all<std::int64_t, std::string>([](std::int64_t part, const std::string& depot) {
            return "part " + std::to_string(part) + ": its stock at " + depot +
                   " is not the sum of its movements";
        });
}

}  // namespace db::parts
