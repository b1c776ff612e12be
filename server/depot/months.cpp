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

Figures count_month(db::ReadTx& tx, domain::Month month, const Figures& before, domain::Instant now,
                    bool with_aids) {
    const domain::Day next = domain::first_day(month + months(1));
    // What happens now has happened.
    const domain::Instant so_far = now + std::chrono::milliseconds(1);
    const domain::Instant until = std::min(oslo_midnight(next), so_far);
    const bool goes_on = until == so_far;
    Figures figures = db::months::happened(tx, oslo_midnight(domain::first_day(month)), until);
    db::months::add_overdue(tx, figures, oslo_day(until), until);
    if (goes_on && with_aids) db::months::add_aids(tx, figures);
    // What stays out is there in a month in which nothing happens.
    for (const auto& [key, of] : before) {
        if (of.on_loan != 0) named(figures, key, month).on_loan = of.on_loan;
    }
    for (auto& entry : figures) {
        domain::MonthFigures& of = entry.second;
        of.month = month;
        of.on_loan += of.lent - of.ended;
    }
    return figures;
}

std::vector<domain::MonthFigures> recent_months(db::ReadTx& tx, int number, domain::Instant now) {
    const domain::Month last = domain::month_of(oslo_day(now));
    const domain::Month first = last - months(number - 1);
    const auto kept = db::months::last_kept(tx);
    // Before the first time all is counted, from the first loan on.
    domain::Month counted = last;
    if (kept) {
        // The last one was not over when it was kept.
        counted = std::min(*kept, last);
    } else if (const auto begin = first_to_count(tx, now)) {
        counted = *begin;
    }
    auto all = db::months::kept(tx, first, counted - months(1));
    Figures before = end_of(tx, counted - months(1));
    for (domain::Month month = counted; month <= last; month += months(1)) {
        Figures figures = count_month(tx, month, before, now, false);
        if (month == last) {
            // The aids are counted once a day, all else is as it is now.
            for (const auto& [key, of] : end_of(tx, last)) {
                domain::MonthFigures& now_of = named(figures, key, last);
                now_of.aids = of.aids;
                now_of.aids_out = of.aids_out;
            }
        }
        if (month >= first) {
            for (const auto& entry : figures) all.push_back(entry.second);
        }
        before = std::move(figures);
    }
    return all;
}

}  // namespace depot
