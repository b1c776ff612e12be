// What is sealed opens in its place alone; a database is opened with its own keys alone.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "db/database.hpp"
#include "db/keys.hpp"
#include "support/temp_database.hpp"

using Catch::Matchers::Contains;
using db::Keys;
using db::KeyTrouble;
using support::TempDatabase;

namespace {

const db::Place place{"borrower", "national_number", 7};

// The generation of thirty-two zero bytes, and one more.
const std::string first = "1 " + std::string(64, '0') + "\n";
const std::string second = "2 " + std::string(64, 'a') + "\n";

}  // namespace

TEST_CASE("a sealed value opens in its place and in no other") {
    const Keys keys = Keys::make();
    const std::string sealed = keys.seal("13116900216", place);
    CHECK(sealed.starts_with("1."));
    CHECK_THAT(sealed, !Contains("13116900216"));
    CHECK(keys.open(sealed, place) == "13116900216");
    CHECK(keys.seal("13116900216", place) != sealed);
    CHECK(keys.open(keys.seal("", place), place).empty());

    CHECK_THROWS_AS(keys.open(sealed, db::Place{"borrower", "national_number", 8}), KeyTrouble);
    CHECK_THROWS_AS(keys.open(sealed, db::Place{"borrower", "phone", 7}), KeyTrouble);
    CHECK_THROWS_AS(keys.open(sealed, db::Place{"person", "national_number", 7}), KeyTrouble);
    CHECK_THROWS_AS(Keys::make().open(sealed, place), KeyTrouble);
}

TEST_CASE("a sealed value that was changed anywhere does not open") {
    const Keys keys = Keys::make();
    const std::string sealed = keys.seal("13116900216", place);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        INFO(i);
        std::string changed = sealed;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK_THROWS_AS(keys.open(changed, place), KeyTrouble);
        CHECK_THROWS_AS(keys.open(sealed.substr(0, i), place), KeyTrouble);
    }
}

TEST_CASE("an index finds equal values of one purpose, under every generation") {
    const Keys old = Keys::parse(first);
    const Keys both = Keys::parse(first + second);
    CHECK(old.index("a", "number") == old.index("a", "number"));
    CHECK(old.index("a", "number") != old.index("b", "number"));
    CHECK(old.index("a", "number") != old.index("a", "phone"));
    CHECK(old.index("a", "numbe") != old.index("ra", "number"));
    CHECK(both.newest() == 2);
    CHECK(both.indexes("a", "number") ==
          std::vector{both.index("a", "number"), old.index("a", "number")});
    CHECK(both.index("a", "number").starts_with("2."));
}

TEST_CASE("newer keys open what older ones sealed, and not the other way") {
    const Keys old = Keys::parse(first);
    const Keys both = Keys::parse(first + second);
    CHECK(both.open(old.seal("x", place), place) == "x");
    CHECK_THROWS_AS(old.open(both.seal("x", place), place), KeyTrouble);
    CHECK_THROWS_AS(Keys::parse(second).open(old.seal("x", place), place), KeyTrouble);
}

TEST_CASE("a signature is of its message and its keys") {
    const Keys keys = Keys::parse(first);
    const std::string signature = keys.sign("head 7");
    CHECK(keys.is_signed("head 7", signature, 1));
    CHECK_FALSE(keys.is_signed("head 8", signature, 1));
    CHECK_FALSE(keys.is_signed("head 7", signature.substr(2), 1));
    CHECK_FALSE(keys.is_signed("head 7", keys.sign("head 8"), 1));
    CHECK_FALSE(keys.is_signed("head 7", signature, 2));
    CHECK_FALSE(Keys::make().is_signed("head 7", signature, 1));
    CHECK(keys.public_key(1).size() == 64);
}

TEST_CASE("a key file that is damaged is refused in a sentence without its contents") {
    const std::string digits(64, 'a');
    for (const std::string& text :
         {std::string(), std::string("\n"), "1 " + digits.substr(1) + "\n", "1 " + digits + "0\n",
          "0 " + digits + "\n", "-1 " + digits + "\n", "x " + digits + "\n", digits + "\n",
          "1  " + digits + "\n", "1 " + digits + "\n1 " + digits + "\n",
          "1 " + digits.substr(2) + "zz\n", "1 " + digits + " \n"}) {
        INFO(text);
        try {
            Keys::parse(text);
            FAIL("it was read");
        } catch (const KeyTrouble& trouble) {
            CHECK_THAT(trouble.what(), Contains("the key file"));
            CHECK_THAT(trouble.what(), !Contains("aaaa"));
        }
    }
}

TEST_CASE("a database is opened with its own key file alone", "[file]") {
    const TempDatabase file;
    db::DatabaseOptions options;
    options.location = file.location();
    options.key_file = file.folder() / "keys";
    { const db::Database made(options); }
    const auto status = std::filesystem::status(options.key_file);
    CHECK((status.permissions() & std::filesystem::perms::others_all) ==
          std::filesystem::perms::none);
    CHECK((status.permissions() & std::filesystem::perms::group_all) ==
          std::filesystem::perms::none);
    { const db::Database again(options); }

    const auto kept = file.folder() / "kept";
    std::filesystem::rename(options.key_file, kept);
    CHECK_THROWS_WITH(db::Database(options), Contains("is missing"));
    CHECK_FALSE(std::filesystem::exists(options.key_file));
    Keys::make().write_new(options.key_file);
    CHECK_THROWS_WITH(db::Database(options), Contains("is not this database's"));
    std::filesystem::remove(options.key_file);
    std::filesystem::rename(kept, options.key_file);
    std::filesystem::permissions(options.key_file, std::filesystem::perms(0640));
    CHECK_THROWS_WITH(db::Database(options), Contains("can be read by others"));
    std::filesystem::permissions(options.key_file, std::filesystem::perms(0600));
    { const db::Database again(options); }

    // A newer generation beside the old one is this database's still.
    std::ofstream(options.key_file, std::ios::app) << second;
    { const db::Database again(options); }
}
