#include "db/figure_store.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::figures {
namespace {

using Number = std::optional<std::int64_t>;

std::vector<AtDepot> read_at_depots(Query& query) {
    return query.all<std::string, std::int64_t>([](std::string depot, std::int64_t number) {
        return AtDepot{std::move(depot), number};
    });
}

Level to_level(domain::ProductId product, std::string depot, Number minimum, Number maximum,
               std::int64_t version) {
    return {product, std::move(depot), minimum, maximum, version};
}

std::vector<Resting> resting_at(ReadTx& tx, const domain::DepotId& depot, domain::Instant before,
                                const RestingCursor& after, std::int64_t limit) {
    return Query(tx, R"(
        select i.id, i.code, i.product_id, p.name, i.depot_id, i.shelf, i.since
        from item i join product p on p.id = i.product_id
        where i.depot_id = :depot_id and i.state = 'ready' and i.since < :before
          and (i.since, i.id) > (:since, :id)
          and i.owner || '' in ('kommune', 'overtatt_fra_nav') and i.stock || '' <> 'transitt'
          and not exists (select 1 from loan_line l
              where l.item_id = i.id and l.ended_at is null)
        order by i.since, i.id limit :limit)")
        .with(depot, before, after.since, after.id, limit)
        .all<domain::ItemId, std::string, domain::ProductId, std::string, std::string,
             std::optional<std::string>, domain::Instant>([](domain::ItemId id, std::string code,
                                                             domain::ProductId product,
                                                             std::string name, std::string at,
                                                             std::optional<std::string> shelf,
                                                             domain::Instant since) {
            return Resting{
                id,   std::move(code), product, std::move(name), std::move(at), std::move(shelf),
                since};
        });
}

}  // namespace

std::vector<Standing> standings(ReadTx& tx, domain::ProductId product) {
    return Query(tx, R"(
        select i.depot_id, i.state, case when l.id is null then 0 else 1 end as lent, count(*)
        from item i left join loan_line l on l.item_id = i.id and l.ended_at is null
        where i.product_id = :product_id
          and i.state || '' not in ('missing', 'lost', 'scrapped', 'handed_over')
          and i.owner || '' in ('kommune', 'overtatt_fra_nav') and i.stock || '' <> 'transitt'
        group by i.depot_id, i.state, lent order by i.depot_id, i.state, lent)")
        .with(product)
        .all<std::string, domain::State, bool, std::int64_t>(
            [](std::string depot, domain::State state, bool on_loan, std::int64_t number) {
                return Standing{std::move(depot), state, on_loan, number};
            });
}

std::vector<UnderWay> under_way(ReadTx& tx, domain::ProductId product) {
    // Few transfers are open, so they are walked and not the product.
    return Query(tx, R"(
        select tr.from_depot, tr.to_depot, i.state, sum(t.quantity)
        from transfer tr join transfer_line t on t.transfer_id = tr.id
        left join item i on i.id = t.item_id
        where tr.closed_at is null and tr.sent_at is not null and t.closed_at is null
          and coalesce(t.product_id, i.product_id) = :product_id
          and (i.id is null or (i.stock <> 'transitt'
              and i.owner in ('kommune', 'overtatt_fra_nav')))
        group by tr.from_depot, tr.to_depot, i.state)")
        .with(product)
        .all<std::string, std::string, std::optional<domain::State>, std::int64_t>(
            [](std::string from, std::string to, std::optional<domain::State> state,
               std::int64_t number) {
                return UnderWay{std::move(from), std::move(to), state, number};
            });
}

std::vector<AtDepot> counted(ReadTx& tx, domain::ProductId product) {
    Query query(tx,
                "select depot_id, sum(quantity) from counted_stock"
                " where product_id = :product_id group by depot_id");
    return read_at_depots(query.with(product));
}

std::vector<AtDepot> counted_lent(ReadTx& tx, domain::ProductId product) {
    Query query(tx, R"(
        select lo.depot_id, sum(l.quantity) from loan_line l join loan lo on lo.id = l.loan_id
        where l.product_id = :product_id and l.item_id is null and l.ended_at is null
        group by lo.depot_id)");
    return read_at_depots(query.with(product));
}

std::vector<Level> levels(ReadTx& tx, domain::ProductId product) {
    return Query(tx, R"(
        select product_id, depot_id, minimum, maximum, version from stock_level
        where product_id = :product_id order by depot_id)")
        .with(product)
        .all<domain::ProductId, std::string, Number, Number, std::int64_t>(to_level);
}

std::optional<Level> level(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot) {
    const auto row = Query(tx, R"(
        select product_id, depot_id, minimum, maximum, version from stock_level
        where product_id = :product_id and depot_id = :depot_id)")
                         .with(product, depot)
                         .one<domain::ProductId, std::string, Number, Number, std::int64_t>();
    if (!row) return std::nullopt;
    return std::apply(to_level, *row);
}

void set_level(WriteTx& tx, const Level& level) {
    Query(tx, R"(
        insert into stock_level (product_id, depot_id, minimum, maximum)
        values (:product_id, :depot_id, :minimum, :maximum)
        on conflict (product_id, depot_id) do update set minimum = excluded.minimum,
            maximum = excluded.maximum, version = stock_level.version + 1)")
        .with(level.product, level.depot, level.minimum, level.maximum)
        .run();
}

std::vector<domain::ProductId> with_level(ReadTx& tx, domain::ProductId after, std::int64_t limit) {
    return Query(tx,
                 "select distinct product_id from stock_level where product_id > :after"
                 " order by product_id limit :limit")
        .with(after, limit)
        .column<domain::ProductId>();
}

std::vector<Shelf> shelves(ReadTx& tx, const domain::DepotId& depot, const std::string& after,
                           std::int64_t limit) {
    const auto with_capacity = Query(tx, R"(
        select name from shelf where depot_id = :depot_id and name > :after
        order by name limit :limit)")
                                   .with(depot, after, limit)
                                   .column<std::string>();
    std::set<std::string> names(with_capacity.begin(), with_capacity.end());
    // From one name to the next, however much stands on each.
    for (const char* sql : {"select shelf from item where depot_id = :depot_id and shelf > :after"
                            " order by shelf limit 1",
                            "select shelf from counted_stock where depot_id = :depot_id"
                            " and shelf > :after and quantity > 0 order by shelf limit 1"}) {
        std::string last = after;
        for (std::int64_t i = 0; i < limit; ++i) {
            const auto next = Query(tx, sql).with(depot, last).one<std::string>();
            if (!next) break;
            names.insert(*next);
            last = *next;
        }
    }
    std::vector<Shelf> found;
    for (const std::string& name : names) {
        if (static_cast<std::int64_t>(found.size()) == limit) break;
        found.push_back(shelf(tx, depot, name));
    }
    return found;
}

Shelf shelf(ReadTx& tx, const domain::DepotId& depot, const std::string& name) {
    Shelf found{depot, name, {}, 0, 0, 0};
    if (const auto row = Query(tx, R"(
        select capacity, version from shelf where depot_id = :depot_id and name = :name)")
                             .with(depot, name)
                             .one<std::int64_t, std::int64_t>()) {
        found.capacity = std::get<0>(*row);
        found.version = std::get<1>(*row);
    }
    found.aids = *Query(tx, R"(
        select count(*) from item i
        where i.depot_id = :depot_id and i.shelf = :shelf
          and i.state || '' in ('ready', 'to_clean', 'to_inspect', 'to_repair', 'quarantine',
              'blocked')
          and not exists (select 1 from loan_line l where l.item_id = i.id and l.ended_at is null))")
                      .with(depot, name)
                      .one<std::int64_t>();
    // What was sent stands in its row here until it is received. Few transfers are open, so they
    // are walked instead of being asked for with each aid.
    found.aids -= *Query(tx, R"(
        select count(*) from transfer tr join transfer_line t on t.transfer_id = tr.id
        join item i on i.id = t.item_id
        where tr.from_depot = :from_depot and tr.closed_at is null and tr.sent_at is not null
          and t.closed_at is null and i.depot_id || '' = :depot_id and i.shelf || '' = :shelf)")
                       .with(depot, depot, name)
                       .one<std::int64_t>();
    found.counted = *Query(tx, R"(
        select coalesce(sum(quantity), 0) from counted_stock
        where depot_id = :depot_id and shelf = :shelf)")
                         .with(depot, name)
                         .one<std::int64_t>();
    return found;
}

void set_capacity(WriteTx& tx, const domain::DepotId& depot, const std::string& name,
                  std::int64_t capacity) {
    Query(tx, R"(
        insert into shelf (depot_id, name, capacity) values (:depot_id, :name, :capacity)
        on conflict (depot_id, name) do update set capacity = excluded.capacity,
            version = shelf.version + 1)")
        .with(depot, name, capacity)
        .run();
}

std::vector<Resting> resting(ReadTx& tx, const std::optional<domain::DepotId>& depot,
                             domain::Instant before, const RestingCursor& after,
                             std::int64_t limit) {
    if (depot) return resting_at(tx, *depot, before, after, limit);
    // Each depot has its own walk of the index.
    std::vector<Resting> found;
    for (const auto& one : Query(tx, "select id from depot").column<domain::DepotId>()) {
        auto more = resting_at(tx, one, before, after, limit);
        found.insert(found.end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
    }
    std::sort(found.begin(), found.end(), [](const Resting& a, const Resting& b) {
        return std::tie(a.since, a.id) < std::tie(b.since, b.id);
    });
    if (found.size() > static_cast<std::size_t>(limit)) {
        found.resize(static_cast<std::size_t>(limit));
    }
    return found;
}

}  // namespace db::figures
