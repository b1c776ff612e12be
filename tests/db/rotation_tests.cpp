// National numbers are stored sealed; what older programs left in clear is sealed at the start; and
// the keys can be changed while the depot is at work, whatever is in the way.

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include "db/borrower_store.hpp"
#include "db/database.hpp"
#include "db/error.hpp"
#include "db/query.hpp"
#include "db/rotation.hpp"
#include "db/sealed_columns.hpp"
#include "db/tables.hpp"
#include "support/program.hpp"
#include "support/temp_database.hpp"
#include "support/test_app.hpp"

using Catch::Matchers::Contains;
using support::Body;
using support::TempDatabase;
using support::TestApp;

namespace {

const std::string number = "13820599335";

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

db::DatabaseOptions options_of(const TempDatabase& stored) {
    db::DatabaseOptions options;
    options.location = stored.location();
    options.key_file = stored.folder() / "keys";
    return options;
}

db::Keys keys_in(const TempDatabase& stored) { return db::Keys::read(stored.folder() / "keys"); }

// Synthetic numbers that are valid: those of the table.
std::vector<std::string> numbers(std::size_t count) {
    std::vector<std::string> all;
    std::ifstream table(KL_TESTS_DIR "/domain/national_numbers.csv");
    for (std::string line; all.size() < count && std::getline(table, line);) {
        if (line.find(",yes,") != std::string::npos) all.push_back(line.substr(0, 11));
    }
    return all;
}

void add_persons(db::Database& database, const std::vector<std::string>& all) {
    database.write([&](db::WriteTx& tx) {
        for (const std::string& one : all) {
            domain::Borrower person;
            person.name = "Person " + one.substr(0, 3);
            person.national_number = one;
            db::borrowers::insert(tx, person);
        }
    });
}

// Every person is found by the number, and the number is the one that was given.
bool all_are_there(db::Database& database, const std::vector<std::string>& all) {
    return database.read([&](db::ReadTx& tx) {
        for (const std::string& one : all) {
            const auto id = db::borrowers::by_national_number(tx, one);
            if (!id || db::borrowers::find(tx, *id)->national_number != one) return false;
        }
        return true;
    });
}

// Until it is done: on a server the first run only adds to the file.
db::Rotation rotate(db::Database& database) {
    const db::Rotation first = db::rotate_keys(database);
    return first.waits_for_others ? db::rotate_keys(database) : first;
}

}  // namespace

TEST_CASE("a national number is stored sealed for its row, and nowhere in clear") {
    TestApp app;
    const auto kari = app.borrower(Body().set("national_number", number));
    CHECK(app.stored().dump().find(number) == std::string::npos);
    CHECK(app.stored().value("select national_number_sealed from borrower").starts_with("1."));
    CHECK(app.get("/api/v1/borrowers/" + std::to_string(kari)).json.text("/national_number") ==
          number);
    // A unit has none, not even behind the program's back.
    CHECK_THROWS(app.stored().execute("update borrower set kind = 'unit'"));
    // A value that was moved to another row does not open: an error of ours, without the value.
    const auto ola = app.borrower(Body().set("name", "Ola Nordmann"));
    app.stored().execute(
        "update borrower set national_number_index = 'x', national_number_sealed ="
        " (select national_number_sealed from borrower where id = " +
        std::to_string(kari) + ") where id = " + std::to_string(ola));
    const auto broken = app.get("/api/v1/borrowers/" + std::to_string(ola));
    CHECK(broken.status == 500);
    CHECK(broken.code() == "internal_error");
    CHECK(broken.body.find("1.") == std::string::npos);
}

TEST_CASE("numbers that an older program left in clear are sealed at the start") {
    const TempDatabase stored;
    const auto all = numbers(50);
    { const db::Database made(options_of(stored)); }
    for (std::size_t i = 0; i < all.size(); ++i) {
        stored.execute(
            "insert into borrower (kind, name, name_key, language, protection,"
            " unsealed_national_number) values ('person', 'P', 'p', 'nb', 'none', '" +
            all[i] + "')");
    }
    CHECK(stored.dump().find(all.back()) != std::string::npos);
    {
        db::Database database(options_of(stored));
        CHECK(all_are_there(database, all));
        CHECK(stored.value("select count(*) from borrower where unsealed_national_number is not"
                           " null") == "0");
        const std::string rows = stored.dump();
        for (const std::string& one : all) CHECK(rows.find(one) == std::string::npos);
    }
    // Once more there is nothing to do, and nothing changes.
    const auto before = stored.value("select max(national_number_sealed) from borrower");
    { const db::Database again(options_of(stored)); }
    CHECK(stored.value("select max(national_number_sealed) from borrower") == before);
}

TEST_CASE("nothing of a number is left in the file or its log once it is sealed", "[sqlite]") {
    const TempDatabase stored;
    const auto all = numbers(400);
    { const db::Database made(options_of(stored)); }
    for (const std::string& one : all) {
        stored.execute(
            "insert into borrower (kind, name, name_key, language, protection,"
            " unsealed_national_number) values ('person', 'P', 'p', 'nb', 'none', '" +
            one + "')");
    }
    const auto log = std::filesystem::path(stored.file().string() + "-wal");
    const auto left = [&] {
        const std::string bytes = bytes_of(stored.file()) + bytes_of(log);
        return std::count_if(all.begin(), all.end(), [&](const std::string& one) {
            return bytes.find(one) != std::string::npos;
        });
    };
    CHECK(left() == 400);  // the search finds what is there
    const db::Database running(options_of(stored));
    CHECK(left() == 0);
}

TEST_CASE("numbers left in clear are sealed all or none", "[sqlite]") {
    const TempDatabase stored;
    const auto all = numbers(20);
    { const db::Database made(options_of(stored)); }
    for (const std::string& one : all) {
        stored.execute(
            "insert into borrower (kind, name, name_key, language, protection,"
            " unsealed_national_number) values ('person', 'P', 'p', 'nb', 'none', '" +
            one + "')");
    }
    // The last one fails, as if the disk had.
    stored.execute(
        "create trigger fails before update on borrower when new.id = 20 begin"
        " select raise(abort, 'no'); end");
    CHECK_THROWS(db::Database(options_of(stored)));
    CHECK(stored.value("select count(*) from borrower where unsealed_national_number is null") ==
          "0");
    stored.execute("drop trigger fails");
    db::Database database(options_of(stored));
    CHECK(all_are_there(database, all));
}

TEST_CASE("every sealed column of the schema is in the table of sealed columns") {
    std::set<std::string> listed;
    for (const db::SealedColumn& column : db::sealed_columns()) {
        listed.insert(std::string(column.table) + "." + std::string(column.column));
    }
    std::set<std::string> there;
    for (const db::Table& table : db::tables()) {
        for (const db::Column& column : table.columns) {
            if (column.name.ends_with("_sealed")) there.insert(table.name + "." + column.name);
        }
    }
    CHECK(there.contains("borrower.national_number_sealed"));
    CHECK(listed == there);
}

TEST_CASE("after a change of keys all is found and opens, and the old keys open nothing") {
    const TempDatabase stored;
    db::Database database(options_of(stored));
    const auto all = numbers(450);
    add_persons(database, all);
    const db::Keys old = keys_in(stored);
    const std::string signature = old.sign("head 7");
    const auto versions = stored.value("select sum(version) from borrower");

    const db::Rotation rotation = rotate(database);
    CHECK(rotation.generation == 2);
    CHECK(rotation.sealed_again == 450);
    CHECK(all_are_there(database, all));
    CHECK(stored.value("select count(*) from borrower where national_number_sealed like '2.%'"
                       " and national_number_index like '2.%'") == "450");
    // Nothing that a person sees has changed.
    CHECK(stored.value("select sum(version) from borrower") == versions);
    const auto sealed = stored.value("select national_number_sealed from borrower where id = 1");
    CHECK_THROWS_AS(old.open(sealed, db::place_of(db::national_number, 1)), db::KeyTrouble);

    const db::Keys now = keys_in(stored);
    CHECK(now.newest() == 2);
    CHECK_FALSE(now.has(1));
    CHECK_THROWS_AS(now.open(old.seal("x", {"t", "c", 1}), {"t", "c", 1}), db::KeyTrouble);
    // What the old ones signed can still be checked, and nothing be signed with them.
    CHECK(now.is_signed("head 7", signature, 1));
    CHECK_FALSE(now.is_signed("head 8", signature, 1));
    CHECK(now.public_key(1) == old.public_key(1));
    const std::string file = bytes_of(stored.folder() / "keys");
    CHECK(file.find("1 public " + old.public_key(1)) == 0);
    CHECK(file.find(std::string(64, '5')) == std::string::npos);

    // And again, from there.
    CHECK(rotate(database).generation == 3);
    CHECK(all_are_there(database, all));
    CHECK(keys_in(stored).generations() == std::vector<int>{1, 2, 3});
}

TEST_CASE("a change of keys is seen by what is under way: no number is stored twice") {
    TestApp app;
    app.borrower(Body().set("national_number", number));
    const auto keys = app.stored().folder() / "keys";
    // As when it was interrupted: gone over to the new keys, nothing sealed again yet.
    const db::Keys both = db::Keys::read(keys).with_next();
    both.replace(keys);
    app.database().write([&](db::WriteTx& tx) { db::go_over_to(tx, both); });

    const auto other = [&](const std::string& wanted) {
        return support::refusal(app.post(
            "/api/v1/borrowers",
            Body().set("kind", "person").set("name", "En Annen").set("national_number", wanted)));
    };
    CHECK(other(number) == "409 /national_number national_number_taken");
    CHECK(other("26848497710") == "201");
    CHECK(app.stored().list("select substr(national_number_sealed, 1, 2) from borrower order by"
                            " id") == "1.,2.");
    CHECK(app.get("/api/v1/borrowers/1").json.text("/national_number") == number);
    CHECK(other("26848497710") == "409 /national_number national_number_taken");

    rotate(app.database());
    CHECK(other(number) == "409 /national_number national_number_taken");
    CHECK(app.get("/api/v1/borrowers/1").json.text("/national_number") == number);
}

TEST_CASE("another server reads its key file again, and says what is missing in it", "[.server]") {
    const TempDatabase stored(TempDatabase::Holding::schema, true);
    const auto options_at = [&](const char* file) {
        db::DatabaseOptions options = options_of(stored);
        options.key_file = stored.folder() / file;
        return options;
    };
    db::Database here(options_at("keys"));
    const auto all = numbers(5);
    add_persons(here, all);
    std::filesystem::copy_file(stored.folder() / "keys", stored.folder() / "keys-there");
    db::Database there(options_at("keys-there"));
    CHECK(all_are_there(there, all));

    // The new keys are in the file alone until this is run again.
    CHECK(db::rotate_keys(here).waits_for_others);
    CHECK(db::generation_of(stored.value("select value from meta where key = 'keys'")) == 1);
    CHECK(all_are_there(there, all));
    add_persons(here, {number});
    CHECK(stored.value("select max(substr(national_number_sealed, 1, 2)) from borrower") == "1.");

    // Gone over without having copied it, the other one answers nothing wrong: it says so.
    CHECK(db::rotate_keys(here).sealed_again == 6);
    CHECK_THROWS_WITH(all_are_there(there, all), Contains("copy it from the server"));
    std::filesystem::copy_file(stored.folder() / "keys", stored.folder() / "keys-there",
                               std::filesystem::copy_options::overwrite_existing);
    CHECK(all_are_there(there, all));
}

TEST_CASE("a key file that cannot be changed is left as it is, with what to do", "[sqlite]") {
    const TempDatabase stored;
    db::Database database(options_of(stored));
    const auto all = numbers(3);
    add_persons(database, all);
    const auto keys = stored.folder() / "keys";
    const std::string before = bytes_of(keys);
    std::filesystem::permissions(keys, std::filesystem::perms::owner_read);
    CHECK_THROWS_WITH(db::rotate_keys(database),
                      Contains("read-only") && Contains("key_file") && Contains("credential"));
    CHECK(bytes_of(keys) == before);
    CHECK(all_are_there(database, all));
    // Two at a time would lose one another's keys.
    std::filesystem::permissions(keys, std::filesystem::perms(0600));
    {
        const db::LockFile other(keys);
        CHECK_THROWS_AS(db::rotate_keys(database), db::DatabaseInUse);
    }
    CHECK(bytes_of(keys) == before);
    CHECK(rotate(database).sealed_again == 3);
}

TEST_CASE("a value that does not open keeps the old keys in the file") {
    const TempDatabase stored;
    db::Database database(options_of(stored));
    add_persons(database, numbers(10));
    stored.execute("update borrower set national_number_sealed = '1.' || 'AAAA' where id = 7");
    CHECK_THROWS_AS(rotate(database), db::KeyTrouble);
    CHECK(keys_in(stored).has(1));
    CHECK(keys_in(stored).has(2));
    // Put right, it goes on with the same new keys.
    stored.execute(
        "update borrower set national_number_sealed = null, national_number_index = null"
        " where id = 7");
    CHECK(rotate(database).generation == 2);
    CHECK_FALSE(keys_in(stored).has(1));
}

TEST_CASE("persons are registered and found while the keys are changed") {
    TestApp app;
    const auto all = numbers(600);
    add_persons(app.database(), std::vector(all.begin(), all.begin() + 500));
    std::atomic<bool> ended = false;
    std::atomic<std::size_t> asked = 500;
    std::string wrong;
    std::thread desk([&] {
        for (std::size_t at = 500; at < all.size() && !ended; ++at) {
            const auto made = app.post("/api/v1/borrowers", Body()
                                                                .set("kind", "person")
                                                                .set("name", "Ny Person")
                                                                .set("national_number", all[at]));
            if (made.status != 201) wrong += made.body;
            asked = at + 1;
            const auto found = app.post("/api/v1/borrowers/search", Body().set("q", all[at - 400]));
            if (found.status != 200 || found.json.size("/items") != 1) wrong += found.body;
        }
    });
    rotate(app.database());
    rotate(app.database());
    ended = true;
    desk.join();
    CHECK(wrong.empty());
    const std::size_t made = asked;
    CHECK(all_are_there(app.database(), std::vector(all.begin(), all.begin() + made)));
    CHECK(app.stored().value("select count(*) from borrower where national_number_sealed not like"
                             " '3.%'") == "0");
}

// ---- killed
// --------------------------------------------------------------------------------------

namespace {

// The command as a process of its own, killed after so many milliseconds; whether it was.
bool killed_after(int milliseconds, const TempDatabase& stored) {
    const auto seconds = std::to_string(milliseconds / 1000) + "." +
                         std::to_string(1000 + milliseconds % 1000).substr(1);
    const auto result = support::run(
        {"/usr/bin/env", "KORTTIDSLAGER_KEY_FILE=" + (stored.folder() / "keys").string(), "timeout",
         "-s", "KILL", seconds, KL_SERVER_BINARY, "keys", "rotate", "--database", stored.url()});
    return result.status == 137;
}

// What kills it does not wait until it is dead.
void wait_for_its_end(const TempDatabase& stored) {
    for (;;) {
        try {
            const db::LockFile keys(stored.folder() / "keys");
            if (stored.location().on_server()) return;
            const db::LockFile file(stored.file());
            return;
        } catch (const db::DatabaseInUse&) {
            std::this_thread::yield();
        }
    }
}

}  // namespace

TEST_CASE("a change of keys that is killed anywhere goes on when it is run again", "[.long]") {
    const TempDatabase stored;
    const auto all = numbers(3000);
    {
        db::Database database(options_of(stored));
        add_persons(database, all);
    }
    int kills = 0;
    int half_done = 0;
    for (int run = 0; kills < 24 && run < 400; ++run) {
        // Over the whole of its time, again and again.
        if (!killed_after(20 + (run * 37) % 600, stored)) continue;
        ++kills;
        wait_for_its_end(stored);
        const db::Keys keys = keys_in(stored);
        half_done += keys.oldest() != keys.newest() ? 1 : 0;
        db::Database database(options_of(stored));
        REQUIRE(all_are_there(database, all));
    }
    CHECK(kills >= 20);
    CHECK(half_done > 3);
    db::Database database(options_of(stored));
    const db::Rotation last = rotate(database);
    CHECK(all_are_there(database, all));
    CHECK(keys_in(stored).oldest() == last.generation);
    CHECK(stored.value("select count(*) from borrower where national_number_sealed not like '" +
                       std::to_string(last.generation) + ".%'") == "0");
}

TEST_CASE("one that forgets the old keys before all is sealed again is found out") {
    const TempDatabase stored;
    const auto all = numbers(10);
    const auto keys = stored.folder() / "keys";
    {
        db::Database database(options_of(stored));
        add_persons(database, all);
        const db::Keys both = keys_in(stored).with_next();
        both.replace(keys);
        database.write([&](db::WriteTx& tx) { db::go_over_to(tx, both); });
        both.newest_alone().replace(keys);
    }
    db::Database database(options_of(stored));
    CHECK_FALSE(all_are_there(database, all));
}
