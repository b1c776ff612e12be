#include "db/figure_store.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::figures {
namespace {

using Number = std::optional<std::int64_t>;

Level to_level(domain::ProductId product, std::string depot, Number minimum, Number maximum,
               std::int64_t version) {
    return {product, std::move(depot), minimum, maximum, version};
}

// At that depot, before that moment.
constexpr std::string_view resting_there = R"(
    from item i join product p on p.id = i.product_id
    where i.depot_id = :depot_id and i.state = 'ready' and i.since < :before
      and i.owner || '' in ('kommune', 'overtatt_fra_nav') and i.stock || '' <> 'transitt'
      and not exists (select 1 from loan_line l
          where l.item_id = i.id and l.ended_at is null))";

std::vector<Resting> resting_at(ReadTx& tx, const domain::DepotId& depot, domain::Instant before,
                                const RestingCursor& after, std::int64_t limit) {
    static const std::string sql =
        "select i.id, i.code, i.product_id, p.name, i.depot_id, i.shelf, i.since" +
        std::string(resting_there) +
        " and (i.since, i.id) > (:since, :id) order by i.since, i.id limit :limit";
    return Query(tx, sql)
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

std::vector<std::string> shelf_names(ReadTx& tx, const domain::DepotId& depot,
                                     const std::string& after, std::int64_t limit) {
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
    std::vector<std::string> some(names.begin(), names.end());
    if (static_cast<std::int64_t>(some.size()) > limit)
        some.resize(static_cast<std::size_t>(limit));
    return some;
}

// What is lent of the aids on shelves: by a walk of all open lines, for many shelves, or of the
// aids that stand there, for one.
constexpr std::string_view lent_of_many = R"(
        select i.shelf, count(*) from loan_line l cross join item i
        where i.id = l.item_id and l.ended_at is null and l.item_id > 0
          and i.depot_id = :depot_id and i.shelf >= :first and i.shelf <= :last
          and i.state in ('ready', 'to_clean', 'to_inspect', 'to_repair', 'quarantine',
              'blocked')
        group by i.shelf)";
constexpr std::string_view lent_of_one = R"(
        select i.shelf, count(*) from item i cross join loan_line l
        where l.item_id = i.id and l.ended_at is null
          and i.depot_id = :depot_id and i.shelf >= :first and i.shelf <= :last
          and i.state || '' in ('ready', 'to_clean', 'to_inspect', 'to_repair', 'quarantine',
              'blocked')
        group by i.shelf)";

// From the first name to the last. An aid that is lent keeps its row, and so does one that was
// sent, until it is received: those are taken off again, as there are fewer of them.
std::vector<Shelf> between(ReadTx& tx, const domain::DepotId& depot, const std::string& first,
                           const std::string& last) {
    std::map<std::string, Shelf> shelves;
    const auto at = [&](const std::string& name) -> Shelf& {
        return shelves.try_emplace(name, Shelf{depot, name, {}, 0, 0, 0}).first->second;
    };
    const auto add = [&](std::string_view sql, std::int64_t Shelf::*number, int sign) {
        Query(tx, sql)
            .with(depot, first, last)
            .all<std::string, std::int64_t>([&](const std::string& name, std::int64_t some) {
                return at(name).*number += sign * some;
            });
    };
    Query(tx, R"(
        select name, capacity, version from shelf
        where depot_id = :depot_id and name >= :first and name <= :last)")
        .with(depot, first, last)
        .all<std::string, std::int64_t, std::int64_t>(
            [&](const std::string& name, std::int64_t capacity, std::int64_t version) {
                Shelf& shelf = at(name);
                shelf.capacity = capacity;
                shelf.version = version;
                return version;
            });
    add(R"(
        select shelf, count(*) from item
        where depot_id = :depot_id and shelf >= :first and shelf <= :last
          and state || '' in ('ready', 'to_clean', 'to_inspect', 'to_repair', 'quarantine',
              'blocked')
        group by shelf)",
        &Shelf::aids, 1);
    add(first == last ? lent_of_one : lent_of_many, &Shelf::aids, -1);
    add(R"(
        select i.shelf, count(*)
        from transfer r cross join transfer_line t cross join item i
        where t.transfer_id = r.id and i.id = t.item_id and r.closed_at is null
          and r.sent_at is not null and t.closed_at is null
          and i.depot_id || '' = :depot_id and i.shelf >= :first and i.shelf <= :last
          and i.state || '' in ('ready', 'to_clean', 'to_inspect', 'to_repair', 'quarantine',
              'blocked')
          and not exists (select 1 from loan_line l
              where l.item_id = i.id and l.ended_at is null)
        group by i.shelf)",
        &Shelf::aids, -1);
    add(R"(
        select shelf, sum(quantity) from counted_stock
        where depot_id = :depot_id and shelf >= :first and shelf <= :last
        group by shelf)",
        &Shelf::counted, 1);
    std::vector<Shelf> found;
    found.reserve(shelves.size());
    for (auto& entry : shelves) found.push_back(std::move(entry.second));
    return found;
}

}  // namespace

std::vector<Level> levels(ReadTx& tx, const std::vector<domain::ProductId>& products) {
    return rows_for_ids(
        tx,
        "select product_id, depot_id, minimum, maximum, version from stock_level"
        " where product_id",
        "", products, [](Query& query) {
            return query.all<domain::ProductId, std::string, Number, Number, std::int64_t>(
                to_level);
        });
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
    const std::vector<std::string> names = shelf_names(tx, depot, after, limit);
    if (names.empty()) return {};
    return between(tx, depot, names.front(), names.back());
}

Shelf shelf(ReadTx& tx, const domain::DepotId& depot, const std::string& name) {
    const auto found = between(tx, depot, name, name);
    return found.empty() ? Shelf{depot, name, {}, 0, 0, 0} : found.front();
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

std::vector<std::pair<std::string, std::int64_t>> resting_classes(ReadTx& tx,
                                                                  const domain::DepotId& depot,
                                                                  domain::Instant before) {
    static const std::string sql = "select substr(p.iso, 1, 6), count(*)" +
                                   std::string(resting_there) + " group by substr(p.iso, 1, 6)";
    return Query(tx, sql)
        .with(depot, before)
        .all<std::string, std::int64_t>([](std::string iso_class, std::int64_t number) {
            return std::pair(std::move(iso_class), number);
        });
}

}  // namespace db::figures
