#include "db/transfer_store.hpp"

#include <algorithm>
#include <map>

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::transfers {
namespace {

using Text = std::optional<std::string>;
using MaybeInstant = std::optional<domain::Instant>;

constexpr std::string_view select_transfer = R"(
    select id, from_depot, to_depot, sent_at, closed_at, outcome, actor_id, opened_at, version
    from transfer)";

std::vector<Transfer> read(Query& query) {
    return query.all<domain::TransferId, std::string, std::string, MaybeInstant, MaybeInstant, Text,
                     domain::ActorId, domain::Instant, std::int64_t>(
        [](domain::TransferId id, std::string from, std::string to, MaybeInstant sent,
           MaybeInstant closed, Text outcome, domain::ActorId actor, domain::Instant opened,
           std::int64_t version) {
            return Transfer{id,    std::move(from), std::move(to), sent, closed, std::move(outcome),
                            actor, opened,          version,       {}};
        });
}

void load_lines(ReadTx& tx, std::vector<Transfer>& transfers) {
    for_rows(tx, R"(
        select t.id, t.transfer_id, t.item_id, i.code, p.id, p.name, t.shelf, t.quantity,
            t.closed_at
        from transfer_line t left join item i on i.id = t.item_id
        join product p on p.id = coalesce(t.product_id, i.product_id)
        where t.transfer_id)",
             " order by t.id", transfers, [](Query& query, const auto& by_id) {
                 query.all<std::int64_t, domain::TransferId, std::optional<domain::ItemId>, Text,
                           domain::ProductId, std::string, Text, std::int64_t, MaybeInstant>(
                     [&](std::int64_t line, domain::TransferId transfer,
                         std::optional<domain::ItemId> item, Text code, domain::ProductId product,
                         std::string name, Text shelf, std::int64_t quantity, MaybeInstant closed) {
                         by_id.at(transfer)->lines.push_back({line, transfer, item, std::move(code),
                                                              product, std::move(name),
                                                              std::move(shelf), quantity, closed});
                         return line;
                     });
             });
}

}  // namespace

domain::TransferId insert(WriteTx& tx, const Transfer& transfer) {
    return Query(tx, R"(
        insert into transfer (from_depot, to_depot, sent_at, actor_id, opened_at)
        values (:from_depot, :to_depot, :sent_at, :actor_id, :opened_at))")
        .with(transfer.from, transfer.to, transfer.sent_at, transfer.actor, transfer.opened_at)
        .insert<domain::TransferId>();
}

std::int64_t add_item(WriteTx& tx, domain::TransferId transfer, domain::ItemId item) {
    return Query(tx,
                 "insert into transfer_line (transfer_id, item_id, quantity)"
                 " values (:transfer_id, :item_id, 1)")
        .with(transfer, item)
        .insert<std::int64_t>();
}

std::int64_t add_quantity(WriteTx& tx, domain::TransferId transfer, const Line& line) {
    return Query(tx,
                 "insert into transfer_line (transfer_id, product_id, shelf, quantity)"
                 " values (:transfer_id, :product_id, :shelf, :quantity)")
        .with(transfer, line.product, line.shelf, line.quantity)
        .insert<std::int64_t>();
}

std::optional<Transfer> find(ReadTx& tx, domain::TransferId id) {
    static const std::string sql = std::string(select_transfer) + " where id = :id";
    std::vector<Transfer> found;
    {
        Query query(tx, sql);
        found = read(query.with(id));
    }
    if (found.empty()) return std::nullopt;
    load_lines(tx, found);
    return std::move(found.front());
}

std::optional<domain::TransferId> planned(ReadTx& tx, const domain::DepotId& from,
                                          const domain::DepotId& to) {
    return Query(tx, R"(
        select id from transfer
        where from_depot = :from_depot and to_depot = :to_depot and sent_at is null
          and closed_at is null
        order by id limit 1)")
        .with(from, to)
        .one<domain::TransferId>();
}

void send(WriteTx& tx, domain::TransferId id, domain::Instant at) {
    Query(tx, "update transfer set sent_at = :sent_at, version = version + 1 where id = :id")
        .with(at, id)
        .run();
}

void close_line(WriteTx& tx, std::int64_t line, domain::Instant at) {
    Query(tx, "update transfer_line set closed_at = :closed_at where id = :id")
        .with(at, line)
        .run();
}

void count_change(WriteTx& tx, domain::TransferId id, const std::string& outcome,
                  domain::Instant at) {
    Query(tx, "update transfer set version = version + 1 where id = :id").with(id).run();
    Query(tx, R"(
        update transfer set closed_at = :closed_at, outcome = :outcome
        where id = :id and closed_at is null and not exists (select 1 from transfer_line t
            where t.transfer_id = transfer.id and t.closed_at is null))")
        .with(at, outcome, id)
        .run();
}

void reopen_line(WriteTx& tx, domain::TransferId id, domain::ItemId item) {
    // An earlier one may have been dropped when a return was undone.
    Query(tx, R"(
        update transfer_line set closed_at = null
        where id = (select max(id) from transfer_line
            where transfer_id = :transfer_id and item_id = :item_id))")
        .with(id, item)
        .run();
    Query(tx, R"(
        update transfer set closed_at = null, outcome = null, version = version + 1
        where id = :id)")
        .with(id)
        .run();
}

std::optional<Open> of_item(ReadTx& tx, domain::ItemId item) {
    const auto row =
        Query(tx, R"(
        select t.transfer_id, t.id, tr.from_depot, tr.to_depot, tr.sent_at
        from transfer_line t join transfer tr on tr.id = t.transfer_id
        where t.item_id = :item_id and t.closed_at is null)")
            .with(item)
            .one<domain::TransferId, std::int64_t, std::string, std::string, MaybeInstant>();
    if (!row) return std::nullopt;
    const auto& [transfer, line, from, to, sent_at] = *row;
    return Open{transfer, line, from, to, sent_at};
}

std::map<domain::ItemId, domain::DepotId> goals(ReadTx& tx,
                                                const std::vector<domain::ItemId>& items) {
    std::map<domain::ItemId, domain::DepotId> found;
    for_ids(tx, R"(
        select t.item_id, tr.to_depot
        from transfer_line t join transfer tr on tr.id = t.transfer_id
        where t.closed_at is null and t.item_id)",
            "", items, [&](Query& query) {
                for (auto& goal : query.all<domain::ItemId, std::string>(
                         [](domain::ItemId item, std::string depot) {
                             return std::pair(item, std::move(depot));
                         })) {
                    found.insert(std::move(goal));
                }
            });
    return found;
}

std::vector<Transfer> list(ReadTx& tx, const Filter& filter, domain::TransferId after,
                           std::int64_t limit) {
    const auto walk = [&](const char* column) {
        std::string sql = std::string(select_transfer) + " where id > :after";
        if (filter.open) {
            sql += *filter.open ? " and closed_at is null" : " and closed_at is not null";
        }
        if (filter.depot) sql += std::string(" and ") + column + " = :depot_id";
        Query query(tx, sql + " order by id limit :limit");
        query.with(after);
        if (filter.depot) query.with(*filter.depot);
        return read(query.with(limit));
    };
    auto found = walk("from_depot");
    if (filter.depot) {
        // Each side has its index.
        auto others = walk("to_depot");
        found.insert(found.end(), std::make_move_iterator(others.begin()),
                     std::make_move_iterator(others.end()));
        std::sort(found.begin(), found.end(),
                  [](const Transfer& a, const Transfer& b) { return a.id < b.id; });
        if (found.size() > static_cast<std::size_t>(limit)) {
            found.resize(static_cast<std::size_t>(limit));
        }
    }
    load_lines(tx, found);
    return found;
}

std::vector<std::string> faults(ReadTx& tx) {
    auto found = Query(tx, R"(
        select id from transfer where (closed_at is null) <> exists (
            select 1 from transfer_line t where t.transfer_id = transfer.id and t.closed_at is null)
        order by id)")
                     .all<std::int64_t>([](std::int64_t id) {
                         return "transfer " + std::to_string(id) +
                                ": open or closed otherwise than its lines";
                     });
    const auto lent = Query(tx, R"(
        select i.code from transfer_line t join transfer tr on tr.id = t.transfer_id
        join item i on i.id = t.item_id
        where t.closed_at is null and tr.sent_at is not null
          and (i.depot_id <> tr.from_depot or exists (select 1 from loan_line l
              where l.item_id = i.id and l.ended_at is null))
        order by i.id)")
                          .all<std::string>([](const std::string& code) {
                              return "item " + code + ": on its way, and somewhere else";
                          });
    found.insert(found.end(), lent.begin(), lent.end());
    return found;
}

}  // namespace db::transfers
