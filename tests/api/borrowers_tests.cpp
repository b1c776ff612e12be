#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;
using Rows = std::vector<Texts>;

namespace {

constexpr const char* address =
    R"({"street": "Nygata 1", "postal_code": "3210", "city": "Sandefjord"})";

std::string path_of(std::int64_t borrower) {
    return "/api/v1/borrowers/" + std::to_string(borrower);
}

// "action why person,person" of each row.
std::vector<std::string> access_log(TestApp& app) {
    std::vector<std::string> all;
    for (const auto& row :
         app.stored().rows("select action, coalesce(why, '-'), id from access_log order by id")) {
        all.push_back(row[0] + " " + row[1] + " " +
                      app.stored().list("select borrower_id from access_log_person"
                                        " where access_id = " +
                                        row[2] + " order by borrower_id"));
    }
    return all;
}

}  // namespace

TEST_CASE("every answer that shows a person has one row in the access log, and no other has") {
    TestApp app;
    const auto kari = app.borrower();
    CHECK(access_log(app) == Texts{"POST /api/v1/borrowers - 1"});
    const auto ola = app.borrower(Body().set("name", "Ola Nordmann"));
    const auto ward =
        app.borrower(Body().set("kind", "unit").set("name", "Avdeling 3").without("phone"));
    CHECK(access_log(app).size() == 2);

    app.get(path_of(kari));
    CHECK(access_log(app).back() == "GET /api/v1/borrowers/{id} - 1");
    app.get(path_of(kari) + "?why=ringte%20inn", "ergo");
    CHECK(access_log(app).back() == "GET /api/v1/borrowers/{id} ringte inn 1");
    CHECK(app.stored().value("select role from access_log order by id desc limit 1") == "ergo");
    app.get("/api/v1/borrowers?why=liste");
    CHECK(access_log(app).back() == "GET /api/v1/borrowers liste 1,2");
    app.patch(path_of(ola), Body().set("phone", "33 41 60 01"));
    CHECK(access_log(app).back() == "PATCH /api/v1/borrowers/{id} - 2");
    const auto before = access_log(app);

    app.get(path_of(ward));
    app.get(path_of(99));
    app.get("/api/v1/borrowers?q=Avdeling");
    app.get("/api/v1/borrowers?q=finnes-ikke");
    app.get("/api/v1/borrowers?limit=0");
    app.call("", "GET", path_of(kari));
    app.call("sjafor", "GET", path_of(kari));
    app.call("lager", "PATCH", path_of(kari), "{}");
    app.call("lager", "PATCH", path_of(kari), "{}", {{"if-match", "\"7\""}});
    app.post("/api/v1/borrowers", Body().set("kind", "person"));
    app.loan(app.ready_item(), Body().set("borrower_id", ward));
    app.get("/api/v1/loans");
    CHECK(access_log(app) == before);
}

TEST_CASE("a borrower that did not change is still shown, and logged") {
    TestApp app;
    const auto kari = app.borrower();
    const auto tag = app.get(path_of(kari)).header("etag");
    const auto again = app.call("lager", "GET", path_of(kari), "", {{"if-none-match", tag}});
    CHECK(again.status == 304);
}

TEST_CASE("whoever may not see a protection sees neither it nor an address") {
    TestApp app;
    const auto open = app.borrower(Body().raw("address", address));
    const auto hidden = app.post("/api/v1/borrowers",
                                 Body()
                                     .set("kind", "person")
                                     .set("name", "Vera Skjult")
                                     .set("protection", "fortrolig")
                                     .raw("address", address),
                                 "leder");
    REQUIRE(hidden.status == 201);
    CHECK(hidden.json.text("/protection") == "fortrolig");
    CHECK(hidden.json.text("/address/street") == "Nygata 1");
    const auto id = hidden.json.number("/id");
    const auto plain = app.borrower(Body().set("name", "Uten Adresse").without("phone"));

    for (const char* sender : {"lager", "ergo"}) {
        INFO(sender);
        const auto seen = app.get(path_of(id), sender).json;
        CHECK(seen.is_null("/protection"));
        CHECK(seen.is_null("/address"));
        CHECK(app.get(path_of(open), sender).json.text("/address/city") == "Sandefjord");
        // No sign at all: but for id, name and phone it is like one without an address.
        CHECK(seen.keys("") == app.get(path_of(plain), sender).json.keys(""));
        const auto list = app.get("/api/v1/borrowers?q=Vera", sender).json;
        CHECK(list.is_null("/items/0/protection"));
        CHECK(list.is_null("/items/0/address"));
        CHECK(list.dump().find("Nygata") == std::string::npos);

        // Storing an address is the one permitted sign.
        const auto stored = app.patch(path_of(id), Body().raw("address", address), sender);
        CHECK(refusal(stored) == "409 /address by_arrangement");
        // Anything else may be put right, and the address stays.
        CHECK(app.patch(path_of(id), Body().set("phone", "33 41 60 09"), sender).status == 200);
        CHECK(app.patch(path_of(id), Body().raw("address", "null"), sender).status == 200);
        CHECK(app.get(path_of(id), "leder").json.text("/address/street") == "Nygata 1");
        CHECK(app.get(path_of(id), "leder").json.text("/protection") == "fortrolig");
        // They cannot set one, nor lift it.
        CHECK(refusal(app.patch(path_of(open), Body().set("protection", "fortrolig"), sender)) ==
              "403 /protection not_allowed");
        CHECK(refusal(app.patch(path_of(id), Body().set("protection", "none"), sender)) ==
              "403 /protection not_allowed");
        CHECK(refusal(app.post(
                  "/api/v1/borrowers",
                  Body().set("kind", "person").set("name", "A B").set("protection", "fortrolig"),
                  sender)) == "403 /protection not_allowed");
    }
    CHECK(app.patch(path_of(id), Body().set("protection", "none"), "leder").status == 200);
    CHECK(app.get(path_of(id)).json.text("/address/street") == "Nygata 1");
}

TEST_CASE("no tag tells whoever may not see a protected address that it, or the grade, changed") {
    TestApp app;
    const auto path = path_of(app.borrower());
    const auto loan = app.loan(app.ready_item(), Body().set("borrower_id", 1));
    const auto pickup =
        app.post("/api/v1/pickups",
                 Body().set("kind", "fetch").set("loan_id", loan).set("day", "2026-11-24"))
            .header("location");
    const auto tag = [&](const std::string& sender) {
        return app.get(path, sender).header("etag");
    };
    const auto pickup_tag = [&] { return app.get(pickup).header("etag"); };
    const std::string seen = tag("lager");
    const std::string pickup_seen = pickup_tag();
    const std::string before = tag("leder");
    for (const Body& hidden :
         {Body().set("protection", "fortrolig"), Body().raw("address", address),
          Body().raw("address", "null"), Body().set("protection", "strengt_fortrolig")}) {
        REQUIRE(app.patch(path, hidden, "leder").status == 200);
        CHECK(tag("lager") == seen);
        CHECK(tag("ergo") == seen);
        CHECK(pickup_tag() == pickup_seen);
    }
    CHECK(tag("leder") != before);
    // What they saw is what they change, and what they can see finds a change.
    const auto call = [&](const std::string& sender, const std::string& phone,
                          const std::string& match) {
        return app.call(sender, "PATCH", path, Body().set("phone", phone), {{"if-match", match}})
            .status;
    };
    CHECK(call("lager", "911 22 333", "\"x\", " + seen) == 200);
    CHECK(tag("lager") != seen);
    CHECK(call("lager", "911 22 334", seen) == 412);
    CHECK(call("leder", "911 22 334", before) == 412);
    CHECK(call("lager", "911 22 334", tag("lager")) == 200);
    // Who sees more finds more.
    const std::string of_leader = tag("leder");
    REQUIRE(app.patch(path, Body().set("protection", "fortrolig"), "leder").status == 200);
    CHECK(call("leder", "911 22 335", of_leader) == 412);
}

TEST_CASE("no address is stored for a strengt fortrolig person, by anybody") {
    TestApp app;
    const Body wanted = Body()
                            .set("kind", "person")
                            .set("name", "Vera Skjult")
                            .set("protection", "strengt_fortrolig");
    const auto before = app.stored().value("select count(*) from borrower");
    CHECK(refusal(app.post("/api/v1/borrowers", Body(wanted).raw("address", address), "leder")) ==
          "409 /address by_arrangement");
    CHECK(app.stored().value("select count(*) from borrower") == before);
    const auto made = app.post("/api/v1/borrowers", wanted, "leder");
    const auto path = path_of(made.json.number("/id"));
    CHECK(refusal(app.patch(path, Body().raw("address", address), "leder")) ==
          "409 /address by_arrangement");
    CHECK(refusal(app.patch(path, Body().raw("address", address))) ==
          "409 /address by_arrangement");
    // One that has an address gets the grade only without it.
    const auto open = app.borrower(Body().raw("address", address));
    CHECK(refusal(app.patch(path_of(open), Body().set("protection", "strengt_fortrolig"),
                            "leder")) == "409 /address by_arrangement");
    CHECK(app.patch(path_of(open),
                    Body().set("protection", "strengt_fortrolig").raw("address", "null"), "leder")
              .status == 200);
    CHECK_THROWS(app.stored().execute(
        "update borrower set street = 'X' where protection = 'strengt_fortrolig'"));
}

TEST_CASE("national numbers are checked, kept once, and for persons alone") {
    TestApp app;
    int number = 0;
    for (const char* valid :
         {"13820599335", "26848497710", "26928698180", "02013299997", "02013299903", "30108299920",
          "30108299939", "41814061033", "41814065640", "41814075603", "41810021827", "41810025091",
          "41810034422"}) {
        INFO(valid);
        const auto id = app.borrower(
            Body().set("name", "Person " + std::to_string(++number)).set("national_number", valid));
        CHECK(app.get(path_of(id)).json.text("/national_number") == valid);
    }
    for (const char* invalid : {"13820599336", "00000000000", "1382059933", "138205993355",
                                "1382059933a", "13 820599335", "99999999999", "02013299998"}) {
        INFO(invalid);
        CHECK(
            refusal(app.post(
                "/api/v1/borrowers",
                Body().set("kind", "person").set("name", "X Y").set("national_number", invalid))) ==
            "400 /national_number invalid_national_number");
    }
    CHECK(refusal(app.post("/api/v1/borrowers", Body()
                                                    .set("kind", "person")
                                                    .set("name", "En Annen")
                                                    .set("national_number", "13820599335"))) ==
          "409 /national_number national_number_taken");
    // Its own number is no other's.
    CHECK(app.patch(path_of(1), Body().set("national_number", "13820599335")).status == 200);
    CHECK(refusal(app.patch(path_of(2), Body().set("national_number", "13820599335"))) ==
          "409 /national_number national_number_taken");
    CHECK(refusal(app.post("/api/v1/borrowers", Body()
                                                    .set("kind", "unit")
                                                    .set("name", "Avdeling 3")
                                                    .set("birth_date", "1980-01-01")
                                                    .set("national_number", "26848497710")
                                                    .set("protection", "fortrolig"))) ==
          "400 /birth_date person_only /national_number person_only /protection person_only");
}

TEST_CASE("a likely duplicate is a warning, not a refusal") {
    TestApp app;
    const auto kari = app.borrower(Body().set("birth_date", "1950-05-17"));
    const auto again = app.post(
        "/api/v1/borrowers",
        Body().set("kind", "person").set("name", "KARI  nordmann").set("birth_date", "1950-05-17"));
    REQUIRE(again.status == 201);
    CHECK(again.json.text("/warnings/0/code") == "likely_same");
    CHECK(again.json.number("/warnings/0/borrower_id") == kari);
    const auto other = app.post(
        "/api/v1/borrowers",
        Body().set("kind", "person").set("name", "Kari Nordmann").set("birth_date", "1951-05-17"));
    CHECK(other.json.size("/warnings") == 0);
}

TEST_CASE("a repeat with the same key makes one borrower and keeps no body") {
    TestApp app;
    const Body body =
        Body().set("kind", "person").set("name", "Kari Nordmann").set("email", "k@example.no");
    const support::Headers key{{"idempotency-key", "k-1"}};
    const auto first = app.call("lager", "POST", "/api/v1/borrowers", body, key);
    REQUIRE(first.status == 201);
    CHECK(app.stored().value("select count(*) from idempotency where body is null") == "1");
    CHECK(app.stored()
              .list("select key || fingerprint || coalesce(location, '') from idempotency")
              .find("Kari") == std::string::npos);
    const auto again = app.call("lager", "POST", "/api/v1/borrowers", body, key);
    CHECK(again.status == 201);
    CHECK(again.header("location") == first.header("location"));
    CHECK(again.json.number("/id") == first.json.number("/id"));
    CHECK(again.json.text("/email") == "k@example.no");
    CHECK(again.header("etag") == first.header("etag"));
    CHECK(app.stored().value("select count(*) from borrower") == "1");
    // Made again, it shows what is there now; and it is in the access log like the first.
    app.patch(first.header("location"), Body().set("email", "ny@example.no"));
    CHECK(app.call("lager", "POST", "/api/v1/borrowers", body, key).json.text("/email") ==
          "ny@example.no");
    CHECK(access_log(app).size() == 5);
}

TEST_CASE("borrowers are found by the beginnings of names and by phone") {
    TestApp app;
    const auto asa =
        app.borrower(Body().set("name", "Åse Bjørnstad").set("phone", "+47 911 22 333"));
    app.borrower(Body().set("name", "Per Hansen"));
    const auto found = [&](const std::string& q) {
        return app.get("/api/v1/borrowers?q=" + q).json.each("/items", "/id");
    };
    const Texts her{std::to_string(asa)};
    CHECK(found("bj%C3%B8rn") == her);
    CHECK(found("%C3%85SE") == her);
    CHECK(found("aase") == her);
    CHECK(found("%2B4791122333") == her);
    CHECK(found("911+22+333") == her);
    CHECK(found("bj+%C3%A5s") == her);
    CHECK(found("%25").empty());
    CHECK(found("stad").empty());
    CHECK(found("bj+per").empty());

    app.patch(path_of(asa), Body().set("name", "Åse Lund"));
    CHECK(found("lund") == her);
    CHECK(found("bj%C3%B8rn").empty());
}

TEST_CASE("a search for a name comes page by page, each person once, and no name in the cursor") {
    TestApp app;
    Texts everyone;
    for (const char* name :
         {"Hans Hansen", "Kari Hansen", "Hanne Berg", "Johan Hanssen", "Per Li"}) {
        everyone.push_back(std::to_string(app.borrower(Body().set("name", name))));
    }
    everyone.pop_back();
    Texts found;
    std::string next;
    do {
        const auto page = app.get("/api/v1/borrowers?q=han&limit=1" + next).json;
        for (const auto& id : page.each("/items", "/id")) found.push_back(id);
        next = page.is_null("/next") ? "" : "&cursor=" + page.text("/next");
        CHECK(next.find("han") == std::string::npos);
    } while (!next.empty());
    std::sort(found.begin(), found.end());
    CHECK(found == everyone);
}

TEST_CASE("a change touches what it names") {
    TestApp app;
    const auto id =
        app.borrower(Body().raw("address", address).raw("contact", R"({"name": "Ola"})"));
    const auto changed =
        app.patch(path_of(id), Body().set("name", "Kari Berg").raw("contact", "null"));
    CHECK(changed.json.text("/name") == "Kari Berg");
    CHECK(changed.json.text("/address/street") == "Nygata 1");
    CHECK(changed.json.is_null("/contact"));
    CHECK(changed.header("etag") == app.get(path_of(id)).header("etag"));
    CHECK(refusal(app.patch(path_of(id), Body().set("kind", "unit"))) == "400 /kind unknown_field");
    CHECK(refusal(app.patch(path_of(id), Body().raw("name", "null"))) == "400 /name required");
}
