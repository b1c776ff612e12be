#include "db/overdue_store.hpp"

#include <algorithm>

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::overdue {
namespace {

using Text = std::optional<std::string>;
using MaybeDay = std::optional<domain::Day>;

}  // namespace

std::vector<Found> list(ReadTx& tx, const Filter& filter, const std::optional<Place>& after,
                        std::int64_t limit) {
    // The cross join keeps SQLite to the order of the tables: from what is due, of which there is
    // little, to the loans.
    std::string sql = R"(
        select l.id, l.loan_id, o.borrower_id, o.depot_id, o.requested_by, i.code, p.name,
            l.quantity, l.due,
            (select count(*) from reminder r join message m on m.id = r.message_id
                where r.loan_line_id = l.id and r.due = l.due and m.state = 'sent'),
            (select max(c.day) from contact c where c.borrower_id = o.borrower_id),
            b.kind, i.stock, i.owner, o.expected, o.extensions
        from loan_line l cross join loan o cross join product p cross join borrower b
        left join item i on i.id = l.item_id
        where l.ended_at is null and l.due < :today and o.id = l.loan_id and p.id = l.product_id
          and b.id = o.borrower_id)";
    if (after) sql += " and (l.due, l.id) > (:due, :line)";
    if (filter.depot) sql += " and o.depot_id = :depot_id";
    if (filter.responsible) sql += " and o.requested_by = :requested_by";
    sql += " order by l.due, l.id limit :limit";
    Query query(tx, sql);
    query.with(filter.today);
    if (after) query.with(after->due, after->line);
    if (filter.depot) query.with(*filter.depot);
    if (filter.responsible) query.with(*filter.responsible);
    return query.with(limit)
        .all<domain::LoanLineId, domain::LoanId, domain::BorrowerId, std::string, Text, Text,
             std::string, std::int64_t, domain::Day, std::int64_t, MaybeDay, domain::BorrowerKind,
             std::optional<domain::Stock>, std::optional<domain::Owner>, domain::Expected,
             std::int64_t>([](domain::LoanLineId id, domain::LoanId loan,
                              domain::BorrowerId borrower, std::string depot, Text requested_by,
                              Text item, std::string product, std::int64_t quantity,
                              domain::Day due, std::int64_t reminders, MaybeDay last_contact,
                              domain::BorrowerKind kind, std::optional<domain::Stock> stock,
                              std::optional<domain::Owner> owner, domain::Expected expected,
                              std::int64_t extensions) {
            Found found;
            found.line.line = id;
            found.line.loan = loan;
            found.line.borrower = borrower;
            found.line.depot = std::move(depot);
            found.line.responsible = std::move(requested_by);
            found.line.item = std::move(item);
            found.line.product = std::move(product);
            found.line.quantity = quantity;
            found.line.due = due;
            found.line.reminders = reminders;
            found.line.last_contact = last_contact;
            // What is counted and lent is the municipality's, for adults.
            found.facts = {kind == domain::BorrowerKind::person,
                           stock.value_or(domain::Stock::korttid),
                           owner.value_or(domain::Owner::kommune),
                           expected,
                           due,
                           extensions};
            return found;
        });
}

Borrowers borrowers(ReadTx& tx, const std::vector<domain::BorrowerId>& ids) {
    std::vector<domain::BorrowerId> each = ids;
    std::sort(each.begin(), each.end());
    each.erase(std::unique(each.begin(), each.end()), each.end());
    Borrowers found;
    for_ids(tx,
            "select id, kind, anonymised_at is not null, name, phone, email, contact_name,"
            " contact_phone from borrower where id",
            "", each, [&](Query& query) {
                query.all<domain::BorrowerId, domain::BorrowerKind, bool, std::string, Text, Text,
                          Text, Text>([&](domain::BorrowerId id, domain::BorrowerKind kind,
                                          bool anonymised, std::string name, Text phone, Text email,
                                          Text contact_name, Text contact_phone) {
                    domain::ListedBorrower borrower{
                        kind, anonymised, std::move(name), std::move(phone), std::move(email), {}};
                    if (contact_name) {
                        borrower.contact =
                            domain::Contact{*std::move(contact_name), std::move(contact_phone)};
                    }
                    found.emplace(id, std::move(borrower));
                    return id;
                });
            });
    return found;
}

}  // namespace db::overdue
