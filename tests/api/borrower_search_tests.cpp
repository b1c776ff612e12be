// Borrowers are found by what people know of them, and doubles are pointed out.

#include <catch2/catch.hpp>

#include "db/borrower_store.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

Texts found(TestApp& app, const std::string& text) {
    return app.post("/api/v1/borrowers/search", Body().set("q", text)).json.each("/items", "/id");
}

Texts doubles(TestApp& app, std::int64_t id) {
    return app.get("/api/v1/borrowers/" + std::to_string(id) + "/duplicates")
        .json.each("/items", "/id");
}

Texts ids(std::initializer_list<std::int64_t> all) {
    Texts texts;
    for (const std::int64_t id : all) texts.push_back(std::to_string(id));
    return texts;
}

}  // namespace

TEST_CASE("a borrower is found by national number, day of birth, phone and name, also by GET") {
    TestApp app;
    const auto kari = app.borrower(Body()
                                       .set("name", "Kari Nordmann")
                                       .set("phone", "44 44 44 44")
                                       .set("birth_date", "1950-12-24")
                                       .set("national_number", "13820599335"));
    const auto ola = app.borrower(
        Body().set("name", "Ola Berg").set("phone", "241250").set("birth_date", "2020-12-24"));
    const auto per = app.borrower(
        Body().set("name", "Per Li").set("phone", "33330000").set("birth_date", "1950-12-24"));
    const std::vector<std::pair<std::string, Texts>> table{
        {"13820599335", ids({kari})},
        {"138205 99335", ids({kari})},
        {"26848497710", {}},
        {"24.12.1950", ids({kari, per})},
        {"1950-12-24", ids({kari, per})},
        {"241250", ids({kari, per})},
        {"241220", ids({ola})},
        {"24.12.1951", {}},
        {"44444444", ids({kari})},
        {"+47 44 44 44 44", ids({kari})},
        {"nordmann", ids({kari})},
        {"kari nord", ids({kari})},
        {"1382059933", {}},
        {"Nobody", {}},
    };
    for (const auto& [text, expected] : table) {
        INFO(text);
        CHECK(found(app, text) == expected);
        std::string in_address = text;
        for (auto at = in_address.find('+'); at != std::string::npos; at = in_address.find('+')) {
            in_address.replace(at, 1, "%2B");
        }
        for (auto at = in_address.find(' '); at != std::string::npos; at = in_address.find(' ')) {
            in_address.replace(at, 1, "%20");
        }
        CHECK(app.get("/api/v1/borrowers?q=" + in_address).json.each("/items", "/id") == expected);
    }
}

TEST_CASE("a search comes page by page, with nothing personal in the cursor or a link") {
    TestApp app;
    Texts everyone;
    for (int i = 0; i < 5; ++i) {
        everyone.push_back(std::to_string(app.borrower(
            Body().set("name", "Person " + std::to_string(i)).set("birth_date", "1950-12-24"))));
    }
    for (const char* text : {"24.12.1950", "person"}) {
        INFO(text);
        Texts seen;
        Body asked = Body().set("q", text).set("limit", 2);
        for (int pages = 0; pages < 4; ++pages) {
            const auto page = app.post("/api/v1/borrowers/search", asked);
            REQUIRE(page.status == 200);
            CHECK(page.header("link").empty());
            for (const auto& id : page.json.each("/items", "/id")) seen.push_back(id);
            if (page.json.is_null("/next")) break;
            asked = Body().set("q", text).set("limit", 2).set("cursor", page.json.text("/next"));
        }
        CHECK(seen == everyone);
    }
}

TEST_CASE("a search that cannot be understood says all that is wrong; each is in the access log") {
    TestApp app;
    app.borrower();
    const auto rows = [&] { return app.stored().value("select count(*) from access_log"); };
    const auto before = rows();
    CHECK(refusal(app.post("/api/v1/borrowers/search", Body().raw("q", "7"))) ==
          "400 /q wrong_type");
    CHECK(refusal(app.post("/api/v1/borrowers/search",
                           Body().set("limit", 0).set("cursor", "x").set("why", "y"))) ==
          "400 /q required /limit too_small /cursor invalid_cursor /why unknown_field");
    CHECK(refusal(app.post("/api/v1/borrowers/search",
                           Body().set("q", "kari").set("limit", 201).set("cursor", "-1"))) ==
          "400 /limit too_large /cursor invalid_cursor");
    CHECK(found(app, "nobody").empty());
    CHECK(rows() == before);
    app.post("/api/v1/borrowers/search?why=ringte", Body().set("q", "kari"));
    CHECK(app.stored().value("select action || ' ' || why from access_log order by id desc limit"
                             " 1") == "POST /api/v1/borrowers/search ringte");
}

TEST_CASE("who may be the same is pointed out, when registered and later") {
    TestApp app;
    const auto kari = app.borrower(Body()
                                       .set("name", "Kari Marie Nordmann")
                                       .set("phone", "911 22 333")
                                       .set("birth_date", "1950-05-17"));
    const auto warned = [&](const Body& body) {
        const auto made = app.post("/api/v1/borrowers", body);
        REQUIRE(made.status == 201);
        return made.json.each("/warnings", "/borrower_id");
    };
    const Body person = Body().set("kind", "person");
    // First and last word of the name, whatever is between them and in which order they come.
    CHECK(warned(Body(person).set("name", "KARI Nordmann").set("birth_date", "1950-05-17")) ==
          ids({kari}));
    CHECK(warned(Body(person).set("name", "Nordmann, Kari").set("birth_date", "1950-05-17")) ==
          ids({kari, kari + 1}));
    // Another day, another name: not the same.
    CHECK(
        warned(Body(person).set("name", "Kari Nordmann").set("birth_date", "1951-05-17")).empty());
    CHECK(warned(Body(person).set("name", "Kari Berg").set("birth_date", "1950-05-17")).empty());
    CHECK(warned(Body(person).set("name", "Kari Nordmann")).empty());
    // The same phone, whatever the name.
    CHECK(warned(Body(person).set("name", "K. Nilsen").set("phone", "+47 91122333")) ==
          ids({kari}));
    CHECK(doubles(app, kari) == ids({kari + 1, kari + 2, kari + 6}));
    CHECK(doubles(app, kari + 4).empty());
    CHECK(app.stored().value("select count(*) from access_log where action like '%duplicates'") ==
          "1");

    const auto ward =
        app.borrower(Body().set("kind", "unit").set("name", "Avdeling 3").without("phone"));
    CHECK(warned(Body().set("kind", "unit").set("name", "AVDELING  3")) == ids({ward}));
    CHECK(doubles(app, ward) == ids({ward + 1}));
    CHECK(app.get("/api/v1/borrowers/999/duplicates").status == 404);
}

TEST_CASE("of many that may be the same ten are named, with as few statements as of one") {
    TestApp app;
    const auto first =
        app.borrower(Body().set("name", "Kari Nordmann").set("birth_date", "1950-05-17"));
    for (int i = 0; i < 15; ++i) {
        app.borrower(Body().set("name", "Kari Nordmann").set("birth_date", "1950-05-17"));
    }
    CHECK(doubles(app, first).size() == 10);
    app.database().read([&](db::ReadTx& tx) {
        const auto kari = db::borrowers::find(tx, domain::BorrowerId{first});
        const auto before = tx.connection().statements_run();
        CHECK(db::borrowers::likely_same(tx, *kari).size() == 10);
        CHECK(tx.connection().statements_run() - before == 2);
    });
}
