#include "db/count_store.hpp"

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::counts {
namespace {

using Text = std::optional<std::string>;
using Number = std::optional<std::int64_t>;

constexpr std::string_view select_count = R"(
    select id, depot_id, shelf, opened_by, opened_at, closed_by, closed_at, expected, seen, version
    from stock_count)";

Count to_count(domain::CountId id, std::string depot, Text shelf, domain::ActorId opened_by,
               domain::Instant opened_at, std::optional<domain::ActorId> closed_by,
               std::optional<domain::Instant> closed_at, Number expected, Number seen,
               std::int64_t version) {
    return {id,        std::move(depot), std::move(shelf), opened_by, opened_at,
            closed_by, closed_at,        expected,         seen,      version};
}

std::vector<Count> read(Query& query) {
    return query.all<domain::CountId, std::string, Text, domain::ActorId, domain::Instant,
                     std::optional<domain::ActorId>, std::optional<domain::Instant>, Number, Number,
                     std::int64_t>(to_count);
}

// What should be there. Of one shelf its own index is walked, else that of depot and state.
constexpr std::string_view expected_of_depot = R"(
    from item i join product p on p.id = i.product_id
    where i.depot_id = :depot_id
      and i.state in ('ready', 'to_clean', 'to_inspect', 'to_repair', 'quarantine', 'blocked'))";
constexpr std::string_view expected_of_shelf = R"(
    from item i join product p on p.id = i.product_id
    where i.depot_id = :depot_id and i.shelf = :shelf
      and i.state || '' in ('ready', 'to_clean', 'to_inspect', 'to_repair', 'quarantine',
          'blocked'))";
constexpr std::string_view is_here = R"(
      and not exists (select 1 from loan_line l where l.item_id = i.id and l.ended_at is null)
      and not exists (select 1 from transfer_line t join transfer tr on tr.id = t.transfer_id
          where t.item_id = i.id and t.closed_at is null and tr.sent_at is not null))";
// What was recorded since the opening shows that somebody had it in hand, but for what is done at a
// desk without it. The latest event alone says of most items that there is nothing.
constexpr std::string_view is_missing = R"(
    not exists (select 1 from count_seen s where s.count_id = :count_id and s.item_id = i.id)
      and not exists (select 1 from event e
          where e.item_id = i.id and e.seq = i.event_count and e.recorded_at >= :opened
            and exists (select 1 from event f
                where f.item_id = i.id and f.recorded_at >= :opened_again
                  and f.kind not in ('blocked', 'unblocked', 'changed', 'loan_corrected',
                      'transfer_cancelled', 'accessories_noted', 'accessories_settled'))))";

std::string expected_sql(const Count& count) {
    return std::string(count.shelf ? expected_of_shelf : expected_of_depot) + std::string(is_here);
}

void bind_expected(Query& query, const Count& count) {
    query.with(count.depot);
    if (count.shelf) query.with(*count.shelf);
}

}  // namespace

domain::CountId insert(WriteTx& tx, const Count& count) {
    return Query(tx, R"(
        insert into stock_count (depot_id, shelf, opened_by, opened_at)
        values (:depot_id, :shelf, :opened_by, :opened_at))")
        .with(count.depot, count.shelf, count.opened_by, count.opened_at)
        .insert<domain::CountId>();
}

std::optional<Count> find(ReadTx& tx, domain::CountId id) {
    static const std::string sql = std::string(select_count) + " where id = :id";
    Query query(tx, sql);
    auto found = read(query.with(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Count> open_at(ReadTx& tx, const domain::DepotId& depot) {
    static const std::string sql =
        std::string(select_count) + " where depot_id = :depot_id and closed_at is null order by id";
    Query query(tx, sql);
    return read(query.with(depot));
}

void close(WriteTx& tx, const Count& count) {
    Query(tx, R"(
        update stock_count set closed_by = :closed_by, closed_at = :closed_at,
            expected = :expected, seen = :seen, version = version + 1
        where id = :id)")
        .with(count.closed_by, count.closed_at, count.expected, count.seen, count.id)
        .run();
}

std::vector<Count> list(ReadTx& tx, const Filter& filter, domain::CountId after,
                        std::int64_t limit) {
    std::string sql = std::string(select_count) + " where id > :after";
    if (filter.open) sql += *filter.open ? " and closed_at is null" : " and closed_at is not null";
    if (filter.depot) sql += " and depot_id = :depot_id";
    Query query(tx, sql + " order by id limit :limit");
    query.with(after);
    if (filter.depot) query.with(*filter.depot);
    return read(query.with(limit));
}

void saw(WriteTx& tx, domain::CountId count, domain::ItemId item, const Text& shelf,
         domain::Instant at) {
    Query(tx,
          "insert into count_seen (count_id, item_id, shelf, seen_at)"
          " values (:count_id, :item_id, :shelf, :seen_at) on conflict (count_id, item_id)"
          " do update set shelf = excluded.shelf, seen_at = excluded.seen_at")
        .with(count, item, shelf, at)
        .run();
}

std::int64_t seen_total(ReadTx& tx, domain::CountId count) {
    return *Query(tx, "select count(*) from count_seen where count_id = :count_id")
                .with(count)
                .one<std::int64_t>();
}

std::vector<Missing> missing(ReadTx& tx, const Count& count, std::int64_t limit) {
    const std::string sql =
        "select i.id, i.code, i.product_id, i.owner, i.depot_id, i.shelf, i.state,"
        " i.quarantine_until, i.inspection_due, i.dirty, i.since, i.event_count, p.name" +
        expected_sql(count) + " and " + std::string(is_missing) + " order by i.id limit :limit";
    Query query(tx, sql);
    bind_expected(query, count);
    return query.with(count.id, count.opened_at, count.opened_at, limit)
        .all<domain::ItemId, std::string, domain::ProductId, domain::Owner, std::string, Text,
             domain::State, std::optional<domain::Day>, std::optional<domain::Day>, bool,
             domain::Instant, std::int64_t, std::string>(
            [](domain::ItemId id, std::string code, domain::ProductId product, domain::Owner owner,
               std::string depot, Text shelf, domain::State state,
               std::optional<domain::Day> quarantine, std::optional<domain::Day> inspection,
               bool dirty, domain::Instant since, std::int64_t events, std::string name) {
                Missing found;
                found.item.id = id;
                found.item.code = std::move(code);
                found.item.product = product;
                found.item.owner = owner;
                found.item.status = {state,      std::move(depot), std::move(shelf),
                                     quarantine, inspection,       dirty};
                found.item.since = since;
                found.item.event_count = events;
                found.product_name = std::move(name);
                return found;
            });
}

Totals totals(ReadTx& tx, const Count& count) {
    // What is missing is counted beside the expected, in one walk.
    const std::string sql = "select count(*), coalesce(sum(case when " + std::string(is_missing) +
                            " then 1 else 0 end), 0)" + expected_sql(count);
    Query query(tx, sql);
    query.with(count.id, count.opened_at, count.opened_at);
    bind_expected(query, count);
    const auto row = query.one<std::int64_t, std::int64_t>();
    return {std::get<0>(*row), std::get<1>(*row)};
}

std::vector<Seen> seen(ReadTx& tx, const Count& count) {
    return Query(tx, R"(
        select i.id, i.code, i.product_id, p.name, i.state, i.depot_id, i.shelf, s.shelf,
            case when exists (select 1 from loan_line l
                where l.item_id = i.id and l.ended_at is null) then 1 else 0 end,
            case when exists (select 1 from transfer_line t
                join transfer tr on tr.id = t.transfer_id
                where t.item_id = i.id and t.closed_at is null and tr.sent_at is not null)
                then 1 else 0 end
        from count_seen s join item i on i.id = s.item_id join product p on p.id = i.product_id
        where s.count_id = :count_id
          and not exists (select 1 from event e where e.item_id = i.id
              and e.seq = i.event_count and e.recorded_at > s.seen_at)
        order by s.item_id)")
        .with(count.id)
        .all<domain::ItemId, std::string, domain::ProductId, std::string, domain::State,
             std::string, Text, Text, bool, bool>(
            [](domain::ItemId id, std::string code, domain::ProductId product, std::string name,
               domain::State state, std::string depot, Text shelf, Text seen_shelf, bool on_loan,
               bool under_way) {
                return Seen{id,
                            std::move(code),
                            product,
                            std::move(name),
                            {state, on_loan, under_way, std::move(depot), std::move(shelf),
                             std::move(seen_shelf)}};
            });
}

void counted(WriteTx& tx, domain::CountId count, const Quantity& quantity) {
    Query(tx,
          "insert into count_quantity (count_id, product_id, shelf, quantity, expected)"
          " values (:count_id, :product_id, :shelf, :quantity, :expected)"
          " on conflict (count_id, product_id, shelf)"
          " do update set quantity = excluded.quantity, expected = excluded.expected")
        .with(count, quantity.product, quantity.shelf, quantity.quantity, quantity.expected)
        .run();
}

std::vector<Quantity> quantities(ReadTx& tx, domain::CountId count) {
    return Query(tx, R"(
        select q.product_id, p.name, q.shelf, q.quantity, q.expected
        from count_quantity q join product p on p.id = q.product_id
        where q.count_id = :count_id order by q.product_id, q.shelf)")
        .with(count)
        .all<domain::ProductId, std::string, std::string, std::int64_t, std::int64_t>(
            [](domain::ProductId product, std::string name, std::string shelf,
               std::int64_t quantity, std::int64_t expected) {
                return Quantity{product, std::move(name), std::move(shelf), quantity, expected};
            });
}

std::vector<Quantity> uncounted(ReadTx& tx, const Count& count) {
    std::string sql = R"(
        select s.product_id, p.name, s.shelf, s.quantity
        from counted_stock s join product p on p.id = s.product_id
        where s.depot_id = :depot_id and s.quantity > 0
          and not exists (select 1 from count_quantity q where q.count_id = :count_id
              and q.product_id = s.product_id and q.shelf = s.shelf))";
    if (count.shelf) sql += " and s.shelf = :shelf";
    Query query(tx, sql + " order by s.product_id, s.shelf");
    query.with(count.depot, count.id);
    if (count.shelf) query.with(*count.shelf);
    return query.all<domain::ProductId, std::string, std::string, std::int64_t>(
        [](domain::ProductId product, std::string name, std::string shelf, std::int64_t expected) {
            return Quantity{product, std::move(name), std::move(shelf), 0, expected};
        });
}

void keep(WriteTx& tx, domain::CountId count, const Finding& finding) {
    Query(tx, R"(
        insert into count_finding (count_id, kind, item_id, product_id, depot_id, shelf, seen_shelf,
            standing, expected, seen)
        values (:count_id, :kind, :item_id, :product_id, :depot_id, :shelf, :seen_shelf,
            :standing, :expected, :seen))")
        .with(count, finding.kind, finding.item, finding.product, finding.depot, finding.shelf,
              finding.seen_shelf, finding.standing, finding.expected, finding.seen)
        .run();
}

std::vector<Finding> findings(ReadTx& tx, domain::CountId count, domain::FindingKind kind,
                              std::int64_t limit) {
    return Query(tx, R"(
        select f.kind, f.item_id, i.code, f.product_id, p.name, f.depot_id, f.shelf, f.seen_shelf,
            f.standing, f.expected, f.seen
        from count_finding f join product p on p.id = f.product_id
        left join item i on i.id = f.item_id
        where f.count_id = :count_id and f.kind = :kind order by f.id limit :limit)")
        .with(count, kind, limit)
        .all<domain::FindingKind, std::optional<domain::ItemId>, Text, domain::ProductId,
             std::string, Text, Text, Text, Text, Number, Number>(
            [](domain::FindingKind of, std::optional<domain::ItemId> item, Text code,
               domain::ProductId product, std::string name, Text depot, Text shelf, Text seen_shelf,
               Text standing, Number expected, Number seen) {
                return Finding{of,
                               item,
                               std::move(code),
                               product,
                               std::move(name),
                               std::move(depot),
                               std::move(shelf),
                               std::move(seen_shelf),
                               std::move(standing),
                               expected,
                               seen};
            });
}

std::int64_t findings_total(ReadTx& tx, domain::CountId count, domain::FindingKind kind) {
    return *Query(tx,
                  "select count(*) from count_finding where count_id = :count_id and kind = :kind")
                .with(count, kind)
                .one<std::int64_t>();
}

}  // namespace db::counts
