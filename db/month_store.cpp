#include "db/month_store.hpp"

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::months {
namespace {

using domain::MonthFigures;

MonthFigures& at(Figures& figures, std::string depot, std::string iso_class) {
    MonthFigures& found = figures[{depot, iso_class}];
    found.depot = std::move(depot);
    found.iso_class = std::move(iso_class);
    return found;
}

// Rows of depot, class and a number, added to that member.
void add_number(Query& query, Figures& figures, std::int64_t MonthFigures::*member) {
    query.all<std::string, std::string, std::int64_t>(
        [&](std::string depot, std::string iso_class, std::int64_t number) {
            return at(figures, std::move(depot), std::move(iso_class)).*member += number;
        });
}

}  // namespace

void add_lent(ReadTx& tx, Figures& figures, const Span& span) {
    Query query(tx, R"(
        select n.depot_id, substr(p.iso, 1, 6), cast(sum(n.number) as bigint)
        from (select lo.depot_id, l.product_id, sum(l.quantity) as number
              from loan_line l join loan lo on lo.id = l.loan_id
              where l.handed_out_at >= :from and l.handed_out_at < :until
                and coalesce(l.end_reason, '') <> 'undone'
              group by lo.depot_id, l.product_id) n
            join product p on p.id = n.product_id
        group by n.depot_id, substr(p.iso, 1, 6))");
    add_number(query.with(span.from, span.until), figures, &MonthFigures::lent);
}

void add_ended(ReadTx& tx, Figures& figures, const Span& span) {
    Query(tx, R"(
        select n.depot_id, substr(p.iso, 1, 6), cast(sum(n.number) as bigint),
            cast(sum(n.days) as bigint), cast(sum(n.permanent) as bigint)
        from (select lo.depot_id, l.product_id, sum(l.quantity) as number,
                  sum(l.quantity * ((l.ended_at - l.handed_out_at) / 86400000)) as days,
                  sum(case when l.end_reason = 'permanent' then l.quantity else 0 end) as permanent
              from loan_line l join loan lo on lo.id = l.loan_id
              where l.ended_at >= :from and l.ended_at < :until and l.end_reason <> 'undone'
              group by lo.depot_id, l.product_id) n
            join product p on p.id = n.product_id
        group by n.depot_id, substr(p.iso, 1, 6))")
        .with(span.from, span.until)
        .all<std::string, std::string, std::int64_t, std::int64_t, std::int64_t>(
            [&](std::string depot, std::string iso_class, std::int64_t ended, std::int64_t days,
                std::int64_t permanent) {
                MonthFigures& of = at(figures, std::move(depot), std::move(iso_class));
                of.ended = ended;
                of.days_out = days;
                of.permanent = permanent;
                return ended;
            });
}

void add_losses(ReadTx& tx, Figures& figures, const Span& span) {
    for (const auto& [state, member] :
         {std::pair("lost", &MonthFigures::lost), std::pair("scrapped", &MonthFigures::scrapped)}) {
        Query query(tx, R"(
            select i.depot_id, substr(p.iso, 1, 6), count(*)
            from depot d cross join item i join product p on p.id = i.product_id
            where i.depot_id = d.id and i.state = :state and i.since >= :from and i.since < :until
              and i.owner || '' in ('kommune', 'overtatt_fra_nav') and i.stock || '' <> 'transitt'
            group by i.depot_id, substr(p.iso, 1, 6))");
        add_number(query.with(state, span.from, span.until), figures, member);
    }
}

void add_handed_over(ReadTx& tx, Figures& figures, const Span& span) {
    Query(tx, R"(
        select b.depot_id, coalesce(b.iso_class, substr(p.iso, 1, 6)), count(*),
            cast(sum((b.closed_at - b.requested_at) / 3600000) as bigint)
        from booking b left join product p on p.id = b.product_id
        where b.state = 'handed_out' and b.closed_at >= :from and b.closed_at < :until
        group by b.depot_id, coalesce(b.iso_class, substr(p.iso, 1, 6)))")
        .with(span.from, span.until)
        .all<std::string, std::string, std::int64_t, std::int64_t>(
            [&](std::string depot, std::string iso_class, std::int64_t number, std::int64_t hours) {
                MonthFigures& of = at(figures, std::move(depot), std::move(iso_class));
                of.handed_over = number;
                of.hours_waited = hours;
                return number;
            });
}

void add_overdue(ReadTx& tx, Figures& figures, domain::Day day, domain::Instant moment) {
    {
        Query query(tx, R"(
            select n.depot_id, substr(p.iso, 1, 6), cast(sum(n.number) as bigint)
            from (select lo.depot_id, l.product_id, sum(l.quantity) as number
                  from loan_line l join loan lo on lo.id = l.loan_id
                  where l.ended_at is null and l.due < :day and l.handed_out_at + 0 < :moment
                  group by lo.depot_id, l.product_id) n
                join product p on p.id = n.product_id
            group by n.depot_id, substr(p.iso, 1, 6))");
        add_number(query.with(day, moment), figures, &MonthFigures::overdue);
    }
    {
        Query query(tx, R"(
            select lo.depot_id, substr(p.iso, 1, 6), cast(sum(l.quantity) as bigint)
            from loan_line l join loan lo on lo.id = l.loan_id join product p on p.id = l.product_id
            where l.ended_at >= :moment and l.due < :day and l.handed_out_at + 0 < :began
              and l.end_reason <> 'undone'
            group by lo.depot_id, substr(p.iso, 1, 6))");
        add_number(query.with(moment, day, moment), figures, &MonthFigures::overdue);
    }
    // Extended since: by the first of the extensions it was due on another day.
    Query query(tx, R"(
        select lo.depot_id, substr(p.iso, 1, 6), cast(sum(l.quantity) as bigint)
        from extension x cross join extension_line e cross join loan_line l join loan lo on lo.id = l.loan_id
            join product p on p.id = l.product_id
        where e.extension_id = x.id and l.id = e.loan_line_id and x.made_at >= :moment
          and e.due_before < :day and l.due >= :same_day
          and l.handed_out_at + 0 < :began and (l.ended_at is null or l.ended_at >= :ended)
          and coalesce(l.end_reason, '') <> 'undone'
          and not exists (select 1 from extension_line o join extension y on y.id = o.extension_id
              where o.loan_line_id = l.id and y.made_at >= :since and y.id < x.id)
        group by lo.depot_id, substr(p.iso, 1, 6))");
    add_number(query.with(moment, day, day, moment, moment, moment), figures,
               &MonthFigures::overdue);
}

void add_aids(ReadTx& tx, Figures& figures) {
    Query(tx, R"(
        select n.depot_id, substr(p.iso, 1, 6), cast(sum(n.number) as bigint)
        from (select i.product_id, i.depot_id, count(*) as number from item i
              where i.state || '' not in ('missing', 'lost', 'scrapped', 'handed_over')
                and i.owner || '' in ('kommune', 'overtatt_fra_nav') and i.stock || '' <> 'transitt'
              group by i.product_id, i.depot_id) n
            join product p on p.id = n.product_id
        group by n.depot_id, substr(p.iso, 1, 6))")
        .all<std::string, std::string, std::int64_t>(
            [&](std::string depot, std::string iso_class, std::int64_t aids) {
                MonthFigures& of = at(figures, std::move(depot), std::move(iso_class));
                of.aids = aids;
                of.aids_out = 0;
                return aids;
            });
    Query(tx, R"(
        select i.depot_id, substr(p.iso, 1, 6), count(*)
        from loan_line l cross join item i join product p on p.id = i.product_id
        where i.id = l.item_id and l.ended_at is null
          and i.state || '' not in ('missing', 'lost', 'scrapped', 'handed_over')
          and i.owner || '' in ('kommune', 'overtatt_fra_nav') and i.stock || '' <> 'transitt'
        group by i.depot_id, substr(p.iso, 1, 6))")
        .all<std::string, std::string, std::int64_t>(
            [&](std::string depot, std::string iso_class, std::int64_t out) {
                at(figures, std::move(depot), std::move(iso_class)).aids_out = out;
                return out;
            });
}

std::optional<domain::Instant> first_loan(ReadTx& tx) {
    return Query(tx, "select handed_out_at from loan_line order by handed_out_at, id limit 1")
        .one<domain::Instant>();
}

std::optional<domain::Month> last_kept(ReadTx& tx) {
    const auto month =
        Query(tx, "select month from month_figure order by month desc limit 1").one<std::string>();
    if (!month) return std::nullopt;
    return domain::parse_month(*month);
}

std::vector<MonthFigures> kept(ReadTx& tx, domain::Month first, domain::Month last) {
    using Number = std::int64_t;
    return Query(tx, R"(
        select month, depot_id, iso_class, lent, ended, days_out, permanent, lost, scrapped,
            handed_over, hours_waited, on_loan, overdue, aids, aids_out
        from month_figure where month >= :first and month <= :last
        order by month, depot_id, iso_class)")
        .with(domain::to_text(first), domain::to_text(last))
        .all<std::string, std::string, std::string, Number, Number, Number, Number, Number, Number,
             Number, Number, Number, Number, std::optional<Number>, std::optional<Number>>(
            [](const std::string& month, std::string depot, std::string iso_class, Number lent,
               Number ended, Number days_out, Number permanent, Number lost, Number scrapped,
               Number handed_over, Number hours_waited, Number on_loan, Number overdue,
               std::optional<Number> aids, std::optional<Number> aids_out) {
                return MonthFigures{*domain::parse_month(month),
                                    std::move(depot),
                                    std::move(iso_class),
                                    lent,
                                    ended,
                                    days_out,
                                    permanent,
                                    lost,
                                    scrapped,
                                    handed_over,
                                    hours_waited,
                                    on_loan,
                                    overdue,
                                    aids,
                                    aids_out};
            });
}

void keep(WriteTx& tx, domain::Month month, const Figures& figures) {
    Query(tx, "delete from month_figure where month = :month").with(domain::to_text(month)).run();
    for (const auto& entry : figures) {
        const MonthFigures& of = entry.second;
        Query(tx, R"(
            insert into month_figure (month, depot_id, iso_class, lent, ended, days_out, permanent,
                lost, scrapped, handed_over, hours_waited, on_loan, overdue, aids, aids_out)
            values (:month, :depot_id, :iso_class, :lent, :ended, :days_out, :permanent, :lost,
                :scrapped, :handed_over, :hours_waited, :on_loan, :overdue, :aids, :aids_out))")
            .with(domain::to_text(month), of.depot, of.iso_class, of.lent, of.ended, of.days_out,
                  of.permanent, of.lost, of.scrapped, of.handed_over, of.hours_waited, of.on_loan,
                  of.overdue, of.aids, of.aids_out)
            .run();
    }
}

}  // namespace db::months
