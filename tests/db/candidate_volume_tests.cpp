// What the lists of candidates and of whom to call cost in a small and in a large depot, in steps
// of SQLite.

#include <catch2/catch.hpp>

#include "commands/past.hpp"
#include "db/candidate_store.hpp"
#include "db/database.hpp"
#include "db/filling.hpp"
#include "db/query.hpp"
#include "db/talk_store.hpp"
#include "support/step_counter.hpp"
#include "support/temp_database.hpp"

using support::StepCounter;
using support::TempDatabase;

namespace {

constexpr domain::Day today = std::chrono::year(2026) / 11 / 23;

// Every loan made its borrower a candidate; what ended was decided. With every tenth borrower a day
// is agreed, and everybody was spoken with before.
void generate(const TempDatabase& file, std::int64_t items) {
    db::Filling filling(file.location());
    commands::write_past(filling.tx(), {items, 2 * items, 1, today},
                         [](const commands::PastCounts&) {});
    for (const char* sql :
         {"insert into candidate (borrower_id, iso_class, state, since, decide_by, opened_on,"
          " depot_id, responsible, closed_at)"
          " select lo.borrower_id, substr('000000' || lo.id, -6),"
          " case when lo.ended_at is not null then 'not_needed'"
          " when lo.id % 3 = 0 then 'applied' else 'candidate' end,"
          " lo.start, lo.start, lo.start, lo.depot_id, lo.requested_by, lo.ended_at from loan lo",
          "insert into contact (borrower_id, day, how, outcome, actor_id, made_at)"
          " select id, '2026-01-01', 'phone', 'other', 1, 1 from borrower",
          "insert into contact (borrower_id, day, how, outcome, next_day, call_on, actor_id, "
          "made_at)"
          " select id, '2026-01-01', 'phone', 'other', '2026-11-20', '2026-11-20', 1, 1"
          " from borrower where id % 10 = 0"}) {
        db::Query(filling.tx(), sql).run();
    }
    filling.finish();
}

struct Dearest {
    std::int64_t steps = 0;
    std::string what;
};

Dearest dearest(const TempDatabase& file) {
    StepCounter counter;
    db::Connection connection = db::open_read_only(db::Location(file.file()));
    db::ReadTx tx(connection);
    Dearest most;
    const auto look = [&](const std::string& what, auto&& f) {
        counter.take();
        f();
        const auto steps = counter.take();
        if (steps > most.steps) most = {steps, what};
    };
    using State = domain::CandidateState;
    for (const auto state : {std::optional<State>(), std::optional(State::candidate),
                             std::optional(State::not_needed), std::optional(State::granted)}) {
        for (const char* depot : {"", "SMS"}) {
            for (const char* by : {"", "ergo-3", "nobody"}) {
                db::candidates::Filter filter{state, {}, {}};
                if (*depot != 0) filter.depot = depot;
                if (*by != 0) filter.responsible = by;
                const std::string what =
                    "candidates " + std::string(state ? to_text(*state) : "open") + depot + by;
                std::optional<db::candidates::After> after;
                for (int page = 0; page < 2; ++page) {
                    look(what, [&] {
                        const auto found = db::candidates::list(tx, filter, after, 50);
                        if (!found.empty()) {
                            after = db::candidates::After{found.back().decide_by, found.back().id};
                        }
                    });
                }
            }
        }
    }
    for (const bool agreed : {false, true}) {
        for (const char* by : {"", "ergo-3"}) {
            db::talks::CallFilter filter{agreed, agreed ? today : today - std::chrono::days(14)};
            if (*by != 0) filter.requested_by = by;
            look("calls " + std::string(agreed ? "agreed " : "overdue ") + by,
                 [&] { db::talks::calls(tx, filter, {}, 50); });
        }
    }
    std::vector<domain::BorrowerId> fifty;
    for (std::int64_t id = 101; id <= 150; ++id) fifty.push_back(domain::BorrowerId{id});
    look("lines", [&] { db::candidates::lines_of(tx, fifty, domain::Instant{}); });
    look("in force", [&] { db::candidates::in_force(tx, fifty, today); });
    look("held", [&] { db::talks::held_by(tx, fifty); });
    look("last talks", [&] { db::talks::last_of(tx, fifty); });
    look("open lines", [&] { db::candidates::open_lines(tx, {}, 200); });
    return most;
}

}  // namespace

TEST_CASE("candidates and calls cost the same in a small and in a large depot", "[sqlite]") {
    const TempDatabase small;
    const TempDatabase large;
    generate(small, 500);
    generate(large, 8000);
    const Dearest at_few = dearest(small);
    const Dearest at_many = dearest(large);
    CAPTURE(at_few.steps, at_few.what, at_many.steps, at_many.what);
    CHECK(at_many.steps < 20'000);
}
