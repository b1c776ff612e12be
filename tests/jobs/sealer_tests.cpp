#include <catch2/catch.hpp>

#include <future>
#include <thread>

#include "db/access_chain.hpp"
#include "jobs/scheduler.hpp"
#include "jobs/sealer.hpp"
#include "support/test_app.hpp"

using jobs::Sealer;
using support::TestApp;
using namespace std::chrono_literals;

namespace {

jobs::Clock clock_of(TestApp& app) {
    return [&app] { return app.clock.now().instant; };
}

std::filesystem::path heads_of(TestApp& app) { return app.stored().folder() / "heads"; }

std::size_t heads_written(TestApp& app) { return db::access::read_heads(heads_of(app))->size(); }

db::access::Tail tail(TestApp& app) {
    return app.database().read([](db::ReadTx& tx) { return db::access::tail(tx); });
}

bool all_sealed_within(TestApp& app, std::chrono::seconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (tail(app).rows > 0) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(1ms);
    }
    return true;
}

// A job that takes as long as the test wants.
std::promise<void> begun;
std::promise<void> may_end;
const jobs::Job endless[] = {{"endless",
                              [](std::optional<domain::Instant>) { return domain::Instant{}; },
                              [](jobs::Turn&) {
                                  begun.set_value();
                                  may_end.get_future().wait();
                              }}};

}  // namespace

TEST_CASE("no row of the access log waits five seconds for its seal") {
    TestApp app;
    app.borrower();
    Sealer sealer(app.database(), clock_of(app), heads_of(app));
    std::chrono::milliseconds longest{0};
    for (int tenth = 0; tenth < 200; ++tenth) {
        app.get("/api/v1/borrowers/1");
        app.clock.advance(100ms);
        // As its thread does, every two seconds.
        if (tenth % 20 != 19) continue;
        longest = std::max(longest, app.clock.now().instant - *tail(app).since);
        sealer.look();
        REQUIRE(tail(app).rows == 0);
    }
    CHECK(longest == 2s);
    CHECK(app.stored().value("select count(*) from access_seal") == "201");
}

TEST_CASE("a long job does not hold up the sealing") {
    TestApp app;
    jobs::Scheduler scheduler(endless, app.database(), clock_of(app), "one");
    scheduler.start();
    begun.get_future().wait();
    Sealer sealer(app.database(), clock_of(app), heads_of(app));
    sealer.start(5ms);
    app.borrower();
    CHECK(all_sealed_within(app, 5s));
    may_end.set_value();
}

TEST_CASE("what is committed late is sealed late, and nothing is passed over") {
    TestApp app;
    app.borrower();
    const auto before = app.stored().value("select count(*) from access_log");
    Sealer sealer(app.database(), clock_of(app), heads_of(app));
    constexpr int readers = 8;
    constexpr int each = 20;
    std::atomic<int> left = readers;
    auto sealing = std::async(std::launch::async, [&] {
        while (left > 0) sealer.look();
    });
    support::in_parallel(readers, [&](int) {
        for (int i = 0; i < each; ++i) app.get("/api/v1/borrowers/1");
        return --left;
    });
    sealing.get();
    sealer.look();
    CHECK(tail(app).rows == 0);
    CHECK(app.stored().value("select count(*) from access_seal") ==
          std::to_string(std::stoi(before) + readers * each));
    CHECK(app.stored().value("select max(seq) - count(*) from access_seal") == "0");
}

TEST_CASE("two servers seal one chain", "[.server]") {
    TestApp app;
    app.borrower();
    db::DatabaseOptions options;
    options.location = app.stored().location();
    options.key_file = app.stored().folder() / "keys";
    db::Database second(options);
    Sealer one(app.database(), clock_of(app), heads_of(app));
    Sealer two(second, clock_of(app), app.stored().folder() / "other-heads");
    std::atomic<int> left = 4;
    std::vector<std::future<void>> sealing;
    for (Sealer* sealer : {&one, &two}) {
        sealing.push_back(std::async(std::launch::async, [&left, sealer] {
            while (left > 0) sealer->look();
        }));
    }
    support::in_parallel(4, [&](int) {
        for (int i = 0; i < 50; ++i) app.get("/api/v1/borrowers/1");
        return --left;
    });
    for (auto& ended : sealing) ended.get();
    one.look();
    CHECK(tail(app).rows == 0);
    CHECK(app.stored().value("select count(*) from access_seal") == "201");
    CHECK(app.stored().value("select max(seq) from access_seal") == "201");
}

TEST_CASE("heads leave the database at the start, every ten minutes, after many rows, at the end") {
    TestApp app;
    app.borrower();
    {
        Sealer sealer(app.database(), clock_of(app), heads_of(app));
        CHECK(heads_written(app) == 0);
        sealer.look();
        CHECK(heads_written(app) == 1);
        app.clock.advance(10min - 1ms);
        sealer.look();
        CHECK(heads_written(app) == 1);
        app.clock.advance(1ms);
        sealer.look();
        CHECK(heads_written(app) == 2);
        for (int i = 0; i < 999; ++i) app.get("/api/v1/borrowers/1");
        sealer.look();
        CHECK(heads_written(app) == 2);
        app.get("/api/v1/borrowers/1");
        sealer.look();
        CHECK(heads_written(app) == 3);
        app.get("/api/v1/borrowers/1");
    }
    const auto last = db::access::read_heads(heads_of(app))->back();
    CHECK(heads_written(app) == 4);
    CHECK_THAT(last, Catch::Contains(" 1002 "));
    CHECK(tail(app).rows == 0);
}

TEST_CASE("where heads cannot be written no server starts") {
    TestApp app;
    CHECK_THROWS(Sealer(app.database(), clock_of(app), "/proc/no/such/folder"));
}
