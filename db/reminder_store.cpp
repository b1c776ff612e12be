#include "db/reminder_store.hpp"

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::reminders {
namespace {

using MaybeInstant = std::optional<domain::Instant>;
using MaybeDay = std::optional<domain::Day>;

constexpr std::string_view by_hand = "manual";

std::string to_column(const std::optional<domain::ReminderStep>& step) {
    return std::string(step ? to_text(*step) : by_hand);
}

// When the line `l` of the loan `lo` was extended last.
const std::string extended = R"((select max(e.made_at) from extension e
        where e.loan_id = lo.id and lo.extensions > 0 and exists (select 1 from extension_line x
            where x.extension_id = e.id and x.loan_line_id = l.id)))";

// The ladder's steps in their order.
const std::string select_lines = R"(
    select lo.borrower_id, l.id, l.due, lo.start, )" +
                                 extended + R"(,
        (select max(case r.step when 'first_before' then 0 when 'second_before' then 1
                when 'after' then 2 when 'call' then 3 when 'lost_process' then 4 end)
            from reminder r where r.loan_line_id = l.id and r.due = l.due and r.step <> 'manual')
    from )";

std::vector<Line> read_lines(Query& query) {
    return query.all<domain::BorrowerId, domain::LoanLineId, domain::Day, domain::Day, MaybeInstant,
                     std::optional<std::int64_t>>(
        [](domain::BorrowerId borrower, domain::LoanLineId id, domain::Day due, domain::Day start,
           MaybeInstant at, std::optional<std::int64_t> taken) {
            Line line{borrower, id, due, start, at, {}};
            if (taken) line.taken = static_cast<domain::ReminderStep>(*taken);
            return line;
        });
}

}  // namespace

void insert(WriteTx& tx, const Reminder& reminder) {
    Query(tx, R"(
        insert into reminder (loan_line_id, due, step, day, message_id)
        values (:loan_line_id, :due, :step, :day, :message_id))")
        .with(reminder.line, reminder.due, to_column(reminder.step), reminder.day, reminder.message)
        .run();
}

void copy(WriteTx& tx, domain::LoanLineId from, domain::LoanLineId to) {
    Query(tx, R"(
        insert into reminder (loan_line_id, due, step, day, message_id)
        select line.id, r.due, r.step, r.day, r.message_id
        from reminder r join loan_line line on line.id = :to_line
        where r.loan_line_id = :from_line)")
        .with(to, from)
        .run();
}

std::vector<Line> due_by(ReadTx& tx, domain::Day day, const std::optional<After>& after,
                         std::int64_t limit) {
    static const std::string sql = select_lines + R"(loan_line l join loan lo on lo.id = l.loan_id
        where l.ended_at is null and l.due is not null and l.due <= :day
          and (l.due, l.id) > (:after, :after_id)
        order by l.due, l.id limit :limit)";
    Query query(tx, sql);
    // The first page begins before every day.
    query.with(day, after ? domain::to_text(after->due) : std::string(),
               after ? after->line : domain::LoanLineId{}, limit);
    return read_lines(query);
}

std::vector<Line> due_by(ReadTx& tx, domain::Day day, domain::BorrowerId borrower) {
    static const std::string sql = select_lines + R"(loan lo join loan_line l on l.loan_id = lo.id
        where lo.borrower_id = :borrower_id and lo.ended_at is null and l.ended_at is null
          and l.due is not null and l.due <= :day
        order by l.due, l.id)";
    Query query(tx, sql);
    query.with(borrower, day);
    return read_lines(query);
}

std::vector<Subject> subjects_of(ReadTx& tx, const std::vector<domain::MessageId>& messages) {
    static const std::string sql =
        "select r.message_id, l.id, lo.id, r.due, r.step, l.due, "
        "case when l.ended_at is null then 1 else 0 end, lo.start, lo.borrower_id, " +
        extended + R"(
        from reminder r join loan_line l on l.id = r.loan_line_id join loan lo on lo.id = l.loan_id
        where r.message_id)";
    return rows_for_ids(tx, sql, " order by r.message_id, r.id", messages, [](Query& query) {
        return query
            .all<domain::MessageId, domain::LoanLineId, domain::LoanId, domain::Day, std::string,
                 MaybeDay, bool, domain::Day, domain::BorrowerId, MaybeInstant>(
                [](domain::MessageId message, domain::LoanLineId line, domain::LoanId loan,
                   domain::Day due, const std::string& step, MaybeDay due_now, bool open,
                   domain::Day start, domain::BorrowerId borrower, MaybeInstant at) {
                    return Subject{line,    loan,    due,   domain::parse_reminder_step(step),
                                   due_now, open,    start, at,
                                   message, borrower};
                });
    });
}

std::vector<Lent> lent_to(ReadTx& tx, domain::BorrowerId borrower) {
    return Query(tx, R"(
        select lo.id, l.id, lo.depot_id, p.name, l.quantity, l.due
        from loan lo join loan_line l on l.loan_id = lo.id join product p on p.id = l.product_id
        where lo.borrower_id = :borrower_id and lo.ended_at is null and l.ended_at is null
        order by coalesce(l.due, '9999'), l.id)")
        .with(borrower)
        .all<domain::LoanId, domain::LoanLineId, domain::DepotId, std::string, std::int64_t,
             MaybeDay>([](domain::LoanId loan, domain::LoanLineId line, domain::DepotId depot,
                          std::string product, std::int64_t quantity, MaybeDay due) {
            return Lent{loan, line, std::move(depot), std::move(product), quantity, due};
        });
}

}  // namespace db::reminders
