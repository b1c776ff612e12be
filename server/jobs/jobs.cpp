#include <algorithm>
#include <set>

#include "db/actor_store.hpp"
#include "db/idempotency_store.hpp"
#include "db/session_store.hpp"
#include "db/sign_in_store.hpp"
#include "db/talk_store.hpp"
#include "db/weekly_store.hpp"
#include "depot/anonymise.hpp"
#include "depot/book.hpp"
#include "depot/candidates.hpp"
#include "depot/months.hpp"
#include "depot/oslo_time.hpp"
#include "depot/weekly_list.hpp"
#include "jobs/job.hpp"

namespace jobs {
namespace {

domain::Instant daily(std::optional<domain::Instant> last) {
    return last ? *last + std::chrono::days(1) : domain::Instant{};
}

// At the moment of the first list that is of later than when the last one was made.
domain::Instant weekly(std::optional<domain::Instant> last) {
    if (!last) return {};
    const domain::Day in_next = domain::monday_of(depot::list_week(*last)) + std::chrono::days(7);
    return depot::list_moment(domain::week_of(in_next));
}

// Soon after midnight: what comes with the day is there in the morning.
domain::Instant each_day(std::optional<domain::Instant> last) {
    if (!last) return {};
    return depot::oslo_midnight(depot::oslo_day(*last) + std::chrono::days(1));
}

void forget_keys(Turn& turn) {
    turn.write([&](db::WriteTx& tx) { db::idempotency::forget_expired(tx, turn.now()); });
}

void anonymise(Turn& turn) {
    // Few enough that nobody waits long for the writer.
    constexpr std::int64_t batch = 50;
    const auto some = [&](db::WriteTx& tx) { return depot::anonymise_some(tx, turn.now(), batch); };
    while (turn.write(some)) {
    }
}

void forget_sign_ins(Turn& turn) {
    turn.write([&](db::WriteTx& tx) {
        db::sessions::forget_old(tx, turn.now());
        db::sign_in::forget_old(tx, turn.now());
    });
}

// So many in one transaction.
constexpr std::size_t at_once = 50;

depot::Act act_of(db::ReadTx& tx, domain::Instant now) {
    const domain::ActorId system = db::actors::system(tx);
    return {system, domain::Role::admin, {}, {}, {}, now, now, depot::oslo_day(now)};
}

void keep_bookings(Turn& turn) {
    while (turn.write([&](db::WriteTx& tx) {
        return depot::let_bookings_expire(tx, at_once, act_of(tx, turn.now()));
    }) > 0) {
    }
    std::optional<domain::BookingId> last = domain::BookingId{};
    while (last) {
        last = turn.write([&](db::WriteTx& tx) {
            return depot::hold_for_coming(tx, *last, at_once, act_of(tx, turn.now()));
        });
    }
}

void keep_months(Turn& turn) {
    static constexpr depot::Counted all_of_it{true, true, true, true, true, true};
    const domain::Instant now = turn.now();
    const auto first = turn.read([&](db::ReadTx& tx) { return depot::first_to_count(tx, now); });
    if (!first) return;
    const domain::Month last = domain::month_of(depot::oslo_day(now));
    auto figures = turn.read(
        [&](db::ReadTx& tx) { return depot::end_of(tx, *first - std::chrono::months(1)); });
    for (domain::Month month = *first; month <= last; month += std::chrono::months(1)) {
        figures = turn.read(
            [&](db::ReadTx& tx) { return depot::count_month(tx, month, figures, now, all_of_it); });
        turn.write([&](db::WriteTx& tx) { db::months::keep(tx, month, figures); });
    }
}

void keep_weekly_list(Turn& turn) {
    constexpr std::size_t some = 500;
    const auto list =
        turn.read([&](db::ReadTx& tx) { return depot::list_to_keep(tx, turn.now()); });
    if (!list) return;
    while (turn.write([&](db::WriteTx& tx) {
        return db::weekly::drop_unfinished(tx, list->week.value(), some);
    })) {
    }
    std::optional<std::size_t> from = 0;
    while (from) {
        from = turn.write(
            [&](db::WriteTx& tx) { return depot::keep_some(tx, *list, *from, some, turn.now()); });
    }
}

// Everybody who has something out, or a task: each is looked at once, however much it is.
std::set<domain::BorrowerId> possible_candidates(Turn& turn) {
    constexpr std::int64_t page = 10'000;
    std::set<domain::BorrowerId> all;
    db::candidates::LinePlace line;
    for (std::size_t found = page; found == page;) {
        found = turn.read([&](db::ReadTx& tx) {
            const auto lines = db::candidates::open_lines(tx, line, page);
            for (const auto& one : lines) all.insert(one.borrower);
            if (!lines.empty()) line = lines.back().place;
            return lines.size();
        });
    }
    std::optional<db::candidates::After> task;
    for (std::size_t found = page; found == page;) {
        found = turn.read([&](db::ReadTx& tx) {
            const auto tasks = db::candidates::list(tx, {}, task, page);
            for (const auto& one : tasks) all.insert(one.borrower);
            if (!tasks.empty()) {
                task = db::candidates::After{tasks.back().decide_by, tasks.back().id};
            }
            return tasks.size();
        });
    }
    return all;
}

// Reads by far more than it writes: what differs is found beside the writer.
void keep_candidates(Turn& turn) {
    constexpr std::size_t read_at_once = 200;
    const domain::Day today = depot::oslo_day(turn.now());
    const auto all = possible_candidates(turn);
    for (auto next = all.begin(); next != all.end();) {
        std::vector<domain::BorrowerId> some;
        while (next != all.end() && some.size() < read_at_once) some.push_back(*next++);
        const auto differ =
            turn.read([&](db::ReadTx& tx) { return depot::differing(tx, some, today); });
        for (std::size_t first = 0; first < differ.size(); first += at_once) {
            turn.write([&](db::WriteTx& tx) {
                const depot::Act act = act_of(tx, turn.now());
                const std::size_t last = std::min(first + at_once, differ.size());
                for (std::size_t i = first; i < last; ++i) {
                    depot::keep_candidates(tx, differ[i], act);
                }
            });
        }
    }
    turn.write([&](db::WriteTx& tx) {
        db::talks::drop_moot_calls(tx, today, static_cast<std::int64_t>(read_at_once));
    });
}

}  // namespace

std::span<const Job> all() {
    static const Job jobs[] = {
        {"anonymise", daily, anonymise},
        {"bookings", hourly, keep_bookings},
        {"candidates", each_day, keep_candidates},
        {"forget_idempotency_keys", hourly, forget_keys},
        {"forget_sign_ins", hourly, forget_sign_ins},
        {"months", each_day, keep_months},
        {"weekly_list", weekly, keep_weekly_list},
    };
    return jobs;
}

}  // namespace jobs
