#include <catch2/catch.hpp>

#include <filesystem>

#include "db/depot_store.hpp"
#include "db/error.hpp"
#include "db/filling.hpp"
#include "db/migrations.hpp"
#include "db/product_store.hpp"
#include "db/query.hpp"
#include "support/temp_database.hpp"

using db::Filling;
using support::TempDatabase;

namespace {

domain::Product rollator() {
    domain::Product product;
    product.name = "Rullator";
    product.iso = "12060602";
    return product;
}

std::size_t files_in(const std::filesystem::path& folder) {
    const std::filesystem::directory_iterator begin(folder);
    return static_cast<std::size_t>(std::distance(begin, std::filesystem::directory_iterator()));
}

}  // namespace

TEST_CASE("what is filled is there when it is finished, and not before") {
    TempDatabase database;
    {
        Filling filling(database.location());
        CHECK_FALSE(filling.found_unfinished());
        db::products::insert(filling.tx(), rollator());
        if (!support::on_server()) CHECK_FALSE(std::filesystem::exists(database.file()));
        filling.finish();
    }
    // The file and its lock; no journal is left over.
    CHECK(files_in(database.folder()) == (support::on_server() ? 0 : 2));
    CHECK(database.value("select name from product") == "Rullator");

    // As a reader finds it, and as the writer does.
    db::Connection reader = db::Connection::open(database.location(), db::Access::read_only);
    CHECK(db::schema_version(reader) == db::migrations().back().version);
    db::Connection writer = db::Connection::open(database.location(), db::Access::read_write);
    CHECK(db::migrate(writer) == 0);
}

TEST_CASE("what is not finished is not there") {
    TempDatabase database;
    {
        Filling filling(database.location());
        db::products::insert(filling.tx(), rollator());
    }
    CHECK(files_in(database.folder()) == (support::on_server() ? 0 : 1));  // the lock
    if (support::on_server()) CHECK(database.value("select count(*) from product") == "0");
}

TEST_CASE("an untouched database keeps what it has, and stays when the filling is not finished") {
    TempDatabase database;
    {
        db::Connection connection =
            db::Connection::open(database.location(), db::Access::read_write);
        db::migrate(connection);
        db::WriteTx tx(connection);
        db::depots::insert(tx, {"ANDEBU", "Andebu", {}});
    }
    const auto before = database.dump();
    { Filling given_up(database.location()); }
    CHECK(database.dump() == before);
    {
        Filling filling(database.location());
        CHECK(db::depots::exists(filling.tx(), "ANDEBU"));
        db::products::insert(filling.tx(), rollator());
        // On a server others wait until it is finished.
        if (!support::on_server()) CHECK(database.dump() == before);
        filling.finish();
    }
    CHECK(database.value("select count(*) from depot") == "3");
    CHECK(database.value("select count(*) from product") == "1");
    CHECK_THROWS_WITH(Filling(database.location()), Catch::Contains("not empty"));
}

TEST_CASE("what a killed filling left is removed by the next one", "[sqlite]") {
    TempDatabase database;
    std::filesystem::copy_file(KL_SERVER_BINARY, database.file().string() + ".unfinished");
    Filling filling(db::Location(database.file()));
    CHECK(filling.found_unfinished());
    filling.finish();
    CHECK(database.value("select count(*) from depot") == "2");
}

TEST_CASE("one process fills a database at a time", "[sqlite]") {
    TempDatabase database;
    const Filling filling(db::Location(database.file()));
    CHECK_THROWS_AS(Filling(db::Location(database.file())), db::DatabaseInUse);
}
