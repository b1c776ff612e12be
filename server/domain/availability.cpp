#include "domain/availability.hpp"

#include <algorithm>
#include <map>

namespace domain {
namespace {

using std::chrono::days;

void append(std::vector<FreeDays::Change>& changes, Day from, std::int64_t free) {
    if (changes.empty() || changes.back().free != free) changes.push_back({from, free});
}

// The change that holds on the day.
auto holding(const std::vector<FreeDays::Change>& changes, Day day) {
    const auto next = std::upper_bound(
        changes.begin(), changes.end(), day,
        [](Day value, const FreeDays::Change& change) { return value < change.from; });
    return next == changes.begin() ? next : std::prev(next);
}

}  // namespace

FreeDays::FreeDays(Day from, std::int64_t supply, std::span<const Occupation> occupied) {
    std::map<Day, std::int64_t> differences;
    for (const Occupation& occupation : occupied) {
        if (occupation.last && *occupation.last < std::max(from, occupation.first)) continue;
        differences[std::max(from, occupation.first)] -= occupation.quantity;
        if (occupation.last) differences[*occupation.last + days(1)] += occupation.quantity;
    }
    std::int64_t free = supply;
    if (!differences.contains(from)) append(changes_, from, free);
    for (const auto& [day, difference] : differences) {
        free += difference;
        append(changes_, day, free);
    }
}

std::int64_t FreeDays::on(Day day) const { return holding(changes_, day)->free; }

std::int64_t FreeDays::least(Day first, Day last) const {
    auto change = holding(changes_, first);
    std::int64_t least = change->free;
    for (++change; change != changes_.end() && change->from <= last; ++change) {
        least = std::min(least, change->free);
    }
    return least;
}

template <class F>
FreeDays FreeDays::combine(const FreeDays& a, const FreeDays& b, F f) {
    std::vector<Change> changes;
    auto at_a = a.changes_.begin();
    auto at_b = b.changes_.begin();
    append(changes, a.from(), f(at_a->free, at_b->free));
    for (;;) {
        const auto next_a = std::next(at_a);
        const auto next_b = std::next(at_b);
        const bool more_a = next_a != a.changes_.end();
        const bool more_b = next_b != b.changes_.end();
        if (!more_a && !more_b) return FreeDays(std::move(changes));
        const Day day = !more_a   ? next_b->from
                        : !more_b ? next_a->from
                                  : std::min(next_a->from, next_b->from);
        if (more_a && next_a->from == day) at_a = next_a;
        if (more_b && next_b->from == day) at_b = next_b;
        append(changes, day, f(at_a->free, at_b->free));
    }
}

FreeDays operator+(const FreeDays& a, const FreeDays& b) {
    return FreeDays::combine(a, b, [](std::int64_t x, std::int64_t y) { return x + y; });
}

FreeDays smaller(const FreeDays& a, const FreeDays& b) {
    return FreeDays::combine(a, b, [](std::int64_t x, std::int64_t y) { return std::min(x, y); });
}

FreeDays FreeDays::at_least_zero() const {
    std::vector<Change> changes;
    for (const Change& change : changes_) {
        append(changes, change.from, std::max<std::int64_t>(0, change.free));
    }
    return FreeDays(std::move(changes));
}

Day out_until(const DepotCalendar& calendar, Day returned, int turnaround_days) {
    Day day = returned;
    for (int i = 0; i < turnaround_days; ++i) day = next_open_day(calendar, day + days(1));
    return day;
}

bool is_supply(const StockedItem& item) {
    if (!is_municipal(item.owner) || item.stock == Stock::transitt) return false;
    switch (item.state) {
        case State::ready:
        case State::to_clean:
        case State::to_inspect:
        case State::quarantine:
            return true;
        case State::to_repair:
            return item.promised.has_value();
        case State::blocked:
        case State::missing:
        case State::lost:
        case State::scrapped:
        case State::handed_over:
            return false;
    }
    return false;
}

std::optional<Occupation> absence_of(const StockedItem& item, const DepotCalendar& calendar,
                                     int turnaround_days, Day today) {
    const auto until_washed = [&](Day returned) {
        return Occupation{today, out_until(calendar, std::max(returned, today), turnaround_days)};
    };
    if (item.on_loan) {
        // Overdue, or with a review instead of a due day: nobody knows when it comes.
        if (!item.due || *item.due < today) return Occupation{today, std::nullopt};
        return until_washed(*item.due);
    }
    switch (item.state) {
        case State::ready:
            if (item.inspection_due && *item.inspection_due < today) return until_washed(today);
            return std::nullopt;
        case State::quarantine:
            return until_washed(*item.quarantine_until);
        case State::to_repair:
            return until_washed(*item.promised);
        case State::to_clean:
        case State::to_inspect:
        case State::blocked:
        case State::missing:
        case State::lost:
        case State::scrapped:
        case State::handed_over:
            return until_washed(today);
    }
    return std::nullopt;
}

Occupation promise_of(Day first, Day last, std::int64_t quantity, const DepotCalendar& calendar,
                      int turnaround_days) {
    return {first, out_until(calendar, last, turnaround_days), quantity};
}

FreeDays promisable(const FreeDays& product, const FreeDays& product_class) {
    return smaller(product, product_class).at_least_zero();
}

}  // namespace domain
