// From a file to the engine under test, and back to another file.

#include <catch2/catch.hpp>

#include "api/routes.hpp"
#include "db/borrower_store.hpp"
#include "db/copy.hpp"
#include "db/database.hpp"
#include "db/error.hpp"
#include "db/migrations.hpp"
#include "db/tables.hpp"
#include "support/images.hpp"
#include "support/test_app.hpp"

using db::Location;
using support::Body;
using support::TempDatabase;
using support::TestApp;

namespace {

const db::CopyProgress silent = [](const std::string&, std::int64_t, std::int64_t) {};

std::vector<db::TableState> state_of(const Location& location) {
    db::Connection connection = db::Connection::open(location, db::Access::read_only);
    db::ReadTx tx(connection);
    return db::state(tx);
}

// A depot that has lived: refusals, undone scans, texts with every letter, nulls and empty ones.
void live(TestApp& app) {
    const auto product = app.product(
        Body().set("name", "Rullator «Ærlig Østers» 10% \\ 'x'").list("accessories", {"\"kurv\""}));
    const auto one = app.ready_item(product, Body().set("serial", "S-1;'"));
    const auto two = app.ready_item(product);
    const auto loan = app.loan({one, two});
    app.post("/api/v1/loans/" + std::to_string(loan) + "/extensions",
             Body().set("months", 3).set("reason", "Trenger den\nlenger"), "ergo");
    const auto back = app.scanned("in", one);
    app.call("lager", "POST", "/api/v1/scans/" + back.json.text("/scan") + "/undo");
    app.post("/api/v1/items/" + two + "/block", Body().set("reason", "hjul"), "leder");
    // More than are moved together.
    for (int i = 0; i < 18; ++i) {
        app.call("lager", "POST", "/api/v1/items/" + one + "/photos",
                 support::to_png(support::noise(20 + i, 20)), {{"content-type", "image/png"}});
    }
    app.call(
        "lager", "POST", "/api/v1/borrowers",
        Body().set("kind", "person").set("name", "Åse Øy").set("national_number", "13820599335"),
        {{"idempotency-key", "k"}});
}

// The keys of an app's database, which a move leaves where they are.
std::filesystem::path keys_of(const TestApp& app) { return app.stored().folder() / "keys"; }

}  // namespace

TEST_CASE("every table is described, each after those that it refers to") {
    const auto all = db::tables();
    CHECK(all.size() > 40);
    std::vector<std::string> names;
    for (const db::Table& table : all) {
        INFO(table.name);
        CHECK_FALSE(table.key.empty());
        CHECK_FALSE(table.columns.empty());
        names.push_back(table.name);
    }
    const auto at = [&](const char* name) {
        return std::find(names.begin(), names.end(), name) - names.begin();
    };
    CHECK(at("depot") < at("item"));
    CHECK(at("item") < at("event"));
    CHECK(at("loan_line") < at("event"));
    CHECK(at("event") < at("event_field"));
}

TEST_CASE("what is moved is the same there, and works on; and so is what is moved back") {
    TestApp app;
    live(app);
    const TempDatabase folder;
    const Location file(folder.folder() / "moved.db");
    const Location back(folder.folder() / "back.db");
    const auto before = state_of(app.stored().location());
    app.close();
    const auto moved = db::copy(app.stored().location(), file, silent);
    CHECK(moved == before);
    CHECK(state_of(file) == before);

    const TempDatabase target(TempDatabase::Holding::nothing);
    CHECK(db::copy(file, target.location(), silent) == before);
    {
        db::DatabaseOptions options;
        options.location = target.location();
        options.key_file = app.stored().folder() / "keys";
        options.writers = 2;
        options.key_file = folder.folder() / "keys";
        // What is sealed has moved as it was, and opens with its keys alone.
        CHECK_THROWS_WITH(db::Database(options), Catch::Contains("is missing"));
        options.key_file = keys_of(app);
        db::Database database(options);
        CHECK(database.read([](db::ReadTx& tx) {
            const auto ase = db::borrowers::by_national_number(tx, "13820599335");
            return db::borrowers::find(tx, ase.value())->name;
        }) == "Åse Øy");
        routing::Dispatcher dispatcher(api::routes(), database, [&] { return app.clock.now(); });
        routing::Request asked = app.request("lager", "POST", "/api/v1/borrowers");
        asked.content_type = "application/json";
        asked.body = R"({"kind": "unit", "name": "Avdeling 3"})";
        std::promise<routing::Reply> answered;
        dispatcher.dispatch(std::move(asked),
                            [&](routing::Reply reply) { answered.set_value(std::move(reply)); });
        // Its automatic ids go on behind those that were moved.
        CHECK(answered.get_future().get().status == 201);
    }
    CHECK(target.value("select count(distinct id) from borrower") ==
          target.value("select count(*) from borrower"));
    CHECK_FALSE(state_of(target.location()) == before);
    db::copy(target.location(), back, silent);
    CHECK(state_of(back) == state_of(target.location()));
}

TEST_CASE("a move that is interrupted is served by nobody, and goes on when it is run again") {
    TestApp app;
    live(app);
    for (int i = 0; i < 30; ++i) app.ready_item(1);
    app.close();
    const TempDatabase folder;
    const Location file(folder.folder() / "depot.db");
    db::copy(app.stored().location(), file, silent);
    const auto before = state_of(file);

    const TempDatabase target(TempDatabase::Holding::nothing);
    db::DatabaseOptions options;
    options.location = target.location();
    options.key_file = app.stored().folder() / "keys";
    options.writers = 1;
    options.key_file = keys_of(app);
    for (const char* stop_at : {"depot", "item", "event", "scan"}) {
        INFO(stop_at);
        CHECK_THROWS_WITH(db::copy(file, target.location(),
                                   [&](const std::string& table, std::int64_t rows, std::int64_t) {
                                       if (table == stop_at && rows > 0)
                                           throw std::runtime_error("power cut");
                                   }),
                          "power cut");
        CHECK_THROWS_WITH(db::Database(options), Catch::Contains("run it again"));
    }
    // Half of one is not the beginning of another.
    const Location other(folder.folder() / "other.db");
    {
        db::DatabaseOptions made;
        made.location = other;
        const db::Database database(made);
    }
    CHECK_THROWS_WITH(db::copy(other, target.location(), silent), Catch::Contains("half a copy"));

    CHECK(db::copy(file, target.location(), silent) == before);
    CHECK_NOTHROW(db::Database(options));
    CHECK_THROWS_WITH(db::copy(file, target.location(), silent), Catch::Contains("not empty"));
}

TEST_CASE("a move whose rows differ at the end says so") {
    TestApp app;
    live(app);
    app.close();
    const TempDatabase folder;
    const Location file(folder.folder() / "depot.db");
    db::copy(app.stored().location(), file, silent);
    const TempDatabase target(TempDatabase::Holding::nothing);
    CHECK_THROWS_WITH(
        db::copy(file, target.location(),
                 [&](const std::string& table, std::int64_t, std::int64_t) {
                     if (table == "scan") {
                         target.execute("update product set name = 'Noe annet' where id = 1");
                     }
                 }),
        Catch::Contains("table product"));
    CHECK_THROWS_AS(db::copy(Location("/nowhere/depot.db"), target.location(), silent), db::Error);
}
