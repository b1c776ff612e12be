#include <catch2/catch.hpp>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "db/access_chain.hpp"
#include "db/access_store.hpp"
#include "db/digest.hpp"
#include "db/heads_file.hpp"
#include "depot/verify_access.hpp"
#include "jobs/sealer.hpp"
#include "support/test_app.hpp"

using support::Body;
using support::on_server;
using support::TestApp;
using namespace std::chrono_literals;

namespace {

jobs::Clock clock_of(TestApp& app) {
    return [&app] { return app.clock.now().instant; };
}

std::filesystem::path heads_of(TestApp& app) { return app.stored().folder() / "heads"; }

depot::AccessReport verify(TestApp& app, const std::vector<std::filesystem::path>& files) {
    std::vector<depot::HeadLines> heads;
    for (const auto& file : files) {
        heads.push_back(
            {"heads", db::access::read_heads(file).value_or(std::vector<std::string>())});
    }
    return app.database().read([&](db::ReadTx& tx) {
        const db::Keys keys = tx.keys();
        return depot::verify_access(tx, &keys, heads, app.clock.now().instant);
    });
}

depot::AccessReport verify(TestApp& app) { return verify(app, {heads_of(app)}); }

std::string all_faults(const depot::AccessReport& report) {
    std::string all;
    for (const std::string& fault : report.faults) all += fault + "\n";
    return all;
}

// Twenty looks at people, one of them at two; sealed, with heads at 10 and at 20.
void live(TestApp& app) {
    jobs::Sealer sealer(app.database(), clock_of(app), heads_of(app));
    const auto one = app.borrower();
    const auto two = app.borrower(Body().set("name", "Ola Prøve"));
    for (int i = 0; i < 8; ++i) {
        app.clock.advance(1min);
        app.get("/api/v1/borrowers/" + std::to_string(i % 2 == 0 ? one : two) + "?why=ringte");
    }
    sealer.look();
    for (int i = 0; i < 9; ++i) {
        app.clock.advance(1min);
        app.get("/api/v1/borrowers/" + std::to_string(one), "ergo");
    }
    app.get("/api/v1/borrowers");
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// What an attacker with the rights of the database's owner does first.
void unguard(TestApp& app) {
    for (const char* table : {"access_log", "access_log_person", "access_seal"}) {
        const std::string name(table);
        app.stored().execute(on_server() ? "drop trigger " + name + "_no_change on " + name
                                         : "drop trigger " + name + "_no_update; drop trigger " +
                                               name + "_no_delete");
    }
    if (on_server()) {
        app.stored().execute(
            "alter table access_seal drop constraint access_seal_access_id_fkey;"
            "alter table access_log_person drop constraint access_log_person_access_id_fkey");
    }
}

void attack(TestApp& app, const std::string& sql) {
    unguard(app);
    app.stored().execute((on_server() ? "" : "pragma foreign_keys = off; ") + sql);
}

// The whole chain again over what is stored now: what an attacker can do who knows the format and
// not the keys.
void chain_anew(TestApp& app) {
    app.stored().execute(
        "delete from access_unsealed; delete from access_seal;"
        "insert into access_unsealed (access_id) select id from access_log");
    app.database().write(
        [](db::WriteTx& tx) { db::access::seal(tx, db::access::unsealed(tx, 1'000'000)); });
}

}  // namespace

TEST_CASE("what is in the access log is neither changed nor deleted") {
    TestApp app;
    live(app);
    for (const char* sql :
         {"update access_log set why = 'x' where id = 3", "delete from access_log where id = 3",
          "update access_log_person set borrower_id = 2 where access_id = 3",
          "delete from access_log_person where access_id = 3",
          "update access_seal set hash = hash where seq = 3",
          "delete from access_seal where seq = 20"}) {
        INFO(sql);
        CHECK_THROWS_WITH(app.stored().execute(sql), Catch::Contains("are never"));
    }
    CHECK(app.stored().value("select count(*) from access_seal") == "20");
}

TEST_CASE("a log that only the program has written is found whole") {
    TestApp app;
    CHECK(verify(app).faults.empty());
    live(app);
    const auto report = verify(app);
    CHECK(all_faults(report) == "");
    CHECK(report.sealed == 20);
    CHECK(report.waiting == 0);
    CHECK(report.heads == 2);
}

TEST_CASE("each attack on the access log is found and named") {
    struct Row {
        const char* name;
        const char* sql;
        const char* named;
    };
    // Row 5 looks at one person, row 20 at two.
    const std::vector<Row> rows{
        {"another time", "update access_log set at = at + 1 where id = 5", "row 5 is not as"},
        {"another actor", "update access_log set actor_id = 1 where id = 5", "row 5 is not as"},
        {"another name", "update access_log set actor_name = 'x' where id = 5", "row 5 is not as"},
        {"no name", "update access_log set actor_name = null where id = 5", "row 5 is not as"},
        {"another role", "update access_log set role = 'leder' where id = 5", "row 5 is not as"},
        {"another action", "update access_log set action = 'x' where id = 5", "row 5 is not as"},
        {"another reason", "update access_log set why = 'x' where id = 5", "row 5 is not as"},
        {"no reason", "update access_log set why = null where id = 5", "row 5 is not as"},
        {"another depot", "update access_log set depot_id = 'ENGVEIEN' where id = 5",
         "row 5 is not as"},
        {"another status", "update access_log set status = 304 where id = 5", "row 5 is not as"},
        {"another person", "update access_log_person set borrower_id = 2 where access_id = 5",
         "row 5 is not as"},
        {"another time of a person", "update access_log_person set at = 1 where access_id = 5",
         "row 5 is not as"},
        {"a person less", "delete from access_log_person where access_id = 20 and borrower_id = 2",
         "row 20 is not as"},
        {"a person more",
         "insert into access_log_person (access_id, borrower_id, at) values (5, 2, 1)",
         "row 5 is not as"},
        {"a row deleted",
         "delete from access_log_person where access_id = 5; delete from access_log where id = 5",
         "the row under seal 5 is missing"},
        {"a row deleted with its seal",
         "delete from access_log_person where access_id = 5; delete from access_seal where seq = 5;"
         "delete from access_log where id = 5",
         "the seals from 5 to 5 are missing"},
        {"a seal deleted", "delete from access_seal where seq = 5", "row 5 was added"},
        {"the seals moved up after a deletion",
         "delete from access_log_person where access_id = 5; delete from access_seal where seq = 5;"
         "delete from access_log where id = 5;"
         "update access_seal set seq = seq + 1000 where seq > 5;"
         "update access_seal set seq = seq - 1001 where seq > 5",
         "seal 5 is not as"},
        {"a row inserted",
         "insert into access_log (id, at, actor_id, role, action) values (99, 1, 1, 'lager', 'x')",
         "row 99 was added"},
        {"a row inserted for one deleted",
         "delete from access_log_person where access_id = 5; delete from access_log where id = 5;"
         "insert into access_log (id, at, actor_id, role, action) values (99, 1, 1, 'lager', 'x')",
         "row 99 was added"},
        {"a row inserted while another is queued again",
         "insert into access_log (id, at, actor_id, role, action) values (99, 1, 1, 'lager', 'x');"
         "insert into access_unsealed (access_id) values (5)",
         "row 99 was added"},
        {"a sealed row queued again", "insert into access_unsealed (access_id) values (5)",
         "row 5 is to be sealed a second time"},
        {"a row inserted under a seal of its own",
         "insert into access_log (id, at, actor_id, role, action) values (99, 1, 1, 'lager', 'x');"
         "insert into access_seal (seq, access_id, hash) values (21, 99,"
         " '0000000000000000000000000000000000000000000000000000000000000000')",
         "row 99 is not as"},
        {"two rows reordered",
         "update access_seal set access_id = 100 where seq = 5;"
         "update access_seal set access_id = 5 where seq = 6;"
         "update access_seal set access_id = 6 where seq = 5",
         "seal 5 is not as"},
        {"another hash",
         "update access_seal set hash = "
         "'0000000000000000000000000000000000000000000000000000000000000000' where seq = 5",
         "seal 5 is not as"},
        {"the origin", "update meta set value = 'x' where key = 'access_origin'",
         "seal 1 is not as"},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        TestApp app;
        live(app);
        REQUIRE(all_faults(verify(app)) == "");
        attack(app, row.sql);
        CHECK_THAT(all_faults(verify(app)), Catch::Contains(row.named));
    }
}

TEST_CASE("the end of the log is not cut off unseen, thanks to the heads alone") {
    TestApp app;
    live(app);
    attack(app,
           "delete from access_seal where seq > 15;"
           "delete from access_log_person where access_id > 15;"
           "delete from access_log where id > 15");
    CHECK_THAT(all_faults(verify(app)),
               Catch::Contains("ends at 15") && Catch::Contains("was at 20"));
    // The head at 10 alone does not know of it.
    const auto lines = *db::access::read_heads(heads_of(app));
    REQUIRE(lines.size() == 2);
    const auto earlier = app.stored().folder() / "earlier";
    std::ofstream(earlier) << lines[0] << "\n";
    CHECK(all_faults(verify(app, {earlier})) == "");
    // One server's file is enough.
    CHECK_THAT(all_faults(verify(app, {earlier, heads_of(app)})), Catch::Contains("cut off"));
}

TEST_CASE("the log is not made anew as a whole unseen, thanks to the heads alone") {
    TestApp app;
    live(app);
    attack(app, "update access_log set actor_id = 1 where id = 5");
    REQUIRE_THAT(all_faults(verify(app)), Catch::Contains("row 5 is not as"));
    chain_anew(app);
    const std::string faults = all_faults(verify(app));
    CHECK_THAT(faults, Catch::Contains("it was made anew"));
    CHECK_THAT(faults, !Catch::Contains("row 5"));
    // Without the heads the new chain is as good as the old one; and that is said.
    const std::string without = all_faults(verify(app, {}));
    CHECK(without ==
          "access log: there is no genuine head, so that nobody can tell whether its end was cut "
          "off or all of it was made anew\n");
}

TEST_CASE("a chain made anew cannot be given heads without the keys") {
    TestApp app;
    live(app);
    attack(app, "update access_log set actor_id = 1 where id = 5");
    chain_anew(app);
    const auto head = app.database().read([](db::ReadTx& tx) { return db::access::head(tx); });
    const auto origin = app.database().read([](db::ReadTx& tx) { return *db::access::origin(tx); });
    const auto write = [&](const db::Keys& keys) {
        std::ofstream(heads_of(app))
            << db::access::signed_head(origin, head, app.clock.now().instant, keys) << "\n";
    };
    write(db::Keys::make());
    CHECK_THAT(all_faults(verify(app)), Catch::Contains("signature is not genuine"));
    // The negative control: with them they could.
    write(db::Keys::read(app.stored().folder() / "keys"));
    CHECK(all_faults(verify(app)) == "");
}

TEST_CASE("heads that were edited are found") {
    TestApp app;
    live(app);
    const auto lines = *db::access::read_heads(heads_of(app));
    REQUIRE(lines.size() == 2);
    const auto with_last = [&](const std::string& line) {
        std::ofstream(heads_of(app)) << lines[0] << "\n" << line << "\n";
        return all_faults(verify(app));
    };
    REQUIRE(with_last(lines[1]) == "");
    std::string other = lines[1];
    std::vector<std::size_t> words{0};
    for (auto at = other.find(' '); at != std::string::npos; at = other.find(' ', at + 1)) {
        words.push_back(at + 1);
    }
    REQUIRE(words.size() == 7);
    // One character of each word, and the generation set back and forth.
    for (const std::size_t word : words) {
        other = lines[1];
        other[word] = other[word] == '1' ? '2' : '1';
        INFO(other);
        CHECK_THAT(with_last(other), Catch::Contains("heads line 2"));
    }
    other = lines[1];
    other.replace(words[5], 1, "0");
    CHECK_THAT(with_last(other), Catch::Contains("signature is not genuine"));
    CHECK_THAT(with_last("no head"), Catch::Contains("is no head"));
    CHECK_THAT(with_last(lines[1] + " x"), Catch::Contains("is no head"));
}

TEST_CASE("a line that was not finished is cut off by the next server") {
    TestApp app;
    live(app);
    std::ofstream(heads_of(app), std::ios::app) << "1 half a li";
    CHECK(all_faults(verify(app)) == "");
    { const jobs::Sealer sealer(app.database(), clock_of(app), heads_of(app)); }
    const auto report = verify(app);
    CHECK(all_faults(report) == "");
    CHECK(report.heads == 3);
    CHECK_THAT(content_of(heads_of(app)), !Catch::Contains("half"));
}

TEST_CASE("a server that begins leaves alone the line that another is writing to the same file") {
    const support::TempDatabase directory;
    const auto file = directory.folder() / "heads";
    const int other = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    REQUIRE(other >= 0);
    REQUIRE(::flock(other, LOCK_EX) == 0);
    REQUIRE(::write(other, "half", 4) == 4);
    std::thread next([&] { db::access::HeadsFile(file).append("next"); });
    std::this_thread::sleep_for(50ms);
    CHECK(::write(other, " a line\n", 8) == 8);
    ::close(other);
    next.join();
    CHECK(content_of(file) == "half a line\nnext\n");
}

TEST_CASE("a log that was begun anew under the same keys is found, also when it is empty") {
    TestApp one;
    TestApp two;
    live(one);
    live(two);
    // The one's heads were left beside the other's log.
    CHECK_THAT(all_faults(verify(two, {heads_of(one), heads_of(two)})),
               Catch::Contains("another beginning of the log"));
    CHECK(all_faults(verify(two, {heads_of(two)})) == "");
    TestApp emptied;
    emptied.database().write([](db::WriteTx& tx) { db::access::begin_chain(tx); });
    CHECK(all_faults(verify(emptied, {})) == "");
    CHECK_THAT(all_faults(verify(emptied, {heads_of(one)})),
               Catch::Contains("another beginning of the log"));
}

TEST_CASE("rows that nobody seals are found after a minute, missing heads after half an hour") {
    TestApp app;
    live(app);
    app.get("/api/v1/borrowers/1");
    app.clock.advance(1min);
    auto report = verify(app);
    CHECK(all_faults(report) == "");
    CHECK(report.waiting == 1);
    app.clock.advance(1ms);
    CHECK_THAT(all_faults(verify(app)), Catch::Contains("1 rows are not sealed"));
    app.database().write(
        [](db::WriteTx& tx) { db::access::seal(tx, db::access::unsealed(tx, 100)); });
    CHECK(all_faults(verify(app)) == "");
    app.clock.advance(29min);
    CHECK_THAT(all_faults(verify(app)), Catch::Contains("heads are missing"));
    { const jobs::Sealer sealer(app.database(), clock_of(app), heads_of(app)); }
    CHECK(all_faults(verify(app)) == "");
}

TEST_CASE("heads of keys that were put away still prove the log, by their public key") {
    TestApp app;
    live(app);
    // As keys rotate leaves the file.
    const auto file = app.stored().folder() / "rotated";
    db::Keys::read(app.stored().folder() / "keys").with_next().newest_alone().write_new(file);
    REQUIRE_THAT(content_of(file), Catch::StartsWith("1 public "));
    const db::Keys rotated = db::Keys::read(file);
    const auto read = [&](const std::vector<std::string>& lines, const db::Keys& keys) {
        return app.database().read([&](db::ReadTx& tx) {
            return depot::verify_access(tx, &keys, {{"heads", lines}}, app.clock.now().instant);
        });
    };
    auto lines = *db::access::read_heads(heads_of(app));
    const auto sign_end = [&] {
        const auto head = app.database().read([](db::ReadTx& tx) { return db::access::head(tx); });
        const auto origin =
            app.database().read([](db::ReadTx& tx) { return *db::access::origin(tx); });
        return db::access::signed_head(origin, head, app.clock.now().instant, rotated);
    };
    REQUIRE(read(lines, rotated).heads == 2);
    REQUIRE(all_faults(read(lines, rotated)) == "");
    SECTION("a head of the new keys is as good beside them") {
        lines.push_back(sign_end());
        CHECK(read(lines, rotated).heads == 3);
        CHECK(all_faults(read(lines, rotated)) == "");
        // Not without the public key.
        std::string secret = content_of(file);
        secret.erase(0, secret.find('\n') + 1);
        CHECK_THAT(all_faults(read(lines, db::Keys::parse(secret))),
                   Catch::Contains("line 1: its signature is not genuine"));
    }
    SECTION("what was made anew before the rotation is found") {
        attack(app, "update access_log set actor_id = 1 where id = 5");
        chain_anew(app);
        lines.push_back(sign_end());
        CHECK_THAT(all_faults(read(lines, rotated)),
                   Catch::Contains("at 10 it is not what the head of") &&
                       Catch::Contains("it was made anew"));
    }
    SECTION("so is an end that was cut off") {
        attack(app,
               "delete from access_seal where seq > 15;"
               "delete from access_log_person where access_id > 15;"
               "delete from access_log where id > 15");
        lines.push_back(sign_end());
        CHECK_THAT(all_faults(read(lines, rotated)),
                   Catch::Contains("ends at 15") && Catch::Contains("was at 20"));
    }
}

// The format, worked out by hand from access_chain.hpp.
TEST_CASE("a seal is the digest of the seal before and of the row, each field with its length") {
    TestApp app;
    live(app);
    const auto& stored = app.stored();
    // From before the name was kept: another format.
    stored.execute(
        "insert into access_log (id, at, actor_id, role, action) values (99, 1, 2, 'lager', 'x')");
    stored.execute("insert into access_unsealed (access_id) values (99)");
    app.database().write(
        [](db::WriteTx& tx) { db::access::seal(tx, db::access::unsealed(tx, 100)); });
    CHECK(verify(app).sealed == 21);
    const auto field = [](const std::string& text) {
        return text == "-" ? text : std::to_string(text.size()) + ":" + text;
    };
    std::string previous = stored.value("select value from meta where key = 'access_origin'");
    for (const auto& seal :
         stored.rows("select seq, access_id, hash from access_seal order by seq")) {
        const bool old = seal[1] == "99";
        std::string bytes = previous + (old ? "1:1" : "1:2") + field(seal[0]);
        const auto row = stored.rows(
            "select id, at, actor_id, " + std::string(old ? "" : "actor_name, ") +
            "role, action, why, depot_id, status from access_log where id = " + seal[1]);
        for (const auto& column : row.at(0)) bytes += field(column);
        const auto persons = stored.rows(
            "select borrower_id, at from access_log_person where access_id = " + seal[1] +
            " order by borrower_id");
        bytes += field(std::to_string(persons.size()));
        for (const auto& person : persons) bytes += field(person[0]) + field(person[1]);
        CHECK(seal[2] == db::sha256_hex(bytes));
        previous = seal[2];
    }
}

TEST_CASE("a row from before names were kept says what its actor was called at that time") {
    TestApp app;
    const auto kari = app.borrower();
    unguard(app);
    app.stored().execute(
        "update access_log set actor_name = null; delete from actor_name_before;"
        "insert into actor_name_before (actor_id, name) select id, name from actor;"
        "update actor set name = 'en annen' where name = 'lager'");
    CHECK(app.get("/api/v1/borrowers/" + std::to_string(kari) + "/seen-by", "leder")
              .json.text("/items/0/by") == "lager");
}

TEST_CASE("how fast a long access log is verified", "[.long]") {
    constexpr int blocks = 60;
    constexpr int rows = 5000;
    TestApp app;
    for (int block = 0; block < blocks; ++block) {
        app.database().write([&](db::WriteTx& tx) {
            for (int i = 0; i < rows; ++i) {
                db::access::Entry entry;
                entry.at = app.clock.now().instant;
                entry.actor = domain::ActorId{2 + i % 5};
                entry.role = domain::Role::ergo;
                entry.depot = "SMS";
                entry.action = "GET /api/v1/borrowers/{id}";
                entry.status = 200;
                entry.persons = {domain::BorrowerId{1 + i}};
                db::access::append(tx, entry);
            }
            db::access::begin_chain(tx);
            db::access::seal(tx, db::access::unsealed(tx, rows));
        });
    }
    const auto began = std::chrono::steady_clock::now();
    const auto began_working = std::clock();
    const auto report = verify(app);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    const double worked = static_cast<double>(std::clock() - began_working) / CLOCKS_PER_SEC;
    CHECK(report.sealed == blocks * rows);
    WARN("verified " << report.sealed << " rows in " << took.count() << " s, "
                     << static_cast<double>(report.sealed) / worked
                     << " rows for each second of the processor");
}
