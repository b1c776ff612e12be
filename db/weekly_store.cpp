#include "db/weekly_store.hpp"

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::weekly {
namespace {

using Text = std::optional<std::string>;
using MaybeDay = std::optional<domain::Day>;

domain::IsoWeek week_in(const std::string& column) {
    const auto week = domain::parse_week(column);
    if (!week) throw Error("a week column holds something else");
    return *week;
}

constexpr std::string_view select_list = R"(
    select week, as_of, made_at, since, new_lines, still_lines, solved_lines from weekly_list
    where made_at is not null)";

std::vector<Kept> read_lists(Query& query) {
    return query.all<std::string, domain::Instant, domain::Instant, Text, std::int64_t,
                     std::int64_t, std::int64_t>(
        [](const std::string& week, domain::Instant as_of, domain::Instant made_at,
           const Text& since, std::int64_t fresh, std::int64_t still, std::int64_t solved) {
            return Kept{week_in(week), as_of, made_at,
                        since ? std::optional(week_in(*since)) : std::nullopt,
                        domain::ListCounts{fresh, still, solved}};
        });
}

std::optional<Kept> first(const std::vector<Kept>& found) {
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : ",") + text;
    return all;
}

std::vector<std::string> parted(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto comma = text.find(',');
        parts.emplace_back(text.substr(0, comma));
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return parts;
}

// The columns of a line, behind one that says where it stands or what became of it.
constexpr std::string_view line_columns = R"(
    w.loan_line_id, l.loan_id, w.borrower_id, w.depot_id, w.responsible, w.item_code, w.product,
    w.quantity, w.due, w.days, w.reminders, w.last_contact, w.candidate_why, w.change, w.solved_by
    from weekly_line w cross join loan_line l
    where l.id = w.loan_line_id and w.week = :week)";

template <class Before, class F>
auto read_lines(Query& query, F to_row) {
    return query.all<Before, domain::LoanLineId, domain::LoanId, domain::BorrowerId, std::string,
                     Text, Text, std::string, std::int64_t, domain::Day, std::int64_t, std::int64_t,
                     MaybeDay, std::string, domain::ListChange, Text>(
        [&](Before before, domain::LoanLineId id, domain::LoanId loan, domain::BorrowerId borrower,
            std::string depot, Text responsible, Text item, std::string product,
            std::int64_t quantity, domain::Day due, std::int64_t days, std::int64_t reminders,
            MaybeDay last_contact, const std::string& why, domain::ListChange change,
            Text solved_by) {
            return to_row(before, domain::OverdueLine{
                                      id, loan, borrower, std::move(depot), std::move(responsible),
                                      std::move(item), std::move(product), quantity, due,
                                      static_cast<int>(days), reminders, last_contact, parted(why),
                                      change, std::move(solved_by)});
        });
}

}  // namespace

std::optional<Kept> find(ReadTx& tx, domain::IsoWeek week) {
    Query query(tx, std::string(select_list) + " and week = :week");
    return first(read_lists(query.with(domain::to_text(week))));
}

std::optional<Kept> last_before(ReadTx& tx, domain::IsoWeek week) {
    return first(list(tx, week, 1));
}

std::vector<Kept> list(ReadTx& tx, const std::optional<domain::IsoWeek>& before,
                       std::int64_t limit) {
    Query query(tx, std::string(select_list) + (before ? " and week < :before" : "") +
                        " order by week desc limit :limit");
    if (before) query.with(domain::to_text(*before));
    return read_lists(query.with(limit));
}

std::vector<Listed> lines(ReadTx& tx, domain::IsoWeek week, const Filter& filter,
                          std::int64_t after, std::int64_t limit) {
    // Who is responsible has fewer lines than a depot; neither has so many that a third index
    // would be worth it.
    std::string sql =
        "select w.position, " + std::string(line_columns) + " and w.position > :position";
    if (filter.responsible) sql += " and w.responsible = :responsible";
    if (filter.depot) {
        sql += std::string(" and w.depot_id") + (filter.responsible ? " || ''" : "") + " = :depot";
    }
    if (filter.change) sql += " and w.change = :change";
    sql += " order by w.position limit :limit";
    Query query(tx, sql);
    query.with(domain::to_text(week), after);
    if (filter.responsible) query.with(*filter.responsible);
    if (filter.depot) query.with(*filter.depot);
    if (filter.change) query.with(*filter.change);
    return read_lines<std::int64_t>(query.with(limit),
                                    [](std::int64_t position, domain::OverdueLine line) {
                                        return Listed{position, std::move(line)};
                                    });
}

std::vector<domain::CountedLines> counts(ReadTx& tx, domain::IsoWeek week) {
    return Query(tx, R"(
        select depot_id, responsible, change, count(*) from weekly_line where week = :week
        group by depot_id, responsible, change order by depot_id, responsible, change)")
        .with(domain::to_text(week))
        .all<std::string, Text, domain::ListChange, std::int64_t>([](std::string depot,
                                                                     Text responsible,
                                                                     domain::ListChange change,
                                                                     std::int64_t number) {
            return domain::CountedLines{std::move(depot), std::move(responsible), change, number};
        });
}

std::vector<domain::ListedBefore> overdue_then(ReadTx& tx, domain::IsoWeek week) {
    Query query(tx, "select l.end_reason, " + std::string(line_columns) +
                        " and w.change <> 'solved' order by w.position");
    return read_lines<std::optional<domain::EndReason>>(
        query.with(domain::to_text(week)),
        [](std::optional<domain::EndReason> ended, domain::OverdueLine line) {
            return domain::ListedBefore{std::move(line), ended};
        });
}

void begin(WriteTx& tx, const domain::OverdueList& list, const domain::ListCounts& counts) {
    Query(tx, R"(
        insert into weekly_list (week, as_of, since, new_lines, still_lines, solved_lines)
        values (:week, :as_of, :since, :new_lines, :still_lines, :solved_lines))")
        .with(domain::to_text(list.week.value()), list.as_of,
              list.since ? std::optional(domain::to_text(*list.since)) : std::nullopt, counts.fresh,
              counts.still, counts.solved)
        .run();
}

void add(WriteTx& tx, domain::IsoWeek week, std::int64_t position,
         const domain::OverdueLine& line) {
    Query(tx, R"(
        insert into weekly_line (week, position, loan_line_id, borrower_id, depot_id, responsible,
            item_code, product, quantity, due, days, reminders, last_contact, candidate_why,
            change, solved_by)
        values (:week, :position, :loan_line_id, :borrower_id, :depot_id, :responsible,
            :item_code, :product, :quantity, :due, :days, :reminders, :last_contact,
            :candidate_why, :change, :solved_by))")
        .with(domain::to_text(week), position, line.line, line.borrower, line.depot,
              line.responsible, line.item, line.product, line.quantity, line.due, line.days,
              line.reminders, line.last_contact, joined(line.why), line.change.value(),
              line.solved_by)
        .run();
}

void finish(WriteTx& tx, domain::IsoWeek week, domain::Instant made_at) {
    Query(tx, "update weekly_list set made_at = :made_at where week = :week")
        .with(made_at, domain::to_text(week))
        .run();
}

bool drop_unfinished(WriteTx& tx, domain::IsoWeek week, std::int64_t most) {
    const std::string name = domain::to_text(week);
    const auto there = Query(tx, "select 1 from weekly_list where week = :week and made_at is null")
                           .with(name)
                           .one<std::int64_t>();
    if (!there) return false;
    const auto dropped = Query(tx, R"(
        delete from weekly_line where week = :week and position in (
            select position from weekly_line where week = :of_week order by position limit :most))")
                             .with(name, name, most)
                             .run();
    if (dropped == 0) {
        Query(tx, "delete from weekly_list where week = :week").with(name).run();
    }
    return true;
}

}  // namespace db::weekly
