#include "db/accessory_store.hpp"

#include "db/id_list.hpp"
#include "db/query.hpp"

namespace db::accessories {

void note(WriteTx& tx, domain::ItemId item, const std::string& name,
          std::optional<domain::LoanLineId> line, domain::EventId event) {
    const auto noted = Query(tx, R"(
        select id from missing_accessory
        where item_id = :item_id and name = :name and settled_event is null)")
                           .with(item, name)
                           .one<std::int64_t>();
    if (noted) return;
    Query(tx, R"(
        insert into missing_accessory (item_id, name, loan_line_id, noted_event)
        values (:item_id, :name, :loan_line_id, :noted_event))")
        .with(item, name, line, event)
        .run();
}

std::vector<std::string> missing(ReadTx& tx, domain::ItemId item) {
    return Query(tx, R"(
        select name from missing_accessory where item_id = :item_id and settled_event is null
        order by name)")
        .with(item)
        .column<std::string>();
}

std::map<domain::ItemId, std::vector<std::string>> missing(
    ReadTx& tx, const std::vector<domain::ItemId>& items) {
    std::map<domain::ItemId, std::vector<std::string>> all;
    for_ids(tx,
            "select item_id, name from missing_accessory where settled_event is null and item_id",
            " order by item_id, name", items, [&](Query& query) {
                query.all<domain::ItemId, std::string>([&](domain::ItemId item, std::string name) {
                    all[item].push_back(std::move(name));
                    return item;
                });
            });
    return all;
}

void settle(WriteTx& tx, domain::ItemId item, const std::string& name, std::string_view as,
            domain::EventId event) {
    Query(tx, R"(
        update missing_accessory set settled_event = :settled_event, settled_as = :settled_as
        where item_id = :item_id and name = :name and settled_event is null)")
        .with(event, as, item, name)
        .run();
}

void waive_all(WriteTx& tx, domain::ItemId item, domain::EventId event) {
    Query(tx, R"(
        update missing_accessory set settled_event = :settled_event, settled_as = 'waived'
        where item_id = :item_id and settled_event is null)")
        .with(event, item)
        .run();
}

void forget(WriteTx& tx, domain::ItemId item, domain::EventId event) {
    Query(tx, R"(
        delete from missing_accessory
        where item_id = :item_id and settled_event is null and noted_event = :noted_event)")
        .with(item, event)
        .run();
}

std::vector<Missing> waiting(ReadTx& tx, const std::optional<domain::DepotId>& depot,
                             std::int64_t after, std::int64_t limit) {
    // What is missing now is little, at whichever depot.
    std::string sql = R"(
        select m.id, m.item_id, i.code, i.product_id, p.name, i.depot_id, m.name, e.happened_at,
               l.loan_id, lo.borrower_id
        from missing_accessory m
        join item i on i.id = m.item_id
        join product p on p.id = i.product_id
        join event e on e.id = m.noted_event
        left join loan_line l on l.id = m.loan_line_id
        left join loan lo on lo.id = l.loan_id
        where m.settled_event is null and m.id > :after)";
    if (depot) sql += " and i.depot_id || '' = :depot_id";
    Query query(tx, sql + " order by m.id limit :limit");
    query.with(after);
    if (depot) query.with(*depot);
    return query.with(limit)
        .all<std::int64_t, domain::ItemId, std::string, domain::ProductId, std::string, std::string,
             std::string, domain::Instant, std::optional<domain::LoanId>,
             std::optional<domain::BorrowerId>>(
            [](std::int64_t id, domain::ItemId item, std::string code, domain::ProductId product,
               std::string product_name, std::string at, std::string name, domain::Instant since,
               std::optional<domain::LoanId> loan, std::optional<domain::BorrowerId> borrower) {
                return Missing{id,
                               item,
                               std::move(code),
                               product,
                               std::move(product_name),
                               std::move(at),
                               std::move(name),
                               since,
                               loan,
                               borrower};
            });
}

std::vector<std::pair<domain::ItemId, std::string>> all(ReadTx& tx) {
    return Query(tx, "select item_id, name from missing_accessory where settled_event is null")
        .all<domain::ItemId, std::string>(
            [](domain::ItemId item, std::string name) { return std::pair(item, std::move(name)); });
}

}  // namespace db::accessories
