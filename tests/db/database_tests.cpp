#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "db/admin_socket.hpp"
#include "db/database.hpp"
#include "db/error.hpp"
#include "db/migrations.hpp"
#include "db/query.hpp"
#include "db/text_key.hpp"
#include "support/test_app.hpp"

using db::Access;
using db::Connection;
using support::Body;
using support::TempDatabase;
using support::TestApp;
using Texts = std::vector<std::string>;

TEST_CASE("an empty database is brought up to the newest schema, once") {
    TempDatabase file(TempDatabase::Holding::nothing);
    const int newest = db::migrations().back().version;
    {
        Connection connection = Connection::open(file.location(), Access::read_write);
        CHECK(db::schema_version(connection) == 0);
        CHECK(db::migrate(connection) == newest);
        CHECK(db::schema_version(connection) == newest);
        CHECK(db::migrate(connection) == 0);
    }
    const auto before = file.dump();
    Connection again = Connection::open(file.location(), Access::read_write);
    CHECK(db::migrate(again) == 0);
    CHECK(file.dump() == before);
    CHECK(file.rows("select id, open_weekdays from depot order by id") ==
          std::vector<Texts>{{"ENGVEIEN", "31"}, {"SMS", "31"}});
}

TEST_CASE("the migrations are numbered without a gap") {
    int expected = 0;
    for (const db::Migration& migration : db::migrations()) {
        CHECK(migration.version == ++expected);
        CHECK_FALSE(migration.name.empty());
        CHECK_FALSE(migration.sql.empty());
    }
}

TEST_CASE("a depot of the first schema is brought up with what it holds") {
    TempDatabase file(TempDatabase::Holding::nothing);
    Connection connection = Connection::open(file.location(), Access::read_write);
    const db::Migration& first = db::migrations().front();
    connection.execute(connection.dialect(first.sql) + R"(;
        insert into migration values (1, '0001_main_job');
        insert into product (name, name_key, iso, tracking, wash_class, children, needs_training)
            values ('Rullator', 'rullator', '12060602', 'serial', 'machine', 0, 0);
        insert into item (code, product_id, owner, stock, home_depot, depot_id, state, dirty,
            event_count) values ('7K3QF27', 1, 'kommune', 'korttid', 'SMS', 'SMS', 'ready', 0, 3);
        insert into event (item_id, seq, kind, from_state, to_state, depot_id, dirty, actor_id,
            happened_at, recorded_at) values
            (1, 1, 'taken_in', null, 'to_inspect', 'SMS', 0, 1, 1000, 1000),
            (1, 2, 'inspected_ok', 'to_inspect', 'ready', 'SMS', 0, 1, 2000, 2000),
            (1, 3, 'lent', 'ready', 'ready', 'SMS', 0, 1, 3000, 3000);
        insert into borrower (kind, name, name_key, language, protection)
            values ('unit', 'Avdeling', 'avdeling', 'nb', 'none');
        insert into loan (borrower_id, depot_id, start, expected, arena, terms_version)
            values (1, 'SMS', '2026-11-30', 'unknown', 'institution', 1);
        insert into loan_line (loan_id, item_id, product_id, quantity, due, original_due,
            handed_out_at) values (1, 1, 1, 1, '2027-03-01', '2027-03-01', 3000))");
    CHECK(db::migrate(connection) == db::migrations().back().version - 1);
    db::ReadTx tx(connection);
    // Ready since its inspection; lending it did not change that.
    CHECK(db::Query(tx, "select since from item").one<std::int64_t>() == 2000);
    CHECK(db::Query(tx, "select anchor from loan_line").one<std::string>() == "2026-11-30");
    CHECK(db::Query(tx, "select months from loan_line").one<std::int64_t>() == 3);
    CHECK(db::Query(tx, "select version from terms").one<std::int64_t>() == 1);
}

TEST_CASE("a migration that fails leaves nothing behind") {
    TempDatabase file(TempDatabase::Holding::nothing);
    Connection connection = Connection::open(file.location(), Access::read_write);
    connection.execute("create table loan_line (a integer)");  // in the way
    CHECK_THROWS_AS(db::migrate(connection), db::Error);
    CHECK(db::schema_version(connection) == 0);
    CHECK(file.dump() == "loan_line\n");
}

TEST_CASE("a database of a newer program is left alone") {
    TempDatabase file;
    {
        Connection connection = Connection::open(file.location(), Access::read_write);
        db::migrate(connection);
        connection.execute("insert into migration values (9999, 'from the future')");
    }
    const auto before = file.dump();
    db::DatabaseOptions options;
    options.location = file.location();
    CHECK_THROWS_AS(db::Database(options), db::NewerDatabase);
    CHECK(file.dump() == before);
}

TEST_CASE("a database has one writing process", "[sqlite]") {
    TempDatabase file;
    db::DatabaseOptions options;
    options.location = file.location();
    {
        db::Database first(options);
        CHECK_THROWS_AS(db::Database(options), db::DatabaseInUse);
        // A look at it is allowed.
        Connection reader = db::open_read_only(db::Location(file.file()));
        CHECK(db::schema_version(reader) > 0);
    }
    CHECK_NOTHROW(db::Database(options));
}

TEST_CASE("what a waiting read or write throws comes out of it") {
    TempDatabase file;
    db::DatabaseOptions options;
    options.location = file.location();
    db::Database database(options);
    CHECK_THROWS_WITH(database.read([](db::ReadTx&) { throw std::runtime_error("r"); }), "r");
    CHECK_THROWS_WITH(database.write([](db::WriteTx&) { throw std::runtime_error("w"); }), "w");
    CHECK(database.write([](db::WriteTx&) { return 3; }) == 3);
    CHECK(database.read([](db::ReadTx&) { return std::string("x"); }) == "x");
}

TEST_CASE("the admin socket carries a command and its answer, for the owner alone", "[sqlite]") {
    TempDatabase file;
    CHECK_FALSE(db::ask_running_server(file.file(), {"token", "list"}));
    {
        db::AdminSocket socket(file.file(), [](const Texts& words) {
            std::string all;
            for (const auto& word : words) all += word + "|";
            return db::AdminReply{static_cast<int>(words.size()), all, std::string(100'000, 'e')};
        });
        struct stat status {};
        REQUIRE(::stat((file.file().string() + ".sock").c_str(), &status) == 0);
        CHECK(S_ISSOCK(status.st_mode));
        CHECK((status.st_mode & 0777) == 0600);
        const auto reply = db::ask_running_server(file.file(), {"token", "add", "Bø ny", ""});
        REQUIRE(reply);
        CHECK(reply->status == 4);
        CHECK(reply->output == "token|add|Bø ny||");
        CHECK(reply->error.size() == 100'000);
        CHECK(db::ask_running_server(file.file(), {})->status == 0);
    }
    CHECK_FALSE(db::ask_running_server(file.file(), {"x"}));
}

TEST_CASE("Norwegian names are sorted by the Norwegian alphabet") {
    Texts names{"Øien", "Aas", "Bø", "Zander", "Ærlig", "Åsen", "Abel", "aas", "Étienne", "Eva"};
    std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
        return db::text_key(a) < db::text_key(b);
    });
    CHECK(names ==
          Texts{"Abel", "Bø", "Étienne", "Eva", "Zander", "Ærlig", "Øien", "Aas", "aas", "Åsen"});
    CHECK(db::text_key("  Kari   NORDMANN ") == db::text_key("kari nordmann"));
    CHECK(db::text_key("Müller") == db::text_key("Myller"));
    CHECK(db::like_key("50%_a\\b") == "50\\%\\_a\\\\b");
    CHECK(db::key_words("Anne-Lise  O'Brien, anne 2B") ==
          Texts{"2b", "anne", "brien", "lise", "o"});
    CHECK(db::key_words("% _ -").empty());
    CHECK(db::phone_key("+47 911 22 333") == "91122333");
    CHECK(db::phone_key("0047 91122333") == "91122333");
    CHECK(db::phone_key("47 11 22 33") == "47112233");
    CHECK(db::phone_key("+46 8 123 456 78") == "46812345678");
}

TEST_CASE("the schema keeps what the rules promise, whatever the program does") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code);
    const auto& file = app.stored();
    const auto a_check = Catch::Contains("check", Catch::CaseSensitive::No);
    CHECK_THROWS_WITH(file.execute("update event set kind = 'x'"),
                      Catch::Contains("never changed"));
    CHECK_THROWS_WITH(file.execute("delete from event"), Catch::Contains("never deleted"));
    CHECK_THROWS_WITH(file.execute("update event_field set value = 'x'"),
                      Catch::Contains("never changed"));
    CHECK_THROWS_WITH(file.execute("delete from event_field"), Catch::Contains("never deleted"));
    CHECK_THROWS_WITH(
        file.execute("insert into loan_line (loan_id, item_id, product_id, quantity, due,"
                     " original_due, handed_out_at) select loan_id, item_id, product_id, 1, due,"
                     " original_due, handed_out_at from loan_line"),
        Catch::Contains("unique", Catch::CaseSensitive::No));
    CHECK_THROWS_WITH(file.execute("update item set state = 'fine'"), a_check);
    CHECK_THROWS_WITH(file.execute("update item set state = 'quarantine'"), a_check);
    CHECK_THROWS_WITH(file.execute("update loan_line set ended_at = 1"), a_check);
    CHECK_THROWS_WITH(file.execute("update loan_line set quantity = 2"), a_check);
    CHECK_THROWS_WITH(file.execute("update loan_line set due = null"), a_check);
}

TEST_CASE("a scan costs the same statements with a long history as with none") {
    TestApp app;
    const auto product = app.product();
    const auto borrower = app.borrower();
    const auto code = app.ready_item(product);
    const auto cost = [&](const char* mode, const Body& given = {}) {
        app.clock.advance(std::chrono::seconds(1));
        const auto before = app.writer_statements();
        const auto scan = app.scanned(mode, code, given);
        REQUIRE(scan.json.text("/result") == "done");
        return app.writer_statements() - before;
    };
    const Body to = Body().raw("details", "{\"borrower\": " + std::to_string(borrower) + "}");
    const auto round = [&] {
        app.scanned("lookup", "%FERDIG");
        return std::vector{cost("out", to),
                           cost("in"),
                           cost("washed"),
                           cost("inspected"),
                           cost("lookup"),
                           cost("move", Body().set("shelf", "A")),
                           cost("move", Body().set("shelf", "B"))};
    };
    for (int i = 0; i < 10; ++i) app.item(product);
    const auto few = round();
    // Long tables, and a long history of this one aid.
    for (int i = 0; i < 2000; ++i) {
        app.post("/api/v1/scans",
                 app.scan("move", code, Body().set("shelf", i % 2 == 0 ? "C" : "D")));
    }
    for (int i = 0; i < 200; ++i) app.item(product);
    CHECK(app.get("/api/v1/items/" + code).json.number("/event_count") > 2000);
    CHECK(round() == few);
    // And it is not many; a loan that changes keeps the tasks about permanent need with it.
    for (const auto statements : few) CHECK(statements <= 20);
    CHECK(few[4] <= 6);
}
