#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>

#include "db/meta_store.hpp"
#include "db/query.hpp"
#include "jobs/scheduler.hpp"
#include "support/test_app.hpp"

using db::Query;
using jobs::hourly;
using jobs::Job;
using jobs::Scheduler;
using jobs::Turn;
using support::Body;
using support::TestApp;
using namespace std::chrono_literals;

namespace {

// What the jobs of these tests do and how often they have done it is kept in the database.
void count_up(Turn& turn) {
    turn.write([](db::WriteTx& tx) {
        const int before = std::stoi(db::meta::find(tx, "runs").value_or("0"));
        db::meta::set(tx, "runs", std::to_string(before + 1));
    });
}
const Job counting[] = {{"count", hourly, count_up}};

void fail(Turn&) { throw std::runtime_error("no such luck"); }
const Job failing[] = {{"fail", hourly, fail}};

std::string runs(TestApp& app) {
    return app.database()
        .read([](db::ReadTx& tx) { return db::meta::find(tx, "runs"); })
        .value_or("0");
}

// A second server on the same database; a file has one process, so there it is the same one.
class SecondServer {
public:
    explicit SecondServer(TestApp& app) : first_(app) {
        if (!support::on_server()) return;
        db::DatabaseOptions options;
        options.location = app.stored().location();
        options.writers = 2;
        own_.emplace(options);
    }
    db::Database& database() { return own_ ? *own_ : first_.database(); }

private:
    TestApp& first_;
    std::optional<db::Database> own_;
};

void change(TestApp& app, std::string_view sql) {
    app.database().write([&](db::WriteTx& tx) { Query(tx, sql).run(); });
}

jobs::Clock clock_of(TestApp& app) {
    return [&app] { return app.clock.now().instant; };
}

// Collects what a channel tells.
class Heard {
public:
    explicit Heard(db::Channel& channel)
        : channel_(channel), number_(channel.subscribe([this](const db::Topics& topics) {
              const std::lock_guard guard(mutex_);
              topics_.insert(topics.begin(), topics.end());
              heard_.notify_all();
          })) {}
    ~Heard() { channel_.unsubscribe(number_); }
    bool hears(const std::string& topic) {
        std::unique_lock lock(mutex_);
        return heard_.wait_for(lock, 5s, [&] { return topics_.contains(topic); });
    }
    bool heard(const std::string& topic) {
        const std::lock_guard guard(mutex_);
        return topics_.contains(topic);
    }

private:
    std::mutex mutex_;
    std::condition_variable heard_;
    db::Topics topics_;
    db::Channel& channel_;
    std::int64_t number_;
};

}  // namespace

TEST_CASE("a job runs when it is due, and once for all that was missed") {
    TestApp app;
    Scheduler scheduler(counting, app.database(), clock_of(app), "one");
    CHECK(scheduler.run_due() == 1);
    CHECK(scheduler.run_due() == 0);
    app.clock.advance(59min);
    CHECK(scheduler.run_due() == 0);
    app.clock.advance(1min);
    CHECK(scheduler.run_due() == 1);
    app.clock.advance(5h);
    CHECK(scheduler.run_due() == 1);
    CHECK(scheduler.run_due() == 0);
    CHECK(runs(app) == "3");
}

TEST_CASE("a job that fails is tried again after a minute, and not by another server before") {
    TestApp app;
    Scheduler one(failing, app.database(), clock_of(app), "one");
    SecondServer second(app);
    Scheduler two(failing, second.database(), clock_of(app), "two");
    CHECK(one.run_due() == 0);
    const std::string turn = "select turn from job_lease where job = 'fail'";
    CHECK(app.stored().value(turn) == "1");
    app.clock.advance(59s);
    two.run_due();
    CHECK(app.stored().value(turn) == "1");
    app.clock.advance(1s);
    two.run_due();
    CHECK(app.stored().value(turn) == "2");
    CHECK(app.stored().value("select done_at from job_lease") == "-");
}

TEST_CASE("of several servers at the same moment one runs the job") {
    TestApp app;
    SecondServer second(app);
    Scheduler one(counting, app.database(), clock_of(app), "one");
    Scheduler two(counting, second.database(), clock_of(app), "two");
    for (int hour = 1; hour <= 20; ++hour) {
        const auto ran = support::in_parallel(
            2, [&](int which) { return which == 0 ? one.run_due() : two.run_due(); });
        CHECK(ran[0] + ran[1] == 1);
        CHECK(runs(app) == std::to_string(hour));
        app.clock.advance(1h);
    }
}

TEST_CASE("a server that stands still in its turn writes nothing beside its successor") {
    TestApp app;
    SecondServer second(app);
    Scheduler successor(counting, second.database(), clock_of(app), "two");
    static TestApp* the_app = nullptr;
    static Scheduler* the_successor = nullptr;
    the_app = &app;
    the_successor = &successor;
    const Job slow[] = {{"count", hourly, [](Turn& turn) {
                             the_app->clock.advance(Turn::lease - 1s);
                             CHECK(the_successor->run_due() == 0);
                             the_app->clock.advance(1s);
                             CHECK(the_successor->run_due() == 1);
                             count_up(turn);
                         }}};
    Scheduler scheduler(slow, app.database(), clock_of(app), "one");
    CHECK(scheduler.run_due() == 0);
    CHECK(runs(app) == "1");
    CHECK(app.stored().value("select holder from job_lease") == "two");
}

TEST_CASE("the scheduler runs by itself, and ends when it is told to") {
    TestApp app;
    {
        Scheduler scheduler(counting, app.database(), clock_of(app), "one");
        scheduler.start();
        for (int tries = 0; tries < 500 && runs(app) == "0"; ++tries) {
            std::this_thread::sleep_for(10ms);
        }
    }
    CHECK(runs(app) == "1");
}

TEST_CASE("every server hears of what one of them has committed, by its topic alone") {
    TestApp app;
    SecondServer second(app);
    Heard here(app.database().channel());
    Heard there(second.database().channel());
    // Until the server's ear is open, which takes a moment.
    for (int tries = 0; tries < 100 && !there.heard("depots"); ++tries) {
        change(app, "update depot set version = version + 1");
        std::this_thread::sleep_for(20ms);
    }
    REQUIRE(there.hears("depots"));
    const auto code = app.ready_item();
    CHECK(here.hears("items"));
    CHECK(there.hears("items"));
    CHECK(there.hears("products"));
    // What is not kept is not told, nor what has changed nothing.
    CHECK_THROWS(app.database().write([](db::WriteTx& tx) {
        Query(tx, "update terms set made_at = 0").run();
        throw std::runtime_error("no");
    }));
    change(app, "update loan set version = version + 1");
    change(app, "delete from device_token where actor_id = 2");
    CHECK(here.hears("senders"));
    CHECK(there.hears("senders"));
    CHECK_FALSE(there.heard("terms"));
    CHECK_FALSE(there.heard("loans"));
}

TEST_CASE("keys that no repeat is answered by any more are forgotten") {
    TestApp app;
    const auto make = [&](const std::string& key) {
        return app.call("lager", "POST", "/api/v1/borrowers",
                        Body().set("kind", "unit").set("name", "Avdeling 3"),
                        {{"idempotency-key", key}});
    };
    REQUIRE(make("k-1").status == 201);
    app.clock.advance(24h);
    REQUIRE(make("k-2").status == 201);
    // It is not found any more, and may be used again before it is gone.
    CHECK(make("k-1").json.number("/id") == 3);
    app.clock.advance(23h);
    Scheduler scheduler(jobs::all(), app.database(), clock_of(app), "one");
    CHECK(scheduler.run_due() > 0);
    CHECK(app.stored().value("select count(*) from idempotency") == "2");
    app.clock.advance(1h);
    CHECK(scheduler.run_due() > 0);
    CHECK(app.stored().value("select count(*) from idempotency") == "0");
}
