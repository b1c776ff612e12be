// What a look at the ladder costs does not grow with what is over: it walks open lines that are due
// or nearly so. Time would depend on the machine; the steps that SQLite takes do not.

#include <catch2/catch.hpp>

#include "db/database.hpp"
#include "db/filling.hpp"
#include "db/keys.hpp"
#include "db/message_store.hpp"
#include "db/query.hpp"
#include "depot/remind.hpp"
#include "support/step_counter.hpp"
#include "support/temp_database.hpp"

using support::StepCounter;
using support::TempDatabase;

namespace {

constexpr domain::Day today = std::chrono::year(2027) / 2 / 1;

void run(db::Filling& filling, const std::string& sql) { db::Query(filling.tx(), sql).run(); }

std::string numbers(int from, int count) {
    return "with recursive n(i) as (select " + std::to_string(from) +
           " union all select i + 1 from n where i < " + std::to_string(from + count - 1) + ") ";
}

// So many loans that are over, 1000 that are not due for long, and so many that are due in two
// weeks; each of a borrower of its own, with as many messages as it had steps.
void fill(const TempDatabase& file, int over, int due) {
    db::Filling filling(file.location());
    const int later = 1000;
    const int all = over + later + due;
    run(filling, R"(insert into product (name, name_key, iso, tracking, wash_class, children,
        needs_training) values ('Krykke', 'krykke', '12030301', 'counted', 'hand', 0, 0))");
    run(filling, "insert into borrower (kind, name, name_key, phone, language, protection) " +
                     numbers(1, all) +
                     "select 'person', 'x', 'x', '91122333', 'nb', 'none' from n");
    run(filling, R"(insert into loan (borrower_id, depot_id, start, expected, arena, terms_version,
        ended_at) )" +
                     numbers(1, all) +
                     "select i, 'SMS', '2026-11-15', 'unknown', 'own_home', 1, case when i <= " +
                     std::to_string(over) + " then 5 end from n");
    run(filling, R"(insert into loan_line (loan_id, product_id, quantity, due, original_due,
        handed_out_at, ended_at, end_reason, anchor) )" +
                     numbers(1, all) + "select i, 1, 1, case when i > " +
                     std::to_string(over + later) + " then '2027-02-15' when i > " +
                     std::to_string(over) +
                     " then '2027-08-15' else '2026-12-15' end, '2026-12-15', 1, case when i <= " +
                     std::to_string(over) + " then 5 end, case when i <= " + std::to_string(over) +
                     " then 'returned' end, '2026-11-15' from n");
    run(filling,
        R"(insert into message (key, kind, borrower_id, step, day, actor_id, made_at, state,
        medium, ended_at) )" +
            numbers(1, std::max(over, 1)) +
            "select 'k' || i, 'reminder', i, 'after', '2026-12-16', 1, 1, 'sent', 'sms', "
            "1 from n");
    run(filling,
        "insert into reminder (loan_line_id, due, step, day, message_id) select borrower_id, "
        "'2026-12-15', 'after', '2026-12-16', id from message");
    filling.finish();
}

struct Cost {
    std::int64_t steps = 0;
    long long statements = 0;
    std::size_t found = 0;
};

Cost look(db::ReadTx& tx, StepCounter& counter) {
    Cost cost;
    counter.take();
    const auto before = tx.connection().statements_run();
    std::optional<db::reminders::After> after;
    do {
        const auto some = depot::to_remind(tx, after, 1000, today);
        cost.found += some.borrowers.size();
        after = some.rest;
    } while (after);
    cost.statements = tx.connection().statements_run() - before;
    cost.steps = counter.take();
    return cost;
}

Cost cost_of(int over, int due) {
    const TempDatabase file(TempDatabase::Holding::nothing, false);
    fill(file, over, due);
    StepCounter counter;
    auto connection = db::open_read_only(file.location());
    db::ReadTx tx(connection);
    const auto began = std::chrono::steady_clock::now();
    const Cost cost = look(tx, counter);
    const auto took = std::chrono::steady_clock::now() - began;
    WARN(over << " over, " << due << " due: " << cost.steps << " steps, " << cost.statements
              << " statements, "
              << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms");
    return cost;
}

}  // namespace

TEST_CASE("what a look at the ladder costs does not grow with what is over", "[sqlite]") {
    const Cost young = cost_of(200, 300);
    const Cost old = cost_of(20'000, 300);
    CHECK(young.found == 300);
    CHECK(old.found == 300);
    CHECK(old.statements == young.statements);
    CHECK(old.steps < young.steps + young.steps / 10);
}

TEST_CASE("ten thousand that are due among a million lines", "[.volume]") {
    const Cost cost = cost_of(1'000'000, 10'000);
    CHECK(cost.found == 10'000);
    CHECK(cost.statements < 40);
}
