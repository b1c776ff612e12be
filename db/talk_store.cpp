#include "db/talk_store.hpp"

#include <algorithm>

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::talks {
namespace {

using Text = std::optional<std::string>;
using MaybeDay = std::optional<domain::Day>;

constexpr std::string_view select_talk = R"(
    select c.id, c.borrower_id, c.day, c.how, c.outcome, c.said, c.next_day, c.actor_id, a.name,
           c.made_at
    from contact c join actor a on a.id = c.actor_id)";

std::vector<domain::Talk> read(Query& query) {
    return query
        .all<domain::TalkId, domain::BorrowerId, domain::Day, domain::TalkHow, domain::TalkOutcome,
             Text, MaybeDay, domain::ActorId, std::string, domain::Instant>(
            [](domain::TalkId id, domain::BorrowerId borrower, domain::Day day, domain::TalkHow how,
               domain::TalkOutcome outcome, Text said, MaybeDay next_day, domain::ActorId actor,
               std::string by, domain::Instant made_at) {
                return domain::Talk{
                    id,       borrower, day,           how,    outcome, std::move(said),
                    next_day, actor,    std::move(by), made_at};
            });
}

std::vector<Call> read_calls(Query& query) {
    return query.all<domain::BorrowerId, domain::Day, std::int64_t>(
        [](domain::BorrowerId borrower, domain::Day day, std::int64_t row) {
            return Call{borrower, day, row};
        });
}

std::vector<Call> agreed(ReadTx& tx, const CallFilter& filter, const std::optional<After>& after,
                         std::int64_t limit) {
    std::string sql = R"(
        select c.borrower_id, c.call_on, c.id
        from contact c join borrower b on b.id = c.borrower_id
        where c.call_on is not null and c.call_on <= :until and b.deceased_on is null)";
    if (after) sql += " and c.call_on >= :from and (c.call_on, c.id) > (:day, :row)";
    sql += R"(
          and exists (select 1 from loan lo
              where lo.borrower_id = c.borrower_id and lo.ended_at is null)";
    if (filter.requested_by) sql += " and lo.requested_by || '' = :requested_by";
    if (filter.unassigned) sql += " and lo.requested_by is null";
    if (filter.depot) sql += " and lo.depot_id || '' = :depot";
    Query query(tx, sql + ") order by c.call_on, c.id limit :limit");
    query.with(filter.until);
    if (after) query.with(after->day, after->day, after->row);
    if (filter.requested_by) query.with(*filter.requested_by);
    if (filter.depot) query.with(*filter.depot);
    return read_calls(query.with(limit));
}

std::vector<Call> overdue(ReadTx& tx, const CallFilter& filter, const std::optional<After>& after,
                          std::int64_t limit) {
    // Who asks for loans has not many: the index of the due days is hidden then.
    const std::string due = filter.requested_by ? "l.due || ''" : "l.due";
    const auto same_view = [&](const std::string& loan, const std::string& number) {
        std::string text;
        if (filter.requested_by) text += " and " + loan + ".requested_by = :requested_by" + number;
        if (filter.unassigned) text += " and " + loan + ".requested_by is null";
        if (filter.depot) text += " and " + loan + ".depot_id || '' = :depot" + number;
        return text;
    };
    const auto not_fetched = [](const std::string& loan, const std::string& line) {
        return R"(
          and not exists (select 1 from pickup p join pickup_line pl on pl.pickup_id = p.id
              where p.borrower_id = )" +
               loan +
               ".borrower_id and p.done_at is null and p.kind = 'fetch' and pl.loan_line_id = " +
               line + ".id)";
    };
    std::string sql = R"(
        select lo.borrower_id, l.due, l.id
        from loan_line l
        join loan lo on lo.id = l.loan_id
        join borrower b on b.id = lo.borrower_id
        where l.ended_at is null and lo.ended_at is null and l.due is not null
          and b.deceased_on is null and )" +
                      due + " <= :until" + same_view("lo", "1");
    if (after) sql += " and " + due + " >= :from and (" + due + ", l.id) > (:day, :row)";
    sql += R"(
          and not exists (select 1 from contact c
              where c.borrower_id = lo.borrower_id and c.call_on is not null))" +
           not_fetched("lo", "l") + R"(
          and not exists (select 1 from loan eo join loan_line e on e.loan_id = eo.id
              where eo.borrower_id = lo.borrower_id and eo.ended_at is null
                and e.ended_at is null and e.due is not null
                and (e.due, e.id) < (l.due, l.id))" +
           not_fetched("eo", "e") + same_view("eo", "2");
    Query query(tx, sql + ") order by " + due + ", l.id limit :limit");
    query.with(filter.until);
    const auto bind_view = [&] {
        if (filter.requested_by) query.with(*filter.requested_by);
        if (filter.depot) query.with(*filter.depot);
    };
    bind_view();
    if (after) query.with(after->day, after->day, after->row);
    bind_view();
    return read_calls(query.with(limit));
}

}  // namespace

domain::TalkId insert(WriteTx& tx, const domain::Talk& talk) {
    Query(tx, R"(
        update contact set call_on = null
        where borrower_id = :borrower_id and call_on is not null)")
        .with(talk.borrower)
        .run();
    return Query(tx, R"(
        insert into contact (borrower_id, day, how, outcome, said, next_day, call_on, actor_id,
            made_at)
        values (:borrower_id, :day, :how, :outcome, :said, :next_day, :call_on, :actor_id,
            :made_at))")
        .with(talk.borrower, talk.day, talk.how, talk.outcome, talk.said, talk.next_day,
              talk.next_day, talk.actor, talk.made_at)
        .insert<domain::TalkId>();
}

std::optional<domain::Talk> find(ReadTx& tx, domain::TalkId id) {
    static const std::string sql = std::string(select_talk) + " where c.id = :id";
    Query query(tx, sql);
    auto found = read(query.with(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<domain::Talk> of_borrower(ReadTx& tx, domain::BorrowerId borrower,
                                      std::optional<domain::TalkId> before, std::int64_t limit) {
    static const std::string sql =
        std::string(select_talk) +
        " where c.borrower_id = :borrower_id and c.id < :before order by c.id desc limit :limit";
    Query query(tx, sql);
    return read(query.with(borrower, before.value_or(domain::TalkId{INT64_MAX}), limit));
}

std::map<domain::BorrowerId, domain::Talk> last_of(
    ReadTx& tx, const std::vector<domain::BorrowerId>& borrowers) {
    static const std::string before =
        std::string(select_talk) +
        " where c.id in (select max(t.id) from contact t where t.borrower_id";
    std::map<domain::BorrowerId, domain::Talk> last;
    for (domain::Talk& talk :
         rows_for_ids(tx, before, " group by t.borrower_id)", borrowers, read)) {
        const domain::BorrowerId borrower = talk.borrower;
        last.emplace(borrower, std::move(talk));
    }
    return last;
}

void keep_one_call(WriteTx& tx, domain::BorrowerId one, domain::BorrowerId other) {
    const auto both = Query(tx, R"(
        select id from contact
        where (borrower_id = :one or borrower_id = :other) and call_on is not null
        order by call_on, id)")
                          .with(one, other)
                          .column<domain::TalkId>();
    for (std::size_t i = 1; i < both.size(); ++i) {
        Query(tx, "update contact set call_on = null where id = :id").with(both[i]).run();
    }
}

void drop_moot_calls(WriteTx& tx, domain::Day until, std::int64_t limit) {
    const auto moot = Query(tx, R"(
        select c.id from contact c
        where c.call_on is not null and c.call_on <= :until
          and not exists (select 1 from loan lo
              where lo.borrower_id = c.borrower_id and lo.ended_at is null)
        order by c.call_on, c.id limit :limit)")
                          .with(until, limit)
                          .column<domain::TalkId>();
    for (const domain::TalkId id : moot) {
        Query(tx, "update contact set call_on = null where id = :id").with(id).run();
    }
}

std::vector<Call> calls(ReadTx& tx, const CallFilter& filter, const std::optional<After>& after,
                        std::int64_t limit) {
    return filter.agreed ? agreed(tx, filter, after, limit) : overdue(tx, filter, after, limit);
}

std::vector<Held> held_by(ReadTx& tx, const std::vector<domain::BorrowerId>& borrowers) {
    return rows_for_ids(
        tx, R"(
        select lo.borrower_id, lo.id, l.id, i.code, p.name, l.quantity, l.due,
               (select count(*) from reminder r join message m on m.id = r.message_id
                   where r.loan_line_id = l.id and r.due = l.due and m.state = 'sent'),
               case when exists (select 1 from pickup f join pickup_line fl on fl.pickup_id = f.id
                   where f.borrower_id = lo.borrower_id and f.done_at is null
                     and f.kind = 'fetch' and fl.loan_line_id = l.id) then 1 else 0 end
        from loan lo
        join loan_line l on l.loan_id = lo.id
        join product p on p.id = l.product_id
        left join item i on i.id = l.item_id
        where l.ended_at is null and lo.ended_at is null and lo.borrower_id)",
        " order by lo.borrower_id, l.due, l.id", borrowers, [](Query& query) {
            return query.all<domain::BorrowerId, domain::LoanId, domain::LoanLineId, Text,
                             std::string, std::int64_t, MaybeDay, std::int64_t, bool>(
                [](domain::BorrowerId borrower, domain::LoanId loan, domain::LoanLineId line,
                   Text code, std::string product, std::int64_t quantity, MaybeDay due,
                   std::int64_t reminders, bool fetch) {
                    return Held{
                        borrower, loan,      line, std::move(code), std::move(product), quantity,
                        due,      reminders, fetch};
                });
        });
}

}  // namespace db::talks
