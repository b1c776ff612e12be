#include <catch2/catch.hpp>

#include "db/connection.hpp"
#include "db/error.hpp"
#include "db/query.hpp"
#include "support/temp_database.hpp"

using db::Access;
using db::Connection;
using db::Query;
using support::TempDatabase;

namespace {

std::string pragma(Connection& connection, const std::string& name) {
    db::ReadTx tx(connection);
    return Query(tx, "pragma " + name).one<std::string>().value_or("");
}

Connection open(const TempDatabase& file, Access access = Access::read_write,
                db::Synchronous synchronous = db::Synchronous::full) {
    return Connection::open(file.location(), access, synchronous);
}

long long value(Connection& connection, const std::string& sql) {
    db::ReadTx tx(connection);
    return Query(tx, sql).one<std::int64_t>().value_or(-1);
}

}  // namespace

TEST_CASE("the writing connection has every setting that durability needs", "[sqlite]") {
    TempDatabase file;
    Connection connection = open(file);
    CHECK(pragma(connection, "journal_mode") == "wal");
    CHECK(pragma(connection, "synchronous") == "2");
    CHECK(pragma(connection, "foreign_keys") == "1");
    CHECK(pragma(connection, "mmap_size") == "0");
    CHECK(pragma(connection, "trusted_schema") == "0");
    CHECK(pragma(connection, "cell_size_check") == "1");
    CHECK(pragma(connection, "busy_timeout") == "5000");
    CHECK(pragma(connection, "query_only") == "0");
    CHECK(pragma(connection, "temp_store") == "2");
    CHECK(pragma(connection, "application_id") == std::to_string(0x4b4c4442));
    CHECK(std::stoi(pragma(connection, "wal_autocheckpoint")) > 0);
}

TEST_CASE("less than full durability is asked for by name", "[sqlite]") {
    TempDatabase file;
    Connection connection = open(file, Access::read_write, db::Synchronous::normal);
    CHECK(pragma(connection, "synchronous") == "1");
}

TEST_CASE("a reading connection cannot write and never checkpoints", "[sqlite]") {
    TempDatabase file;
    Connection writer = open(file);
    writer.execute("create table t (a integer)");
    Connection reader = open(file, Access::read_only);
    CHECK(pragma(reader, "query_only") == "1");
    CHECK(pragma(reader, "wal_autocheckpoint") == "0");
    CHECK(pragma(reader, "foreign_keys") == "1");
    CHECK_THROWS_AS(reader.execute("insert into t values (1)"), db::Error);
    CHECK_THROWS_AS(reader.execute("pragma query_only = off; insert into t values (1)"), db::Error);
    CHECK(value(writer, "select count(*) from t") == 0);
}

TEST_CASE("a reading connection does not make a database", "[sqlite]") {
    TempDatabase file;
    CHECK_THROWS_AS(open(file, Access::read_only), db::Error);
    CHECK_FALSE(std::filesystem::exists(file.file()));
}

TEST_CASE("a query that ends leaves no snapshot behind, so that a checkpoint reaches the end",
          "[sqlite]") {
    TempDatabase file;
    Connection writer = open(file);
    writer.execute("create table t (a integer); insert into t values (1), (2), (3)");
    Connection reader = open(file, Access::read_only);
    {
        db::ReadTx tx(reader);
        // One row of three is read.
        CHECK(Query(tx, "select a from t").one<std::int64_t>() == 1);
    }
    for (int i = 0; i < 50; ++i) writer.execute("insert into t values (4)");
    db::ReadTx tx(writer);
    const auto checkpoint = Query(tx, "pragma wal_checkpoint(truncate)")
                                .one<std::int64_t, std::int64_t, std::int64_t>();
    REQUIRE(checkpoint);
    CHECK(std::get<0>(*checkpoint) == 0);  // nobody was in the way
    CHECK(std::get<1>(*checkpoint) == std::get<2>(*checkpoint));
    CHECK(value(reader, "select count(*) from t") == 53);
}

TEST_CASE(
    "an insert gives the id of its row, and what RETURNING gives is stored though not read to the "
    "end") {
    TempDatabase file;
    {
        Connection connection = open(file);
        connection.execute(connection.dialect("create table t (id @ID@, a bigint)"));
        db::WriteTx tx(connection);
        CHECK(Query(tx, "insert into t (a) values (:a) returning id").with(7).one<std::int64_t>() ==
              1);
        CHECK(Query(tx, "insert into t (a) values (:a)").with(8).insert<std::int64_t>() == 2);
        CHECK_FALSE(connection.in_transaction());
    }
    CHECK(file.rows("select a from t order by a") ==
          std::vector<std::vector<std::string>>{{"7"}, {"8"}});
}

TEST_CASE("a statement that runs inside itself throws instead of losing rows") {
    TempDatabase file;
    Connection connection = open(file);
    connection.execute("create table t (a integer); insert into t values (1), (2)");
    db::ReadTx tx(connection);
    CHECK_THROWS_AS(Query(tx, "select a from t").all<std::int64_t>([&](std::int64_t) {
        return Query(tx, "select a from t").one<std::int64_t>();
    }),
                    std::logic_error);
    // It is free again.
    CHECK(Query(tx, "select a from t").column<std::int64_t>() == std::vector<std::int64_t>{1, 2});
}

TEST_CASE("a statement is used with the parameters and columns of its first use") {
    TempDatabase file;
    Connection connection = open(file);
    connection.execute("create table t (a integer, b text)");
    db::WriteTx tx(connection);
    const char* insert = "insert into t values (:a, :b)";
    Query(tx, insert).with(1, std::string("x")).run();
    CHECK_THROWS_AS(Query(tx, insert).with(1).run(), std::logic_error);
    Query(tx, insert).with(std::optional<int>(), std::optional<std::string>()).run();
    CHECK(file.rows("select * from t") ==
          std::vector<std::vector<std::string>>{{"1", "x"}, {"-", "-"}});
    CHECK_THROWS_AS(Query(tx, "select a from t where b is null").one<std::int64_t>(), db::Error);
    CHECK(Query(tx, "update t set a = 5").run() == 2);
}

TEST_CASE("each kind of violated constraint has its name") {
    using Kind = db::ConstraintViolation::Kind;
    TempDatabase file;
    Connection connection = open(file);
    connection.execute(
        "create table p (id integer primary key);"
        "create table t (a integer primary key, u text unique, n text not null,"
        " c integer check (c > 0), f integer references p (id));"
        "insert into t values (1, 'x', 'n', 1, null)");
    struct Row {
        const char* sql;
        Kind kind;
    };
    for (const Row& row : {Row{"insert into t values (1, 'y', 'n', 1, null)", Kind::unique},
                           Row{"insert into t values (2, 'x', 'n', 1, null)", Kind::unique},
                           Row{"insert into t values (2, 'y', null, 1, null)", Kind::not_null},
                           Row{"insert into t values (2, 'y', 'n', 0, null)", Kind::check},
                           Row{"insert into t values (2, 'y', 'n', 1, 9)", Kind::foreign_key}}) {
        INFO(row.sql);
        db::WriteTx tx(connection);
        try {
            Query(tx, row.sql).run();
            FAIL("it was taken");
        } catch (const db::ConstraintViolation& violation) {
            CHECK(violation.kind() == row.kind);
        }
        // What was bound is not in the text.
        CHECK(value(connection, "select count(*) from t") == 1);
    }
}

TEST_CASE("a null after a failure is a null, and not the value that failed") {
    TempDatabase file;
    Connection connection = open(file);
    connection.execute("create table t (a bigint check (a < 10), b text)");
    db::WriteTx tx(connection);
    const char* insert = "insert into t values (:a, :b)";
    using Number = std::optional<std::int64_t>;
    using Text = std::optional<std::string>;
    for (int round = 0; round < 3; ++round) {
        CHECK_THROWS_AS(Query(tx, insert).with(Number(77), Text("hers")).run(),
                        db::ConstraintViolation);
        Query(tx, insert).with(Number(), Text()).run();
        Query(tx, insert).with(Number(1), Text("his")).run();
    }
    CHECK(file.value("select count(*) from t where a is null and b is null") == "3");
    CHECK(file.value("select count(*) from t where a = 1 and b = 'his'") == "3");
    CHECK(file.value("select count(*) from t where b = 'hers' or a = 77") == "0");
}

TEST_CASE("what was bound is never in an error's text") {
    TempDatabase file;
    Connection connection = open(file);
    connection.execute("create table t (a text check (length(a) < 3))");
    db::WriteTx tx(connection);
    try {
        Query(tx, "insert into t values (:a)").with(std::string("13820599335")).run();
        FAIL("it was taken");
    } catch (const db::Error& error) {
        CHECK(std::string(error.what()).find("13820599335") == std::string::npos);
    }
}

TEST_CASE("a statement whose first use failed works once the cause is gone") {
    const support::TempDatabase file;
    db::Connection connection = db::Connection::open(file.location(), db::Access::read_write);
    db::WriteTx tx(connection);
    const char* sql = "select name from later where id = :id";
    CHECK_THROWS_AS(db::Query(tx, sql).with(1).one<std::string>(), db::Error);
    connection.execute("create table later (id integer, name text)");
    connection.execute("insert into later values (1, 'her')");
    CHECK(db::Query(tx, sql).with(1).one<std::string>() == "her");
}
