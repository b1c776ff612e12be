#include "db/loan_store.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::loans {
namespace {

constexpr std::string_view select_loan = R"(
    select lo.id, lo.borrower_id, lo.depot_id, lo.start, lo.expected, lo.arena, lo.requested_by,
           lo.reason, lo.partner, lo.terms_version, lo.extensions, lo.ended_at, lo.version)";

constexpr std::string_view select_line = R"(
    select l.id, l.loan_id, l.item_id, i.code, l.product_id, l.quantity, l.due, l.original_due,
           l.review, l.anchor, l.months, l.handed_out_at, l.ended_at, l.end_reason,
           l.end_reference
    from loan_line l left join item i on i.id = l.item_id)";

using Text = std::optional<std::string>;
using MaybeDay = std::optional<domain::Day>;
using MaybeInstant = std::optional<domain::Instant>;

domain::LoanLine to_line(domain::LoanLineId id, domain::LoanId loan,
                         std::optional<domain::ItemId> item, Text code, domain::ProductId product,
                         std::int64_t quantity, MaybeDay due, MaybeDay original_due,
                         MaybeDay review, domain::Day anchor, int months,
                         domain::Instant handed_out_at, MaybeInstant ended_at,
                         std::optional<domain::EndReason> end_reason, Text end_reference) {
    return {id,       loan,          item,         std::move(code), product,
            quantity, due,           original_due, review,          anchor,
            months,   handed_out_at, ended_at,     end_reason,      std::move(end_reference)};
}

std::vector<domain::LoanLine> all_lines(Query& query) {
    return query.all<domain::LoanLineId, domain::LoanId, std::optional<domain::ItemId>, Text,
                     domain::ProductId, std::int64_t, MaybeDay, MaybeDay, MaybeDay, domain::Day,
                     int, domain::Instant, MaybeInstant, std::optional<domain::EndReason>, Text>(
        to_line);
}

template <class... P>
std::vector<domain::LoanLine> read_lines(ReadTx& tx, const std::string& sql,
                                         const P&... parameters) {
    Query query(tx, sql);
    query.with(parameters...);
    return all_lines(query);
}

std::vector<domain::LoanLine> lines_of(ReadTx& tx, domain::LoanId loan) {
    static const std::string sql =
        std::string(select_line) + " where l.loan_id = :loan_id order by l.id";
    return read_lines(tx, sql, loan);
}

// The day that such a list goes by, of the line.
std::string day_of(Which which, const std::string& line) {
    switch (which) {
        case Which::any:
        case Which::open:
        case Which::ended:
            return "coalesce(" + line + ".due, " + line + ".review)";
        case Which::due_soon:
        case Which::overdue:
        case Which::lost_process:
            return line + ".due";
        case Which::review_due:
            return line + ".review";
    }
    return {};
}

domain::Loan to_loan(domain::LoanId id, domain::BorrowerId borrower, std::string depot,
                     domain::Day start, domain::Expected expected, std::string arena,
                     Text requested_by, Text reason, Text partner, std::int64_t terms_version,
                     std::int64_t extensions, MaybeInstant ended_at, std::int64_t version) {
    return {id,
            borrower,
            std::move(depot),
            start,
            expected,
            std::move(arena),
            {},
            std::move(requested_by),
            std::move(reason),
            std::move(partner),
            terms_version,
            extensions,
            {},
            {},
            ended_at,
            version,
            {}};
}

std::vector<std::string> further_arenas_of(ReadTx& tx, domain::LoanId loan) {
    return Query(tx, "select arena from loan_place where loan_id = :loan_id order by arena")
        .with(loan)
        .column<std::string>();
}

// The lines and further places of all of them, in a statement each for so many loans: the last id
// stands as often as it takes, so that there are few statements.
void add_parts(ReadTx& tx, std::vector<Listed>& found) {
    constexpr std::size_t few = 20;
    constexpr std::size_t many = 100;
    std::map<std::int64_t, domain::Loan*> by_id;
    for (Listed& listed : found) by_id.emplace(listed.loan.id.value, &listed.loan);
    for (std::size_t begin = 0; begin < found.size(); begin += many) {
        const std::size_t count = std::min(many, found.size() - begin);
        const std::size_t size = count <= few ? few : many;
        std::string ids = "(";
        for (std::size_t i = 0; i < size; ++i) ids += (i == 0 ? ":i" : ",:i") + std::to_string(i);
        ids += ")";
        const auto with_ids = [&](Query& query) -> Query& {
            for (std::size_t i = 0; i < size; ++i) {
                query.with(found[begin + std::min(i, count - 1)].loan.id);
            }
            return query;
        };
        {
            Query query(tx, std::string(select_line) + " where l.loan_id in " + ids +
                                " order by l.loan_id, l.id");
            for (domain::LoanLine& line : all_lines(with_ids(query))) {
                by_id.at(line.loan.value)->lines.push_back(std::move(line));
            }
        }
        Query query(tx, "select loan_id, arena from loan_place where loan_id in " + ids +
                            " order by loan_id, arena");
        with_ids(query).all<domain::LoanId, std::string>([&](domain::LoanId id, std::string arena) {
            by_id.at(id.value)->further_arenas.push_back(std::move(arena));
            return id;
        });
    }
}

void add_places(WriteTx& tx, domain::LoanId loan, const std::vector<std::string>& arenas) {
    for (const std::string& arena : arenas) {
        Query(tx, "insert into loan_place (loan_id, arena) values (:loan_id, :arena)")
            .with(loan, arena)
            .run();
    }
}

}  // namespace

domain::LoanId insert(WriteTx& tx, const domain::Loan& loan) {
    const auto id = Query(tx, R"(
        insert into loan (borrower_id, depot_id, start, expected, arena, requested_by, reason,
            partner, terms_version, joins_device, joins_actor, ended_at)
        values (:borrower_id, :depot_id, :start, :expected, :arena, :requested_by, :reason,
            :partner, (select max(version) from terms), :joins_device, :joins_actor, :ended_at))")
                        .with(loan.borrower, loan.depot, loan.start, loan.expected, loan.arena,
                              loan.requested_by, loan.reason, loan.partner, loan.joins_device,
                              loan.joins_actor, loan.ended_at)
                        .insert<domain::LoanId>();
    add_places(tx, id, loan.further_arenas);
    return id;
}

domain::LoanLineId insert_line(WriteTx& tx, const domain::LoanLine& line,
                               const std::optional<domain::Training>& training) {
    const auto id =
        Query(tx, R"(
        insert into loan_line (loan_id, item_id, product_id, quantity, due, original_due, review,
            anchor, months, handed_out_at, ended_at, end_reason, end_reference)
        values (:loan_id, :item_id, :product_id, :quantity, :due, :original_due, :review,
            :anchor, :months, :handed_out_at, :ended_at, :end_reason, :end_reference))")
            .with(line.loan, line.item, line.product, line.quantity, line.due, line.original_due,
                  line.review, line.anchor, line.months, line.handed_out_at, line.ended_at,
                  line.end_reason, line.end_reference)
            .insert<domain::LoanLineId>();
    if (training) {
        Query(tx, R"(
            insert into training (loan_line_id, given_by, given_to, day)
            values (:loan_line_id, :given_by, :given_to, :day))")
            .with(id, training->given_by, training->given_to, training->day)
            .run();
    }
    return id;
}

std::optional<domain::Loan> find(ReadTx& tx, domain::LoanId id) {
    static const std::string sql = std::string(select_loan) + " from loan lo where lo.id = :id";
    const auto row = Query(tx, sql)
                         .with(id)
                         .one<domain::LoanId, domain::BorrowerId, std::string, domain::Day,
                              domain::Expected, std::string, Text, Text, Text, std::int64_t,
                              std::int64_t, MaybeInstant, std::int64_t>();
    if (!row) return std::nullopt;
    domain::Loan loan = std::apply(to_loan, *row);
    loan.further_arenas = further_arenas_of(tx, id);
    loan.lines = lines_of(tx, id);
    return loan;
}

void correct(WriteTx& tx, const domain::Loan& loan) {
    Query(tx, R"(
        update loan set borrower_id = :borrower_id, arena = :arena, expected = :expected,
            requested_by = :requested_by, reason = :reason, partner = :partner,
            version = version + 1
        where id = :id)")
        .with(loan.borrower, loan.arena, loan.expected, loan.requested_by, loan.reason,
              loan.partner, loan.id)
        .run();
    Query(tx, "delete from loan_place where loan_id = :loan_id").with(loan.id).run();
    add_places(tx, loan.id, loan.further_arenas);
}

std::vector<OpenLine> open_lines_of(ReadTx& tx, domain::BorrowerId borrower) {
    return Query(tx, R"(
        select l.id, lo.depot_id from loan lo join loan_line l on l.loan_id = lo.id
        where lo.borrower_id = :borrower_id and lo.ended_at is null and l.ended_at is null
        order by l.id)")
        .with(borrower)
        .all<domain::LoanLineId, std::string>([](domain::LoanLineId line, std::string depot) {
            return OpenLine{line, std::move(depot)};
        });
}

void extend_line(WriteTx& tx, domain::LoanLineId line, const domain::ExtendedLine& extended) {
    Query(tx, "update loan_line set anchor = :anchor, months = :months, due = :due where id = :id")
        .with(extended.anchor, extended.months, extended.due.due, line)
        .run();
}

void set_review(WriteTx& tx, domain::LoanLineId line, domain::Day anchor, int months,
                domain::Day review) {
    Query(tx, R"(
        update loan_line set anchor = :anchor, months = :months, review = :review
        where id = :id)")
        .with(anchor, months, review, line)
        .run();
}

void count_extension(WriteTx& tx, domain::LoanId loan) {
    Query(tx, R"(
        update loan set extensions = extensions + 1, version = version + 1 where id = :id)")
        .with(loan)
        .run();
}

domain::LoanLineId split_line(WriteTx& tx, const domain::LoanLine& line, std::int64_t quantity) {
    Query(tx, "update loan_line set quantity = quantity - :quantity where id = :id")
        .with(quantity, line.id)
        .run();
    domain::LoanLine part = line;
    part.quantity = quantity;
    const domain::LoanLineId id = insert_line(tx, part, {});
    copy_training(tx, line.id, id);
    return id;
}

void copy_training(WriteTx& tx, domain::LoanLineId from, domain::LoanLineId to) {
    Query(tx, R"(
        insert into training (loan_line_id, given_by, given_to, day)
        select line.id, t.given_by, t.given_to, t.day
        from training t join loan_line line on line.id = :to_line
        where t.loan_line_id = :from_line)")
        .with(to, from)
        .run();
}

void count_change(WriteTx& tx, domain::LoanId loan) {
    Query(tx, "update loan set version = version + 1 where id = :id").with(loan).run();
}

void end_line(WriteTx& tx, domain::LoanId loan, domain::LoanLineId line, domain::Instant at,
              domain::EndReason reason, const std::optional<std::string>& reference) {
    Query(tx, R"(
        update loan_line set end_reason = :end_reason, end_reference = :end_reference,
            ended_at = case when handed_out_at > :earliest then handed_out_at else :ended_at end
        where id = :id)")
        .with(reason, reference, at, at, line)
        .run();
    Query(tx, R"(
        update loan set version = version + 1,
            ended_at = case when exists (select 1 from loan_line l
                where l.loan_id = loan.id and l.ended_at is null) then null
                else cast(:ended_at as bigint) end
        where id = :id)")
        .with(at, loan)
        .run();
}

void rejoin_line(WriteTx& tx, domain::LoanId loan, const domain::LoanLine& part,
                 domain::LoanLineId rest) {
    Query(tx, "update loan_line set quantity = quantity + :quantity where id = :id")
        .with(part.quantity, rest)
        .run();
    Query(tx, "update loan_line set end_reason = :end_reason where id = :id")
        .with(domain::EndReason::undone, part.id)
        .run();
    count_change(tx, loan);
}

void reopen_line(WriteTx& tx, domain::LoanId loan, domain::LoanLineId line) {
    Query(tx, R"(
        update loan_line set ended_at = null, end_reason = null, end_reference = null
        where id = :id)")
        .with(line)
        .run();
    Query(tx, "update loan set version = version + 1, ended_at = null where id = :id")
        .with(loan)
        .run();
}

domain::LoanId loan_of_line(ReadTx& tx, domain::LoanLineId line) {
    return *Query(tx, "select loan_id from loan_line where id = :id")
                .with(line)
                .one<domain::LoanId>();
}

std::optional<domain::LoanId> joinable(ReadTx& tx, const domain::Loan& wanted) {
    return Query(tx, R"(
        select id from loan
        where joins_actor = :actor and joins_device = :device and borrower_id = :borrower_id
          and depot_id = :depot_id and start = :start and ended_at is null
        order by id desc limit 1)")
        .with(wanted.joins_actor, wanted.joins_device, wanted.borrower, wanted.depot, wanted.start)
        .one<domain::LoanId>();
}

long long finish_joining(WriteTx& tx, domain::ActorId actor, const std::string& device) {
    return Query(tx, R"(
        update loan set joins_device = null, joins_actor = null
        where joins_actor = :actor and joins_device = :device and ended_at is null)")
        .with(actor, device)
        .run();
}

std::vector<domain::LoanLine> lines_begun_by(ReadTx& tx, domain::ItemId item,
                                             domain::Instant instant) {
    static const std::string sql = std::string(select_line) +
                                   " where l.item_id = :item_id and l.handed_out_at <= :instant"
                                   " and (l.end_reason is null or l.end_reason <> 'undone')"
                                   " order by l.handed_out_at desc, l.id desc limit 2";
    return read_lines(tx, sql, item, instant);
}

std::optional<domain::Instant> last_ended(ReadTx& tx, domain::ItemId item) {
    const auto row = Query(tx, R"(
        select ended_at from loan_line
        where item_id = :item_id and (end_reason is null or end_reason <> 'undone')
        order by handed_out_at desc, id desc limit 1)")
                         .with(item)
                         .one<MaybeInstant>();
    return row.value_or(std::nullopt);
}

std::span<const Order<Listed>> orders(Which which) {
    constexpr auto place = [](const Listed& listed) { return listed.place; };
    static const std::array<Order<Listed>, 3> all{{{{"oldest"}, place},
                                                   {{"newest", {}, true}, place},
                                                   {{"due", "coalesce(l.due, l.review)"}, place}}};
    const std::span<const Order<Listed>> some(all);
    switch (which) {
        case Which::open:
            return some;
        case Which::any:
        case Which::ended:
            return some.first(2);
        case Which::due_soon:
        case Which::overdue:
        case Which::lost_process:
        case Which::review_due:
            return some.last(1);
    }
    return {};
}

std::vector<Listed> list(ReadTx& tx, const Filter& filter, const Position& after,
                         std::int64_t limit) {
    return list(tx, filter, after, limit, orders(filter.which).front());
}

std::vector<Listed> list(ReadTx& tx, const Filter& filter, const Position& after,
                         std::int64_t limit, const Order<Listed>& order) {
    const bool by_day = !order.column.empty();
    const bool in_window = by_day && filter.which != Which::open;
    // A borrower has few loans, who asks for them has not many, and a window of due days is narrow:
    // the index of what has more is hidden by an expression, since the planner might walk it.
    const bool of_few = filter.borrower || (filter.requested_by && !in_window);
    const std::string line_day = day_of(filter.which, "l");
    OrderBy going = static_cast<const OrderBy&>(order);
    const std::string sorted = of_few && !in_window ? line_day + " || ''" : line_day;
    if (by_day) going.column = sorted;

    std::string sql(select_loan);
    if (by_day) {
        // One row per loan, at its first line (in the window).
        const std::string other_day = day_of(filter.which, "e");
        sql += ", " + line_day + R"(, l.id
            from loan_line l join loan lo on lo.id = l.loan_id
            where l.ended_at is null and )" +
               behind(going, after, "l.id");
        if (in_window) sql += " and " + line_day + " >= :from and " + line_day + " <= :to";
        if (of_few && !in_window) sql += " and lo.ended_at is null";
        sql += R"(
              and not exists (select 1 from loan_line e
                  where e.loan_id = l.loan_id and e.ended_at is null)";
        if (in_window) sql += " and " + other_day + " >= :from_again";
        sql += " and (" + other_day + ", e.id) < (" + line_day + ", l.id))";
    } else {
        sql += ", lo.start, lo.id from loan lo where " + behind(going, after, "lo.id");
        if (filter.which == Which::open) sql += " and lo.ended_at is null";
        if (filter.which == Which::ended) sql += " and lo.ended_at is not null";
    }
    const auto equal = [](const char* column, bool hidden) {
        return std::string(" and lo.") + column + (hidden ? " || ''" : "") + " = :" + column;
    };
    if (filter.depot) sql += equal("depot_id", by_day || filter.borrower);
    if (filter.requested_by) sql += equal("requested_by", in_window || filter.borrower);
    if (filter.borrower) sql += equal("borrower_id", false);
    sql += in_order(going, by_day ? "l.id" : "lo.id") + " limit :limit";

    std::vector<Listed> found;
    {
        Query query(tx, sql);
        bind_behind(query, going, after);
        if (in_window) {
            // The page begins where the last one ended, also for the index.
            const std::string from = domain::to_text(filter.from);
            const auto* last = std::get_if<std::string>(&after.key);
            query.with(last != nullptr ? std::max(from, *last) : from, filter.to, from);
        }
        if (filter.depot) query.with(*filter.depot);
        if (filter.requested_by) query.with(*filter.requested_by);
        if (filter.borrower) query.with(*filter.borrower);
        found = query.with(limit)
                    .all<domain::LoanId, domain::BorrowerId, std::string, domain::Day,
                         domain::Expected, std::string, Text, Text, Text, std::int64_t,
                         std::int64_t, MaybeInstant, std::int64_t, std::string, std::int64_t>(
                        [&](domain::LoanId id, domain::BorrowerId borrower, std::string depot,
                            domain::Day start, domain::Expected expected, std::string arena,
                            Text requested_by, Text reason, Text partner, std::int64_t terms,
                            std::int64_t extensions, MaybeInstant ended, std::int64_t version,
                            std::string day, std::int64_t place) {
                            return Listed{to_loan(id, borrower, std::move(depot), start, expected,
                                                  std::move(arena), std::move(requested_by),
                                                  std::move(reason), std::move(partner), terms,
                                                  extensions, ended, version),
                                          {by_day ? SortKey(std::move(day)) : SortKey(), place}};
                        });
    }
    add_parts(tx, found);
    return found;
}

}  // namespace db::loans
