// The lists of the weeks as the job makes them. Moments of Mondays are written by hand: six in Oslo
// is five in UTC, four in summer.

#include <catch2/catch.hpp>

#include "db/query.hpp"
#include "db/weekly_store.hpp"
#include "depot/weekly_list.hpp"
#include "jobs/scheduler.hpp"
#include "support/test_app.hpp"

using jobs::Scheduler;
using support::Body;
using support::TestApp;
using namespace std::chrono_literals;

namespace {

jobs::Clock clock_of(TestApp& app) {
    return [&app] { return app.clock.now().instant; };
}

std::string made(TestApp& app) {
    return app.stored().list(
        "select week from weekly_list where made_at is not null order by week");
}

std::string as_of(TestApp& app, const std::string& week) {
    const auto value =
        app.stored().value("select as_of from weekly_list where week = '" + week + "'");
    return domain::to_text(domain::Instant(std::chrono::milliseconds(std::stoll(value))));
}

}  // namespace

TEST_CASE(
    "a list is made each Monday at six in Oslo, in week 53 and around both changes of clocks") {
    struct Week {
        const char* name;
        const char* before;
        const char* moment;
    };
    for (const Week& week : {
             Week{"2026-W44", "2026-10-26T04:59:30.000Z", "2026-10-26T05:00:00.000Z"},
             Week{"2026-W53", "2026-12-28T04:59:30.000Z", "2026-12-28T05:00:00.000Z"},
             Week{"2027-W01", "2027-01-04T04:59:30.000Z", "2027-01-04T05:00:00.000Z"},
             Week{"2027-W13", "2027-03-29T03:59:30.000Z", "2027-03-29T04:00:00.000Z"},
             Week{"2027-W44", "2027-11-01T04:59:30.000Z", "2027-11-01T05:00:00.000Z"},
         }) {
        INFO(week.name);
        TestApp app;
        Scheduler scheduler(jobs::all(), app.database(), clock_of(app), "one");
        const std::string of_it =
            std::string("select count(*) from weekly_list where week = '") + week.name + "'";
        app.clock.set(week.before);
        scheduler.run_due();
        CHECK(app.stored().value(of_it) == "0");
        app.clock.set(week.moment);
        app.clock.advance(30s);
        scheduler.run_due();
        CHECK(app.stored().value(of_it) == "1");
        CHECK(as_of(app, week.name) == week.moment);
        // The rest of the week, each hour and over its end.
        for (int hour = 1; hour <= 6 * 24; ++hour) {
            app.clock.advance(1h);
            if (hour % 12 == 0) scheduler.run_due();
        }
        CHECK(app.stored().value("select count(*) from weekly_list where made_at is not null") ==
              "2");
    }
}

TEST_CASE("every week from 52 of 2026 to 2 of 2027 has one list") {
    TestApp app;
    app.clock.set("2026-12-21T05:00:10.000Z");
    Scheduler scheduler(jobs::all(), app.database(), clock_of(app), "one");
    for (int hour = 0; hour < 4 * 7 * 24; ++hour) {
        scheduler.run_due();
        app.clock.advance(1h);
    }
    CHECK(made(app) == "2026-W52,2026-W53,2027-W01,2027-W02");
}

TEST_CASE("after downtime the list of this week is made late, and says so; the others never are") {
    TestApp app;
    app.loan(app.ready_item(), Body().set("start", "2026-06-01"));
    Scheduler scheduler(jobs::all(), app.database(), clock_of(app), "one");
    scheduler.run_due();
    CHECK(as_of(app, "2026-W48") == TestApp::start);
    app.clock.set("2026-12-16T10:30:00.000Z");
    scheduler.run_due();
    CHECK(made(app) == "2026-W48,2026-W51");
    CHECK(as_of(app, "2026-W51") == "2026-12-16T10:30:00.000Z");
    const auto week = app.get("/api/v1/overdue/weeks/2026-W51").json;
    CHECK(week.flag("/late"));
    CHECK(week.text("/since") == "2026-W48");
    // From 1 September to Wednesday 16 December.
    CHECK(app.get("/api/v1/overdue?week=2026-W51").json.number("/items/0/days_overdue") == 106);
    app.clock.set("2026-12-21T05:00:00.000Z");
    scheduler.run_due();
    CHECK_FALSE(app.get("/api/v1/overdue/weeks/2026-W52").json.flag("/late"));
    CHECK(support::refusal(app.get("/api/v1/overdue/weeks/2026-W49")) == "409  week_not_kept");
    CHECK(support::refusal(app.get("/api/v1/overdue?week=2026-W53")) == "409 ?week week_in_future");
}

TEST_CASE("two servers at the same moment make one list") {
    TestApp app;
    for (int i = 0; i < 3; ++i) app.loan(app.ready_item(), Body().set("start", "2026-06-01"));
    std::optional<db::Database> second;
    if (support::on_server()) {
        db::DatabaseOptions options;
        options.location = app.stored().location();
        options.writers = 2;
        second.emplace(options);
    }
    Scheduler one(jobs::all(), app.database(), clock_of(app), "one");
    Scheduler two(jobs::all(), second ? *second : app.database(), clock_of(app), "two");
    for (int week = 0; week < 4; ++week) {
        support::in_parallel(2,
                             [&](int which) { return which == 0 ? one.run_due() : two.run_due(); });
        app.clock.advance(7 * 24h);
    }
    CHECK(app.stored().value("select count(*) from weekly_list where made_at is not null") == "4");
    CHECK(app.stored().list("select count(*) from weekly_line group by week") == "3,3,3,3");
}

TEST_CASE("a list that a server left half is not seen, and is made anew") {
    TestApp app;
    for (int i = 0; i < 5; ++i) app.loan(app.ready_item(), Body().set("start", "2026-06-01"));
    const auto now = app.clock.now().instant;
    app.database().write([&](db::WriteTx& tx) {
        const auto list = depot::list_to_keep(tx, now);
        CHECK(depot::keep_some(tx, list.value(), 0, 2, now) == 2);
    });
    CHECK(support::refusal(app.get("/api/v1/overdue?week=2026-W48")) == "409 ?week week_not_kept");
    CHECK(app.get("/api/v1/overdue/weeks").json.size("/items") == 0);
    Scheduler scheduler(jobs::all(), app.database(), clock_of(app), "one");
    scheduler.run_due();
    CHECK(app.get("/api/v1/overdue?week=2026-W48").json.size("/items") == 5);
    CHECK(app.stored().value("select count(*) from weekly_line") == "5");
}
