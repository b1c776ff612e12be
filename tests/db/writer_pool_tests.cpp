// What is a server's alone: transactions in each other's way, a lost session, a commit that is
// none.

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <future>

#include "api/routes.hpp"
#include "db/database.hpp"
#include "db/error.hpp"
#include "db/query.hpp"
#include "support/temp_database.hpp"
#include "support/test_app.hpp"

using db::Query;
using support::Body;
using support::TempDatabase;
using support::TestApp;

namespace {

db::DatabaseOptions options_of(const TempDatabase& database, std::size_t writers = 4) {
    db::DatabaseOptions options;
    options.location = database.location();
    options.writers = writers;
    return options;
}

std::int64_t number(db::ReadTx& tx) {
    return Query(tx, "select cast(value as bigint) from meta where key = 'n'")
        .one<std::int64_t>()
        .value_or(0);
}

void set_number(db::WriteTx& tx, std::int64_t value) {
    Query(tx,
          "insert into meta (key, value) values ('n', :value)"
          " on conflict (key) do update set value = excluded.value")
        .with(std::to_string(value))
        .run();
}

}  // namespace

TEST_CASE("what many servers count together is counted once each, by running again", "[.server]") {
    const TempDatabase stored;
    db::Database one(options_of(stored));
    db::Database two(options_of(stored));
    support::in_parallel(8, [&](int which) {
        for (int i = 0; i < 25; ++i) {
            (which % 2 == 0 ? one : two).write([](db::WriteTx& tx) {
                set_number(tx, number(tx) + 1);
            });
        }
        return 0;
    });
    CHECK(one.read(number) == 200);
    CHECK(one.writer_counters().tried_again + two.writer_counters().tried_again > 0);
}

TEST_CASE("jobs that are all in each other's way are all stored after a few tries", "[.server]") {
    constexpr std::size_t jobs = 300;
    const TempDatabase file;
    std::atomic<std::size_t> answered = 0;
    std::atomic<std::size_t> failed = 0;
    std::vector<std::atomic<int>> tries(jobs);
    {
        db::Database database(options_of(file, 16));
        std::promise<void> all;
        for (std::size_t job = 0; job < jobs; ++job) {
            database.write_later(
                [&tries, job](db::WriteTx& tx) {
                    ++tries[job];
                    const auto before = Query(tx, "select count(*) from meta").one<std::int64_t>();
                    Query(tx, "insert into meta (key, value) values (:key, :value)")
                        .with("job " + std::to_string(job), std::to_string(before.value()))
                        .run();
                    return db::Keep::yes;
                },
                [&](const std::exception_ptr& failure) {
                    if (failure) ++failed;
                    if (++answered == jobs) all.set_value();
                });
        }
        all.get_future().wait();
    }
    CHECK(failed == 0);
    // Four beside others, one alone.
    CHECK(*std::max_element(tries.begin(), tries.end()) <= 5);
    // Each has seen what all before it had stored.
    CHECK(file.value("select count(distinct value) from meta where key like 'job %'") ==
          std::to_string(jobs));
}

TEST_CASE("write skew is refused: two who each saw the other on duty cannot both leave",
          "[.server]") {
    const TempDatabase stored;
    stored.execute(
        "create table duty (name text primary key, here bigint not null);"
        "insert into duty values ('a', 1), ('b', 1)");
    db::Database database(options_of(stored, 2));
    const auto leave = [&](const char* who, const char* other) {
        database.write([&](db::WriteTx& tx) {
            const auto here = Query(tx, "select here from duty where name = :name")
                                  .with(std::string(other))
                                  .one<std::int64_t>();
            if (here == 0) return;
            Query(tx, "update duty set here = 0 where name = :name").with(std::string(who)).run();
        });
    };
    for (int i = 0; i < 30; ++i) {
        stored.execute("update duty set here = 1");
        support::in_parallel(2, [&](int which) {
            which == 0 ? leave("a", "b") : leave("b", "a");
            return 0;
        });
        CHECK(stored.value("select sum(here) from duty") == "1");
    }
}

TEST_CASE("an exception that a job swallows cannot be committed as if all were well", "[.server]") {
    const TempDatabase stored;
    db::Database database(options_of(stored, 1));
    CHECK_THROWS_AS(database.write([](db::WriteTx& tx) {
        set_number(tx, 7);
        try {
            Query(tx, "insert into depot (id, name, open_weekdays) values ('SMS', 'x', 1)").run();
        } catch (const db::ConstraintViolation&) {
            return;  // the transaction is poisoned now
        }
    }),
                    db::Error);
    CHECK(database.read(number) == 0);
    // The session is in order for the next one.
    database.write([](db::WriteTx& tx) { set_number(tx, 8); });
    CHECK(database.read(number) == 8);
}

TEST_CASE("a session that the server ended is opened again, and the job run again", "[.server]") {
    const TempDatabase stored;
    db::Database database(options_of(stored, 1));
    int runs = 0;
    database.write([&](db::WriteTx& tx) {
        if (++runs == 1) {
            stored.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                " current_database() and pid <> pg_backend_pid()");
        }
        set_number(tx, runs);
    });
    CHECK(runs == 2);
    CHECK(database.read(number) == 2);
}

TEST_CASE("a commit whose answer is lost is neither done nor refused", "[.server]") {
    const TempDatabase stored;
    // Ends the session while it commits: nobody can know whether before or after.
    stored.execute(
        "create table victim (a bigint);"
        "create function die() returns trigger language plpgsql as $$begin"
        " perform pg_terminate_backend(pg_backend_pid()); return null; end$$;"
        "create constraint trigger die after insert on victim deferrable initially deferred"
        " for each row execute function die()");
    db::Database database(options_of(stored, 1));
    CHECK_THROWS_AS(
        database.write([](db::WriteTx& tx) { Query(tx, "insert into victim values (1)").run(); }),
        db::OutcomeUnknown);
    CHECK(stored.value("select count(*) from victim") == "0");
    database.write([](db::WriteTx& tx) { set_number(tx, 9); });
    CHECK(database.read(number) == 9);
}

TEST_CASE("a commit that is not made durable on a standby is not answered as done", "[.server]") {
    const TempDatabase stored;
    stored.execute("create table waiting (a bigint)");
    db::Database database(options_of(stored, 1));
    database.read(number);
    // A standby that is not there: the commit waits for it, until somebody cancels the waiting.
    stored.execute("alter system set synchronous_standby_names = 'nobody'");
    stored.execute("select pg_reload_conf()");
    // Until the server has read its settings again, commits do not wait yet.
    auto outcome = std::async(std::launch::async, [&] {
        for (int tries = 0; tries < 1000; ++tries) {
            database.write(
                [](db::WriteTx& tx) { Query(tx, "insert into waiting values (1)").run(); });
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    });
    std::string cancelled = "0";
    for (int tries = 0; tries < 500 && cancelled == "0"; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        cancelled = stored.value(
            "select count(pg_cancel_backend(pid)) from pg_stat_activity where"
            " datname = current_database() and wait_event = 'SyncRep'");
    }
    stored.execute("alter system reset synchronous_standby_names");
    stored.execute("select pg_reload_conf()");
    CHECK(cancelled == "1");
    CHECK_THROWS_AS(outcome.get(), db::OutcomeUnknown);
}

TEST_CASE("whatever a handler did before it is run again has no effect", "[.server]") {
    TestApp plain;
    TestApp rehearsed(db::Writer::Limits{}, db::WriterPool::Rehearse::yes);
    for (TestApp* app : {&plain, &rehearsed}) {
        const auto product = app->product(Body().list("accessories", {"\"kurv\""}));
        const auto one = app->ready_item(product);
        const auto two = app->ready_item(product);
        const auto loan = app->loan({one, two});
        app->post("/api/v1/loans/" + std::to_string(loan) + "/extensions",
                  Body().set("months", 3).set("reason", "opptrening"), "ergo");
        app->scanned("in", one);
        app->scanned("washed", one, Body().set("details", Body().set("method", "machine")));
        app->post("/api/v1/scans/batch",
                  Body().list("scans", {app->scan("in", two).text(), app->scan("in", two).text()}));
        app->call("lager", "POST", "/api/v1/borrowers",
                  Body().set("kind", "unit").set("name", "Avdeling 3"), {{"idempotency-key", "k"}});
    }
    for (const char* table : {"item", "event", "loan", "loan_line", "extension", "scan", "borrower",
                              "idempotency", "access_log"}) {
        INFO(table);
        const std::string sql = std::string("select count(*) from ") + table;
        CHECK(rehearsed.stored().value(sql) == plain.stored().value(sql));
    }
}

TEST_CASE("scans of the same aid at two servers: one lends it, in a batch too", "[.server]") {
    TestApp app;
    db::Database other(options_of(app.stored()));
    routing::Dispatcher second(api::routes(), other, [&] { return app.clock.now(); });
    const auto product = app.product();
    const auto borrower = app.borrower();
    for (int round = 0; round < 20; ++round) {
        const auto code = app.ready_item(product);
        const auto out = Body().set("details", Body().set("borrower", borrower));
        const auto answers = support::in_parallel(2, [&](int which) {
            routing::Request asked = app.request("lager", "POST", "/api/v1/scans/batch");
            asked.content_type = "application/json";
            asked.body = Body()
                             .list("scans", {app.scan("out", code, out)
                                                 .set("device", which == 0 ? "desk-1" : "desk-2")
                                                 .text()})
                             .text();
            if (which == 0) return app.call_later(std::move(asked)).get().body;
            std::promise<std::string> answered;
            second.dispatch(std::move(asked), [&](routing::Reply reply) {
                answered.set_value(std::move(reply.body));
            });
            return answered.get_future().get();
        });
        const auto done = std::count_if(answers.begin(), answers.end(), [](const auto& body) {
            return body.find("\"result\":\"done\"") != std::string::npos;
        });
        INFO(answers[0] << "\n" << answers[1]);
        CHECK(done == 1);
        CHECK(app.stored().value("select count(*) from loan_line l join item i on i.id = l.item_id"
                                 " where l.ended_at is null and i.code = '" +
                                 code + "'") == "1");
    }
    CHECK(app.stored().value("select count(*) from event where kind = 'lent'") == "20");
}
