#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>

#include <catch2/catch.hpp>

#include "db/database.hpp"
#include "db/error.hpp"
#include "db/query.hpp"
#include "support/temp_database.hpp"

using db::Keep;
using db::Query;
using support::TempDatabase;

namespace {

// The writer waits in a first job until opened, so that what comes after it is one batch.
class Gate {
public:
    explicit Gate(db::Writer& writer) {
        std::promise<void> inside;
        writer.submit(
            [this, &inside](db::WriteTx&) {
                inside.set_value();
                opened_.get_future().wait();
                return Keep::yes;
            },
            [](const std::exception_ptr&) {});
        inside.get_future().wait();
    }
    void open() { opened_.set_value(); }

private:
    std::promise<void> opened_;
};

// What became of each job, by its number.
struct Outcomes {
    std::mutex mutex;
    std::condition_variable changed;
    std::map<int, std::string> all;

    db::WriteDone of(int number) {
        return [this, number](const std::exception_ptr& failure) {
            std::string what = "stored";
            try {
                if (failure) std::rethrow_exception(failure);
            } catch (const db::StorageFailure&) {
                what = "storage";
            } catch (const std::exception& error) {
                what = error.what();
            }
            const std::lock_guard lock(mutex);
            all[number] = what;
            changed.notify_all();
        };
    }
    void wait_for(std::size_t count) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return all.size() >= count; });
    }
};

db::WriteJob insert(int number, Keep keep = Keep::yes) {
    return [number, keep](db::WriteTx& tx) {
        Query(tx, "insert into t values (:a)").with(number).run();
        return keep;
    };
}

struct Bench {
    TempDatabase file;
    std::atomic<int> lost_syncs{0};
    std::unique_ptr<db::Channel> channel = db::local_channel();
    std::unique_ptr<db::Writer> writer;

    explicit Bench(db::Writer::Limits limits = {}) {
        auto connection = db::Connection::open(db::Location(file.file()), db::Access::read_write);
        connection.execute("create table t (a integer primary key)");
        writer = std::make_unique<db::Writer>(std::move(connection), limits, *channel,
                                              [this] { ++lost_syncs; });
    }
    std::string stored() const { return file.value("select coalesce(group_concat(a), '') from t"); }
};

}  // namespace

TEST_CASE("jobs that wait together are committed together", "[sqlite]") {
    Bench bench;
    Gate gate(*bench.writer);
    Outcomes outcomes;
    for (int i = 0; i < 100; ++i) REQUIRE(bench.writer->submit(insert(i), outcomes.of(i)));
    CHECK(bench.writer->counters().waiting == 100);
    gate.open();
    outcomes.wait_for(100);
    for (const auto& [number, outcome] : outcomes.all) CHECK(outcome == "stored");
    // The gate's own, and 100 in batches of 64.
    const auto counters = bench.writer->counters();
    CHECK(counters.commits == 3);
    CHECK(counters.jobs == 101);
    CHECK(counters.statements == 100);
    CHECK(bench.file.value("select count(*) from t") == "100");
}

TEST_CASE("nobody is answered before what they wrote can be read by others", "[sqlite]") {
    Bench bench;
    for (int i = 0; i < 20; ++i) {
        std::promise<std::string> seen;
        bench.writer->submit(insert(i), [&](const std::exception_ptr&) {
            seen.set_value(bench.file.value("select count(*) from t"));
        });
        CHECK(seen.get_future().get() == std::to_string(i + 1));
    }
}

TEST_CASE("a job that throws, or that wants nothing kept, does not disturb the others",
          "[sqlite]") {
    Bench bench;
    Gate gate(*bench.writer);
    Outcomes outcomes;
    bench.writer->submit(insert(1), outcomes.of(1));
    bench.writer->submit(
        [](db::WriteTx& tx) -> Keep {
            Query(tx, "insert into t values (:a)").with(2).run();
            throw std::runtime_error("a bug");
        },
        outcomes.of(2));
    bench.writer->submit(insert(3, Keep::no), outcomes.of(3));
    bench.writer->submit(insert(1), outcomes.of(4));  // taken already
    bench.writer->submit(insert(5), outcomes.of(5));
    gate.open();
    outcomes.wait_for(5);
    CHECK(bench.stored() == "1,5");
    CHECK(outcomes.all[1] == "stored");
    CHECK(outcomes.all[2] == "a bug");
    CHECK(outcomes.all[3] == "stored");
    CHECK(outcomes.all[4].find("UNIQUE") != std::string::npos);
    CHECK(outcomes.all[5] == "stored");
    CHECK(bench.writer->counters().failed_jobs == 2);
    CHECK(bench.lost_syncs == 0);
}

TEST_CASE("a full disk fails the whole batch, and nothing of it is stored", "[sqlite]") {
    Bench bench;
    std::promise<void> limited;
    bench.writer->submit(
        [](db::WriteTx& tx) {
            Query(tx, "create table big (a text)").run();
            return Keep::yes;
        },
        [&](const std::exception_ptr&) { limited.set_value(); });
    limited.get_future().wait();
    Gate gate(*bench.writer);
    Outcomes outcomes;
    bench.writer->submit(insert(1), outcomes.of(1));
    bench.writer->submit(
        [](db::WriteTx& tx) {
            // No more pages than there are.
            const auto pages = Query(tx, "pragma page_count").one<std::int64_t>().value_or(0);
            Query(tx, "pragma max_page_count = " + std::to_string(pages)).one<std::int64_t>();
            Query(tx, "insert into big values (:a)").with(std::string(200'000, 'x')).run();
            return Keep::yes;
        },
        outcomes.of(2));
    bench.writer->submit(insert(3), outcomes.of(3));
    gate.open();
    outcomes.wait_for(3);
    for (const int job : {1, 2, 3}) CHECK(outcomes.all[job] == "storage");
    CHECK(bench.stored().empty());
    CHECK(bench.file.value("select count(*) from big") == "0");
    CHECK(bench.lost_syncs == 0);

    // With room again it goes on.
    bench.writer->submit(
        [](db::WriteTx& tx) {
            Query(tx, "pragma max_page_count = 100000").one<std::int64_t>();
            return Keep::yes;
        },
        outcomes.of(4));
    bench.writer->submit(insert(5), outcomes.of(5));
    outcomes.wait_for(5);
    CHECK(bench.stored() == "5");
}

TEST_CASE("a full queue refuses, and calls nothing", "[sqlite]") {
    Bench bench(db::Writer::Limits{.queue = 2, .batch = 64});
    Gate gate(*bench.writer);
    Outcomes outcomes;
    CHECK(bench.writer->submit(insert(1), outcomes.of(1)));
    CHECK(bench.writer->submit(insert(2), outcomes.of(2)));
    CHECK_FALSE(bench.writer->submit(insert(3), outcomes.of(3)));
    CHECK(bench.writer->counters().refused_full_queue == 1);
    gate.open();
    outcomes.wait_for(2);
    CHECK(bench.stored() == "1,2");
    CHECK(outcomes.all.size() == 2);
}

TEST_CASE("what is queued when the writer stops is still stored", "[sqlite]") {
    Bench bench;
    Gate gate(*bench.writer);
    Outcomes outcomes;
    for (int i = 0; i < 10; ++i) bench.writer->submit(insert(i), outcomes.of(i));
    gate.open();
    bench.writer.reset();
    CHECK(outcomes.all.size() == 10);
    CHECK(bench.file.value("select count(*) from t") == "10");
}

TEST_CASE("a savepoint that is not kept undoes its own part", "[sqlite]") {
    Bench bench;
    Outcomes outcomes;
    bench.writer->submit(
        [](db::WriteTx& tx) {
            Query(tx, "insert into t values (:a)").with(1).run();
            {
                db::Savepoint part(tx);
                Query(tx, "insert into t values (:a)").with(2).run();
                db::Savepoint inner(tx);
                Query(tx, "insert into t values (:a)").with(3).run();
                inner.keep();
            }
            db::Savepoint kept(tx);
            Query(tx, "insert into t values (:a)").with(4).run();
            kept.keep();
            return Keep::yes;
        },
        outcomes.of(1));
    outcomes.wait_for(1);
    CHECK(outcomes.all[1] == "stored");
    CHECK(bench.stored() == "1,4");
}

TEST_CASE("what a job deletes without a trace is in no file once it is answered", "[sqlite]") {
    const TempDatabase stored;
    db::DatabaseOptions options;
    options.location = stored.location();
    db::Database database(options);
    const auto holds = [&](const std::string& text) {
        bool found = false;
        for (const char* ending : {"", "-wal"}) {
            std::ifstream file(stored.file().string() + ending, std::ios::binary);
            const std::string all{std::istreambuf_iterator<char>(file), {}};
            found = found || all.find(text) != std::string::npos;
        }
        return found;
    };
    // Enough rows around it for pages to be split and joined.
    const std::string trace(40, 'K');
    const std::string insert = "insert into meta (key, value) values (:key, :value)";
    database.write([&](db::WriteTx& tx) {
        for (int i = 0; i < 2000; ++i) {
            Query(tx, insert)
                .with("k" + std::to_string(i * 7919 % 2000), i == 999 ? trace : "v")
                .run();
        }
    });
    REQUIRE(holds(trace));
    const auto remove = [&](bool without_trace) {
        database.write([&](db::WriteTx& tx) {
            Query(tx, "update meta set value = 'gone' where value = :value").with(trace).run();
            if (without_trace) tx.leave_no_trace();
        });
    };
    // The negative control: the log still has it.
    remove(false);
    CHECK(holds(trace));
    remove(true);
    CHECK_FALSE(holds(trace));
    CHECK(std::filesystem::file_size(stored.file().string() + "-wal") == 0);
}
