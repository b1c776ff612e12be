#pragma once
// What is free on which day, as a map of the days on which that changes. One implementation for the
// page, the API and the scanner. Source: DOMAIN.md section 5. All days are inclusive.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/calendar.hpp"
#include "domain/loan.hpp"
#include "domain/readiness.hpp"
#include "domain/time.hpp"

namespace domain {

// Takes so many from the first to the last day; without a last day for good.
struct Occupation {
    Day first;
    std::optional<Day> last;
    std::int64_t quantity = 1;
    bool operator==(const Occupation&) const = default;
};

// How many there are on each day from a first one on. Below zero: more is promised than there is.
class FreeDays {
public:
    struct Change {
        Day from;
        std::int64_t free = 0;
        bool operator==(const Change&) const = default;
    };

    // `supply` on every day from `from` on, less what is occupied; what was before counts from
    // then.
    FreeDays(Day from, std::int64_t supply, std::span<const Occupation> occupied = {});

    // The first day that anything is said about.
    Day from() const { return changes_.front().from; }
    // In order; two neighbours differ.
    const std::vector<Change>& changes() const { return changes_; }

    std::int64_t on(Day day) const;
    // The smallest of the days from the first to the last; not before from().
    std::int64_t least(Day first, Day last) const;

    // Day by day. Both begin on the same day.
    friend FreeDays operator+(const FreeDays& a, const FreeDays& b);
    friend FreeDays smaller(const FreeDays& a, const FreeDays& b);
    // What may be promised: never below zero.
    FreeDays at_least_zero() const;

private:
    explicit FreeDays(std::vector<Change> changes) : changes_(std::move(changes)) {}
    template <class F>
    static FreeDays combine(const FreeDays& a, const FreeDays& b, F f);

    std::vector<Change> changes_;
};

// The last day on which an aid that comes back on `returned` is out: so many open days of washing
// and checking follow.
Day out_until(const DepotCalendar& calendar, Day returned, int turnaround_days);

// One aid, as far as it decides when it may be lent.
struct StockedItem {
    Owner owner = Owner::kommune;
    Stock stock = Stock::korttid;
    State state = State::ready;
    std::optional<Day> quarantine_until = {};
    std::optional<Day> inspection_due = {};
    // Of the open work order.
    std::optional<Day> promised = {};
    bool on_loan = false;
    std::optional<Day> due = {};  // of that loan; none: nobody knows when it comes back
};

// Whether the aid is counted at all: it is the municipality's, no transit goods, and expected to be
// lent again.
bool is_supply(const StockedItem& item);

// When an aid that counts is not there; none: it is ready today.
std::optional<Occupation> absence_of(const StockedItem& item, const DepotCalendar& calendar,
                                     int turnaround_days, Day today);

// What a promise for these days takes: the turnaround follows it as it does every return.
Occupation promise_of(Day first, Day last, std::int64_t quantity, const DepotCalendar& calendar,
                      int turnaround_days);

// What may be promised of a product: the smaller of its own and its class's, never below zero.
FreeDays promisable(const FreeDays& product, const FreeDays& product_class);

}  // namespace domain
