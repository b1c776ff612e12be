// Two borrowers that are one: all that was the one's is the other's, and the old id leads there.

#include <catch2/catch.hpp>

#include <set>

#include "api/routes.hpp"
#include "db/borrower_store.hpp"
#include "db/database.hpp"
#include "db/query.hpp"
#include "db/tables.hpp"
#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

constexpr const char* address =
    R"({"street": "Nygata 1", "postal_code": "3210", "city": "Sandefjord"})";

std::string path_of(std::int64_t borrower) {
    return "/api/v1/borrowers/" + std::to_string(borrower);
}

Answer merge(TestApp& app, std::int64_t from, std::int64_t into, const char* sender = "lager") {
    return app.post(path_of(from) + "/merge", Body().set("into", into), sender);
}

std::int64_t protected_person(TestApp& app, const char* grade, const Body& given = {}) {
    const auto id = app.borrower(given);
    app.patch(path_of(id), Body().set("protection", grade), "leder");
    return id;
}

Texts faults(TestApp& app) {
    return app.database().read([](db::ReadTx& tx) { return depot::verify(tx).faults; });
}

}  // namespace

TEST_CASE("a merged borrower's loans, pick-ups and hand-outs are the other's") {
    TestApp app;
    const auto from = app.borrower(
        Body().set("name", "Kari N.").set("email", "k@example.no").set("phone", "911 22 333"));
    const auto into =
        app.borrower(Body().set("name", "Kari Nordmann").set("national_number", "13820599335"));
    const auto code = app.ready_item();
    const auto loan = app.loan(code, Body().set("borrower_id", from));
    const auto other_loan = app.loan(app.ready_item(), Body().set("borrower_id", into));
    REQUIRE(app.post(path_of(from) + "/moved", Body()).status == 200);
    const auto product = app.product(Body().set("tracking", "counted"));
    app.post("/api/v1/stock-movements", Body()
                                            .set("product_id", product)
                                            .set("depot", "SMS")
                                            .set("shelf", "A1")
                                            .set("kind", "received")
                                            .set("quantity", 9));
    app.post("/api/v1/handouts", Body()
                                     .set("product_id", product)
                                     .set("depot", "SMS")
                                     .set("shelf", "A1")
                                     .set("quantity", 1)
                                     .set("borrower_id", from));
    const auto handouts = app.stored().value("select count(*) from handout");
    const auto events = app.history_of(code);

    const auto answer = merge(app, from, into);
    REQUIRE(answer.status == 200);
    CHECK(answer.json.number("/id") == into);
    CHECK(answer.json.text("/name") == "Kari Nordmann");
    CHECK(answer.json.text("/email") == "k@example.no");
    CHECK(answer.json.text("/national_number") == "13820599335");
    CHECK(answer.json.flag("/reminders_off"));
    CHECK(answer.header("location") == path_of(into));

    CHECK(app.get("/api/v1/loans/" + std::to_string(loan)).json.number("/borrower_id") == into);
    CHECK(app.get("/api/v1/loans?borrower=" + std::to_string(into)).json.each("/items", "/id") ==
          Texts{std::to_string(loan), std::to_string(other_loan)});
    for (const char* table : {"loan", "pickup", "handout"}) {
        INFO(table);
        CHECK(app.stored().value(std::string("select count(*) from ") + table +
                                 " where borrower_id = " + std::to_string(from)) == "0");
    }
    CHECK(app.stored().value("select count(*) from pickup where borrower_id = " +
                             std::to_string(into)) == "1");
    CHECK(app.stored().value("select count(*) from handout where borrower_id = " +
                             std::to_string(into)) == handouts);
    CHECK(app.history_of(code) == events);
    CHECK(faults(app).empty());
    // It goes on as the other's.
    CHECK(app.scanned("in", code).json.text("/result") == "done");
    CHECK(faults(app).empty());
}

TEST_CASE("the old id of a merged borrower is gone, says where it went, and is never given again") {
    TestApp app;
    const auto into = app.borrower(Body().set("name", "Kari Nordmann"));
    const auto middle = app.borrower(Body().set("name", "Kari Nordman"));
    const auto from = app.borrower(Body()
                                       .set("name", "Kari Normann")
                                       .set("phone", "911 22 333")
                                       .set("birth_date", "1950-05-17")
                                       .raw("address", address));
    REQUIRE(merge(app, from, middle).status == 200);
    REQUIRE(merge(app, middle, into).status == 200);
    for (const auto gone : {from, middle}) {
        int asked = 0;
        for (const routing::Route& route : api::routes()) {
            const std::string prefix = "/api/v1/borrowers/{id}";
            if (!route.path.starts_with(prefix)) continue;
            ++asked;
            const std::string rest(route.path.substr(prefix.size()));
            const auto ask = [&](std::int64_t id) {
                Body body;
                if (rest == "/merge") body.set("into", into);
                if (rest == "/contacts") body.set("outcome", "other");
                const bool bare = route.method == routing::Method::get;
                return app.call(route.roles.has(domain::Role::lager) ? "lager" : "leder",
                                routing::to_text(route.method), path_of(id) + rest,
                                bare ? "" : body.text(), {{"if-match", "*"}});
            };
            INFO(routing::to_text(route.method) << " " << route.path);
            const auto answer = ask(gone);
            CHECK(answer.status == 404);
            CHECK(answer.code() == "merged");
            CHECK(answer.header("location") == path_of(into));
            CHECK(ask(999).code() == "not_found");
            CHECK(ask(999).header("location").empty());
        }
        CHECK(asked == 12);

        // In a body it is a reference to nobody.
        CHECK(refusal(merge(app, into, gone)) == "409 /into unknown_borrower");
        const auto code = app.ready_item();
        const std::string line = R"([{"item": ")" + code + R"("}])";
        const Body of_gone = Body().set("borrower_id", gone).set("depot", "SMS");
        CHECK(refusal(app.post("/api/v1/loans", Body(of_gone).raw("lines", line))) ==
              "409 /borrower_id unknown_borrower");
        CHECK(refusal(app.post("/api/v1/bookings", Body(of_gone)
                                                       .set("product_id", app.product())
                                                       .set("from", "2026-11-24")
                                                       .set("to", "2026-11-30"))) ==
              "409 /borrower_id unknown_borrower");
        CHECK(
            refusal(app.post("/api/v1/handouts",
                             Body(of_gone)
                                 .set("product_id", app.product(Body().set("tracking", "counted")))
                                 .set("quantity", 1))) == "409 /borrower_id unknown_borrower");
        const auto loan = app.loan(code, Body().set("borrower_id", into));
        CHECK(refusal(app.patch("/api/v1/loans/" + std::to_string(loan),
                                Body().set("borrower_id", gone))) ==
              "409 /borrower_id unknown_borrower");
    }
    CHECK(app.get(path_of(999)).header("location").empty());
    CHECK(app.get(path_of(999)).code() == "not_found");
    CHECK(app.get("/api/v1/borrowers").json.each("/items", "/id") == Texts{std::to_string(into)});
    const auto found = [&](const char* text) {
        return app.post("/api/v1/borrowers/search", Body().set("q", text))
            .json.each("/items", "/id");
    };
    CHECK(found("17.05.1950") == Texts{std::to_string(into)});
    for (const char* gone : {"911 22 333", "Normann"}) {
        INFO(gone);
        CHECK(found(gone) == Texts{});
    }
    // Nothing of it is kept but where it went.
    CHECK(app.stored().value("select count(*) from borrower where merged_into is not null and"
                             " name || coalesce(phone, '') || coalesce(street, '') ||"
                             " coalesce(birth_date, '') = ''") == "2");
    CHECK(app.stored().value("select count(*) from borrower_word where borrower_id <> " +
                             std::to_string(into)) == "0");
    app.database().read([&](db::ReadTx& tx) {
        CHECK(db::borrowers::merged_with(tx, domain::BorrowerId{into}) ==
              std::vector{domain::BorrowerId{middle}, domain::BorrowerId{from}});
    });
    CHECK(app.borrower(Body().set("name", "Per Li")) > from);
    // Both are in the access log of the change.
    CHECK(app.stored().list("select borrower_id from access_log_person where access_id ="
                            " (select max(id) from access_log where action like '%/merge')"
                            " order by borrower_id") ==
          std::to_string(into) + "," + std::to_string(middle));
}

TEST_CASE("what cannot be one is not merged, and nothing is changed") {
    TestApp app;
    const auto kari = app.borrower(Body().set("national_number", "13820599335"));
    const auto ola = app.borrower(Body().set("name", "Ola").set("national_number", "26848497710"));
    const auto ward =
        app.borrower(Body().set("kind", "unit").set("name", "Avdeling 3").without("phone"));
    const auto dead = app.borrower(Body().set("name", "Per Li"));
    app.post(path_of(dead) + "/deceased", Body());
    const auto before = app.stored().dump();
    CHECK(refusal(merge(app, kari, kari)) == "409 /into same_borrower");
    CHECK(refusal(merge(app, kari, ola)) == "409 /into other_national_number");
    CHECK(refusal(merge(app, kari, ward)) == "409 /into other_kind");
    CHECK(refusal(merge(app, ward, kari)) == "409 /into other_kind");
    CHECK(refusal(merge(app, dead, kari)) == "409 /into borrower_deceased");
    CHECK(refusal(merge(app, kari, dead)) == "409 /into borrower_deceased");
    CHECK(refusal(merge(app, kari, 999)) == "409 /into unknown_borrower");
    CHECK(merge(app, 999, kari).status == 404);
    CHECK(refusal(app.post(path_of(kari) + "/merge", Body().set("to", 1))) ==
          "400 /into required /to unknown_field");
    CHECK(app.stored().dump() == before);

    const auto same =
        app.borrower(Body().set("kind", "unit").set("name", "Avd. 3").without("phone"));
    CHECK(merge(app, same, ward).status == 200);
}

TEST_CASE("of two grades the higher stays, and strengt fortrolig has no address anywhere") {
    TestApp app;
    const auto open = app.borrower(Body().set("name", "Vera Åpen").raw("address", address));
    REQUIRE(app.loan(app.ready_item(), Body().set("borrower_id", open)) > 0);
    app.post(path_of(open) + "/moved", Body());
    const auto hidden = protected_person(app, "fortrolig", Body().set("name", "Vera Skjult"));
    const auto strict =
        protected_person(app, "strengt_fortrolig", Body().set("name", "Vera Streng"));

    const auto first = merge(app, open, hidden, "leder");
    REQUIRE(first.status == 200);
    CHECK(first.json.text("/protection") == "fortrolig");
    CHECK(first.json.text("/address/street") == "Nygata 1");
    CHECK(app.get(path_of(hidden)).json.is_null("/address"));
    const auto second = merge(app, strict, hidden, "leder");
    REQUIRE(second.status == 200);
    CHECK(second.json.text("/protection") == "strengt_fortrolig");
    CHECK(second.json.is_null("/address"));
    CHECK(app.stored().dump().find("Nygata") == std::string::npos);
}

TEST_CASE("a merge shows no protection to who may not see it, but for the one permitted sign") {
    TestApp app;
    const auto hidden = protected_person(app, "fortrolig",
                                         Body().set("name", "Vera Skjult").raw("address", address));
    const auto with_address = app.borrower(Body().set("name", "Vera Åpen").raw("address", address));
    for (const char* sender : {"lager", "ergo"}) {
        INFO(sender);
        CHECK(refusal(merge(app, with_address, hidden, sender)) == "409 /into by_arrangement");
        CHECK(refusal(merge(app, hidden, with_address, sender)) == "409 /into by_arrangement");
    }
    // Nor would the note of a pick-up be seen to vanish.
    const auto fetched = app.borrower(Body().set("name", "Vera Hentes"));
    const auto lent = app.loan(app.ready_item(), Body().set("borrower_id", fetched));
    REQUIRE(app.post("/api/v1/pickups", Body()
                                            .set("kind", "fetch")
                                            .set("loan_id", lent)
                                            .set("day", "2026-11-24")
                                            .set("note", "Ring på"))
                .status == 201);
    CHECK(refusal(merge(app, fetched, hidden)) == "409 /into by_arrangement");
    // Where no address would vanish nothing is shown, and the grade is kept.
    const auto without = app.borrower(Body().set("name", "Vera"));
    const auto merged = merge(app, hidden, without);
    REQUIRE(merged.status == 200);
    CHECK(merged.json.is_null("/protection"));
    CHECK(merged.json.is_null("/address"));
    const auto seen = app.get(path_of(without), "leder").json;
    CHECK(seen.text("/protection") == "fortrolig");
    CHECK(seen.text("/address/street") == "Nygata 1");
}

TEST_CASE("a merge repeated under its key is done once and answers the same") {
    TestApp app;
    const auto from = app.borrower(Body().set("name", "Kari N."));
    const auto into = app.borrower(Body().set("name", "Kari Nordmann"));
    const support::Headers key{{"idempotency-key", "m-1"}};
    const auto ask = [&] {
        return app.call("lager", "POST", path_of(from) + "/merge", Body().set("into", into), key);
    };
    const auto first = ask();
    REQUIRE(first.status == 200);
    const auto before =
        app.stored().value("select version from borrower where id = " + std::to_string(into));
    const auto again = ask();
    CHECK(again.status == 200);
    CHECK(again.body == first.body);
    CHECK(again.header("location") == first.header("location"));
    CHECK(app.stored().value("select version from borrower where id = " + std::to_string(into)) ==
          before);
}

TEST_CASE("a scan that waited on its device while the borrower was merged finds the other one") {
    TestApp app;
    const auto from = app.borrower(Body().set("name", "Kari N."));
    const auto into = app.borrower(Body().set("name", "Kari Nordmann"));
    const auto code = app.ready_item();
    const auto waiting = app.scan(
        "out", code, Body().raw("details", R"({"borrower": )" + std::to_string(from) + "}"));
    app.clock.advance(std::chrono::minutes(30));
    REQUIRE(merge(app, from, into).status == 200);
    const auto answer = app.call("lager", "POST", "/api/v1/scans", waiting);
    REQUIRE(answer.status == 200);
    CHECK(answer.json.text("/result") == "done");
    CHECK(app.stored().value("select borrower_id from loan") == std::to_string(into));
    CHECK(app.open_discrepancies() == 0);
}

TEST_CASE("every column that refers to a borrower moves with a merge") {
    std::set<std::string> moved;
    for (const auto& of : db::borrowers::references()) {
        moved.insert(std::string(of.table) + "." + std::string(of.column));
    }
    // What stays: the words of the name, which go; the access log, which names whom it named.
    const std::set<std::string> stays{"borrower_word.borrower_id", "access_log_person.borrower_id"};
    for (const db::Table& table : db::tables()) {
        for (const db::Column& column : table.columns) {
            if (column.name != "borrower_id") continue;
            const std::string name = table.name + "." + column.name;
            INFO(name);
            CHECK(moved.contains(name) != stays.contains(name));
        }
    }
}
