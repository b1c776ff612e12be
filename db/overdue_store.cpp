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

std::vector<domain::OverdueLine> list(ReadTx& tx, const Filter& filter,
                                      const std::optional<Place>& after, std::int64_t limit) {
    // The cross join keeps SQLite to the order of the tables: from what is due, of which there is
    // little, to the loans; of one who asks for loans, who has not many, from those.
    const std::string tables =
        filter.responsible ? "loan o cross join loan_line l" : "loan_line l cross join loan o";
    std::string sql = R"(
        select l.id, l.loan_id, o.borrower_id, o.depot_id, o.requested_by, i.code, p.name,
            l.quantity, l.due,
            (select count(*) from reminder r join message m on m.id = r.message_id
                where r.loan_line_id = l.id and r.due = l.due and m.state = 'sent'),
            (select max(c.day) from contact c
                where c.borrower_id = o.borrower_id and c.day <= :last)
        from )" + tables +
                      R"( cross join product p left join item i on i.id = l.item_id
        where l.ended_at is null and l.due < :today and o.id = l.loan_id and p.id = l.product_id)";
    if (after) sql += " and (l.due, l.id) > (:due, :line)";
    if (filter.depot) sql += " and o.depot_id = :depot_id";
    if (filter.responsible) sql += " and o.ended_at is null and o.requested_by = :requested_by";
    sql += " order by l.due, l.id limit :limit";
    Query query(tx, sql);
    query.with(filter.today, filter.today);
    if (after) query.with(after->due, after->line);
    if (filter.depot) query.with(*filter.depot);
    if (filter.responsible) query.with(*filter.responsible);
    return query.with(limit)
        .all<domain::LoanLineId, domain::LoanId, domain::BorrowerId, std::string, Text, Text,
             std::string, std::int64_t, domain::Day, std::int64_t, MaybeDay>(
            [](domain::LoanLineId id, domain::LoanId loan, domain::BorrowerId borrower,
               std::string depot, Text requested_by, Text item, std::string product,
               std::int64_t quantity, domain::Day due, std::int64_t reminders,
               MaybeDay last_contact) {
                domain::OverdueLine line;
                line.line = id;
                line.loan = loan;
                line.borrower = borrower;
                line.depot = std::move(depot);
                line.responsible = std::move(requested_by);
                line.item = std::move(item);
                line.product = std::move(product);
                line.quantity = quantity;
                line.due = due;
                line.reminders = reminders;
                line.last_contact = last_contact;
                return line;
            });
}

domain::ListedBorrowers borrowers(ReadTx& tx, const std::vector<domain::BorrowerId>& ids) {
    std::vector<domain::BorrowerId> each = ids;
    std::sort(each.begin(), each.end());
    each.erase(std::unique(each.begin(), each.end()), each.end());
    domain::ListedBorrowers found;
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
