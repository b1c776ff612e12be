#include "domain/availability.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "support/csv_table.hpp"

using domain::Day;
using domain::FreeDays;
using domain::Occupation;
using domain::StockedItem;
using std::chrono::days;

namespace {

Day day(std::string_view text) { return domain::parse_day(text).value(); }

const Day today = day("2026-11-23");
constexpr int turnaround = 2;
const domain::DepotCalendar weekdays;

// The aids and bookings of the table's words.
struct Things {
    std::int64_t supply = 0;
    std::vector<Occupation> occupied;
};

void add_item(Things& things, const StockedItem& item) {
    if (!domain::is_supply(item)) return;
    ++things.supply;
    if (const auto absence = domain::absence_of(item, weekdays, turnaround, today)) {
        things.occupied.push_back(*absence);
    }
}

void add(Things& things, const std::string& word) {
    const auto colon = word.find(':');
    const std::string kind = word.substr(0, colon);
    const std::string rest = colon == std::string::npos ? "" : word.substr(colon + 1);
    StockedItem item;
    if (kind == "out" || kind == "overdue" || kind == "review") {
        item.on_loan = true;
        if (kind == "out") item.due = day(rest);
        if (kind == "overdue") item.due = today - days(1);
    } else if (kind == "quarantine") {
        item.state = domain::State::quarantine;
        item.quarantine_until = day(rest);
    } else if (kind == "repair") {
        item.state = domain::State::to_repair;
        if (!rest.empty()) item.promised = day(rest);
    } else if (kind == "uninspected") {
        item.inspection_due = today - days(1);
    } else if (kind == "clean" || kind == "inspect") {
        item.state = kind == "clean" ? domain::State::to_clean : domain::State::to_inspect;
    } else if (kind == "book") {
        const auto parts = support::split(rest, '/');
        things.occupied.push_back(domain::promise_of(day(parts[0]), day(parts[1]),
                                                     std::stoll(parts[2]), weekdays, turnaround));
        return;
    } else if (kind == "stock") {
        things.supply += std::stoll(rest);
        return;
    } else if (kind == "lent") {
        const auto at = rest.find('@');
        item.on_loan = true;
        item.due = day(rest.substr(at + 1));
        auto absence = domain::absence_of(item, weekdays, turnaround, today);
        absence->quantity = std::stoll(rest.substr(0, at));
        things.supply += absence->quantity;
        things.occupied.push_back(*absence);
        return;
    } else {
        item.state = domain::parse_state(kind).value();
    }
    add_item(things, item);
}

// Day by day, without a map of changes.
std::int64_t counted(std::int64_t supply, const std::vector<Occupation>& occupied, Day on) {
    for (const Occupation& one : occupied) {
        if (one.first <= on && (!one.last || on <= *one.last)) supply -= one.quantity;
    }
    return supply;
}

constexpr int horizon = 60;

rc::Gen<std::vector<Occupation>> occupations() {
    return rc::gen::container<std::vector<Occupation>>(rc::gen::map(
        rc::gen::tuple(rc::gen::inRange(-10, horizon), rc::gen::inRange(-3, 30),
                       rc::gen::inRange(1, 4), rc::gen::inRange(0, 8)),
        [](const std::tuple<int, int, int, int>& made) {
            const auto [first, length, quantity, endless] = made;
            Occupation one{today + days(first), today + days(first + length), quantity};
            if (endless == 0) one.last.reset();
            return one;
        }));
}

}  // namespace

TEST_CASE("what is free in a window agrees with the table that was counted day by day") {
    const auto rows = support::read_csv(KL_TESTS_DIR "/domain/availability.csv");
    CHECK(rows.size() >= 60);
    for (const auto& row : rows) {
        INFO(row[0] << ": " << row[1] << " from " << row[2] << " to " << row[3]);
        Things things;
        for (const auto& word : support::split(row[1], ' ')) {
            if (!word.empty()) add(things, word);
        }
        const FreeDays free = FreeDays(today, things.supply, things.occupied).at_least_zero();
        CHECK(free.least(day(row[2]), day(row[3])) == std::stoll(row[4]));
    }
}

TEST_CASE("the map of change dates says of every day and window what counting day by day does") {
    rc::prop("on, least and the changes", [] {
        const auto occupied = *occupations();
        const auto supply = *rc::gen::inRange<std::int64_t>(0, 20);
        const FreeDays free(today, supply, occupied);
        RC_ASSERT(free.from() == today);
        std::vector<std::int64_t> by_day;
        for (int i = 0; i < horizon + 40; ++i) {
            by_day.push_back(counted(supply, occupied, today + days(i)));
            RC_ASSERT(free.on(today + days(i)) == by_day.back());
        }
        const int first = *rc::gen::inRange(0, horizon);
        const int length = *rc::gen::inRange(1, 30);
        const auto begin = by_day.begin() + first;
        RC_ASSERT(free.least(today + days(first), today + days(first + length - 1)) ==
                  *std::min_element(begin, begin + length));
        for (std::size_t i = 1; i < free.changes().size(); ++i) {
            RC_ASSERT(free.changes()[i - 1].from < free.changes()[i].from);
            RC_ASSERT(free.changes()[i - 1].free != free.changes()[i].free);
        }
    });
    rc::prop("sums and minima are those of each day", [] {
        const auto a = *occupations();
        const auto b = *occupations();
        const FreeDays of_a(today, 5, a);
        const FreeDays of_b(today, 7, b);
        const FreeDays sum = of_a + of_b;
        const FreeDays least = domain::promisable(of_a, of_b);
        for (int i = 0; i < horizon + 40; ++i) {
            const Day on = today + days(i);
            const auto free_a = counted(5, a, on);
            const auto free_b = counted(7, b, on);
            RC_ASSERT(sum.on(on) == free_a + free_b);
            RC_ASSERT(least.on(on) == std::max<std::int64_t>(0, std::min(free_a, free_b)));
        }
    });
}

TEST_CASE("what is not lent as korttid is no supply") {
    StockedItem item;
    CHECK(domain::is_supply(item));
    item.owner = domain::Owner::overtatt_fra_nav;
    CHECK(domain::is_supply(item));
    item.owner = domain::Owner::nav;
    CHECK_FALSE(domain::is_supply(item));
    item = {};
    item.stock = domain::Stock::transitt;
    CHECK_FALSE(domain::is_supply(item));
    item.stock = domain::Stock::barn;
    CHECK(domain::is_supply(item));
}

TEST_CASE("a depot without a turnaround has an aid back the day after it is due") {
    StockedItem item;
    item.on_loan = true;
    item.due = day("2026-11-27");
    CHECK(domain::absence_of(item, weekdays, 0, today) == Occupation{today, day("2026-11-27")});
    CHECK(domain::out_until(weekdays, day("2026-11-27"), 2) == day("2026-12-01"));
}
