#include "depot/months.hpp"

#include <algorithm>

#include "depot/oslo_time.hpp"

namespace depot {
namespace {

using db::months::Figures;
using std::chrono::months;

// The figures of that depot and class, made when there are none.
domain::MonthFigures& named(Figures& figures, const Figures::key_type& key, domain::Month month) {
    domain::MonthFigures& of = figures[key];
    of.month = month;
    of.depot = key.first;
    of.iso_class = key.second;
    return of;
}

}  // namespace

std::optional<domain::Month> first_to_count(db::ReadTx& tx, domain::Instant now) {
    const auto first_loan = db::months::first_loan(tx);
    if (!first_loan) return std::nullopt;
    const domain::Month first = domain::month_of(oslo_day(*first_loan));
    const auto kept = db::months::last_kept(tx);
    if (!kept) return first;
    const domain::Month now_month = domain::month_of(oslo_day(now));
    return std::max(first, std::min(*kept, now_month) - months(months_counted_again - 1));
}

Figures end_of(db::ReadTx& tx, domain::Month month) {
    Figures figures;
    for (domain::MonthFigures& of : db::months::kept(tx, month, month)) {
        auto key = std::pair(of.depot, of.iso_class);
        figures.emplace(std::move(key), std::move(of));
    }
    return figures;
}

Figures latest_aids(db::ReadTx& tx, domain::Instant now) {
    const domain::Month month = domain::month_of(oslo_day(now));
    // Just after the turn of a month they have not been counted yet in this one.
    for (const domain::Month of : {month, month - months(1)}) {
        Figures figures = end_of(tx, of);
        std::erase_if(figures, [](const auto& entry) { return !entry.second.aids; });
        if (!figures.empty()) return figures;
    }
    return {};
}

Figures count_month(db::ReadTx& tx, domain::Month month, const Figures& before, domain::Instant now,
                    const Counted& counted) {
    const domain::Day next = domain::first_day(month + months(1));
    // What happens now has happened.
    const domain::Instant so_far = now + std::chrono::milliseconds(1);
    const domain::Instant until = std::min(oslo_midnight(next), so_far);
    const bool goes_on = until == so_far;
    const db::months::Span span{oslo_midnight(domain::first_day(month)), until};
    Figures figures;
    if (counted.lent) db::months::add_lent(tx, figures, span);
    if (counted.ended) db::months::add_ended(tx, figures, span);
    if (counted.overdue) db::months::add_overdue(tx, figures, oslo_day(until), until);
    if (counted.losses) db::months::add_losses(tx, figures, span);
    if (counted.handed_over) db::months::add_handed_over(tx, figures, span);
    if (counted.aids && goes_on) {
        db::months::add_aids(tx, figures);
    } else {
        for (const auto& [key, of] : end_of(tx, month)) {
            if (!of.aids) continue;
            domain::MonthFigures& same = named(figures, key, month);
            same.aids = of.aids;
            same.aids_out = of.aids_out;
        }
    }
    for (auto& entry : figures) entry.second.month = month;
    if (!counted.lent || !counted.ended) return figures;
    // What stays out is there in a month in which nothing happens.
    for (const auto& [key, of] : before) {
        if (of.on_loan != 0) named(figures, key, month).on_loan = of.on_loan;
    }
    for (auto& entry : figures) entry.second.on_loan += entry.second.lent - entry.second.ended;
    return figures;
}

std::vector<domain::MonthFigures> recent_months(db::ReadTx& tx, int number, domain::Instant now,
                                                const Counted& counted) {
    const domain::Month last = domain::month_of(oslo_day(now));
    const domain::Month first = last - months(number - 1);
    // Before the first time all is counted, from the first loan on. The last month that is kept was
    // not over then, those before it were.
    const auto kept = db::months::last_kept(tx);
    const domain::Month begin =
        kept ? std::min(*kept, last + months(1)) : first_to_count(tx, now).value_or(last);
    auto all = db::months::kept(tx, first, begin - months(1));
    Figures before = end_of(tx, begin - months(1));
    for (domain::Month month = begin; month <= last; month += months(1)) {
        Figures figures = count_month(tx, month, before, now, counted);
        if (month >= first) {
            for (const auto& entry : figures) all.push_back(entry.second);
        }
        before = std::move(figures);
    }
    return all;
}

}  // namespace depot
