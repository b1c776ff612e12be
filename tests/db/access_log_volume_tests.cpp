// What a look into the access log costs does not grow with the log.

#include <catch2/catch.hpp>

#include "db/access_review_store.hpp"
#include "db/access_store.hpp"
#include "db/database.hpp"
#include "depot/access_review.hpp"
#include "support/step_counter.hpp"
#include "support/test_app.hpp"

using support::StepCounter;
using support::TempDatabase;
using support::TestApp;

namespace {

constexpr domain::Instant begin{std::chrono::milliseconds(1'700'000'000'000)};
constexpr std::chrono::minutes apart(10);

// A row every ten minutes, by one of ten actors; each at one of `persons`, and every hundredth at
// one person and by an actor of their own.
void fill(TestApp& app, std::int64_t rows, std::int64_t persons) {
    const std::string n =
        "with recursive n (i) as (select 1 union all select i + 1 from n where"
        " i < " +
        std::to_string(rows) + ") ";
    const std::string at = "1700000000000 + cast(600000 as bigint) * i";
    app.stored().execute(
        "insert into access_log (id, at, actor_id, role, action, depot_id, status) " + n +
        "select 100 + i, " + at +
        ", case when i % 100 = 0 then 11 else 1 + i % 10 end, 'lager',"
        " 'GET /api/v1/borrowers/{id}', 'SMS', 200 from n");
    app.stored().execute("insert into access_log_person (access_id, borrower_id, at) " + n +
                         "select 100 + i, case when i % 100 = 0 then 999999 else 1 + i % " +
                         std::to_string(persons) + " end, " + at + " from n");
}

std::vector<db::access::Filter> filters(std::int64_t rows) {
    std::vector<db::access::Filter> all;
    const domain::Instant from = begin + apart * (rows / 2);
    for (const bool period : {false, true}) {
        for (const auto actor : {0, 3, 11, 99}) {
            for (const auto borrower : {0, 7, 999'999'999}) {
                db::access::Filter filter;
                if (actor != 0) filter.actor = domain::ActorId{actor};
                if (borrower != 0) filter.borrower = {domain::BorrowerId{borrower}};
                if (period) {
                    filter.from = from;
                    filter.to = from + std::chrono::hours(24);
                }
                all.push_back(filter);
            }
        }
    }
    return all;
}

std::int64_t dearest(TestApp& app, std::int64_t rows) {
    StepCounter counter;
    db::Connection connection = db::open_read_only(app.stored().location());
    db::ReadTx tx(connection);
    std::int64_t most = 0;
    const auto keep_most = [&](auto ask) {
        counter.take();
        ask();
        most = std::max(most, counter.take());
    };
    const db::access::Place middle{begin + apart * (rows / 2), 100 + rows / 2};
    for (const auto& filter : filters(rows)) {
        keep_most([&] { db::access::newest(tx, filter, {}, 50); });
        keep_most([&] { db::access::newest(tx, filter, middle, 50); });
    }
    keep_most([&] { db::access::looks(tx, middle.at, middle.at + std::chrono::hours(24)); });
    keep_most([&] { db::access::reviews(tx, 0, 50); });
    return most;
}

}  // namespace

TEST_CASE("a page of the access log and a day's review cost the same in a short and a long log",
          "[sqlite]") {
    TestApp little;
    TestApp much;
    // Each person is seen as often in both.
    fill(little, 2'000, 20);
    fill(much, 40'000, 400);
    const auto at_few = dearest(little, 2'000);
    const auto at_many = dearest(much, 40'000);
    CAPTURE(at_few, at_many);
    CHECK(at_many < 10'000);
    CHECK(at_many < at_few + 1'000);
    // What ties whom a day shows: by how many they are, at most 144 here.
    const auto of_a_day = [](TestApp& app, std::int64_t rows) {
        StepCounter counter;
        db::Connection connection = db::open_read_only(app.stored().location());
        db::ReadTx tx(connection);
        counter.take();
        const auto middle = begin + apart * (rows / 2);
        db::access::looked_at(tx, middle, middle + std::chrono::hours(24));
        return counter.take();
    };
    CHECK(of_a_day(little, 2'000) < 10'000);
    CHECK(of_a_day(much, 40'000) < 10'000);
    // The counter would see a walk through all of it.
    StepCounter counter;
    db::Connection connection = db::open_read_only(much.stored().location());
    db::ReadTx tx(connection);
    db::access::newest(tx, {}, {}, 40'000);
    CHECK(counter.take() > 200'000);
}

TEST_CASE("a review asks as many statements for a month and hundreds of persons as for one look") {
    TestApp app;
    fill(app, 4'000, 300);
    app.stored().execute(
        "insert into borrower (id, kind, name, name_key, language, protection) values"
        " (7, 'person', 'Lager', 'lager', 'nb', 'none'), (8, 'person', 'Ola', 'ola', 'nb', "
        "'none')");
    app.stored().execute(
        "insert into handout (id, product_id, depot_id, shelf, quantity, borrower_id, happened_at,"
        " actor_id) select 1, " +
        std::to_string(app.product()) + ", 'SMS', '', 1, 8, 1700000000000, 3");
    db::Connection connection = db::open_read_only(app.stored().location());
    const auto asked = [&](domain::Day from, domain::Day to, std::size_t least) {
        connection.control(connection.begin_read());
        db::ReadTx tx(connection);
        const auto before = connection.statements_run();
        CHECK(depot::review_access(tx, from, to).size() >= least);
        const auto after = connection.statements_run();
        connection.control("commit");
        return after - before;
    };
    const domain::Day first = *domain::parse_day("2023-11-14");
    const auto of_none = asked(first - std::chrono::days(9), first - std::chrono::days(9), 0);
    const auto of_a_day = asked(first, first, 1);
    const auto of_a_month = asked(first, first + std::chrono::days(30), 200);
    CHECK(of_none < 12);
    CHECK(of_a_day == of_none);
    CHECK(of_a_month == of_none);
}

TEST_CASE("who has seen a person is told in time out of a million rows", "[.long]") {
    TestApp app;
    const auto kari = app.borrower();
    REQUIRE(kari == 1);
    fill(app, 1'000'000, 101);
    const auto began = std::chrono::steady_clock::now();
    const auto answer = app.get("/api/v1/borrowers/1/seen-by?limit=200", "leder");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    CHECK(answer.json.size("/items") == 200);
    WARN("200 of 10 000 looks at one person, out of 1 000 000 rows, in " << took.count() << " s");
}
