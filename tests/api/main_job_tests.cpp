#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Body;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

// What a US-layout scanner on a Norwegian keyboard makes of "HTTPS://KL.EXAMPLE/E/7K3QF27".
std::string mangled(const std::string& code) { return "HTTPSØ--KL.EXAMPLE-E-" + code; }

}  // namespace

TEST_CASE("an aid is taken in, lent, scanned back, washed, checked and ready, with its history") {
    TestApp app;
    const auto product =
        app.product(Body().set("hms_nr", "177946").list("accessories", {"\"kurv\""}));
    const auto code = app.item(product);
    CHECK(app.state_of(code) == "to_inspect");

    app.clock.advance(std::chrono::minutes(5));
    const auto inspected = app.post("/api/v1/items/" + code + "/inspect",
                                    Body().set("ok", true).raw("checklist", R"({"brakes": true})"));
    CHECK(inspected.json.text("/state") == "ready");

    app.clock.advance(std::chrono::minutes(5));
    const auto borrower = app.borrower();
    const auto lent =
        app.post("/api/v1/loans", Body()
                                      .set("borrower_id", borrower)
                                      .set("depot", "SMS")
                                      .list("lines", {Body().set("item", code).text()}));
    REQUIRE(lent.status == 201);
    CHECK(lent.json.text("/start") == "2026-11-23");
    CHECK(lent.json.text("/lines/0/due") == "2027-02-23");
    CHECK(lent.header("location") == "/api/v1/loans/" + std::to_string(lent.json.number("/id")));
    const auto out = app.get("/api/v1/items/" + code);
    CHECK(out.json.flag("/on_loan"));
    CHECK(out.json.text("/state") == "ready");

    // 15 March 2027 is 20 days after the due day.
    app.clock.set("2027-03-15T09:00:00.000Z");
    const Body in = app.scan("in", mangled(code), Body().set("shelf", "V1"));
    const auto back = app.post("/api/v1/scans", in);
    CHECK(back.json.text("/result") == "done");
    CHECK(back.json.text("/item/state") == "to_clean");
    CHECK(back.json.text("/instruction/code") == "to_clean");
    CHECK(back.json.text("/instruction/where") == "SMS, vask");
    CHECK(back.json.each("/attention", "/code") == Texts{"overdue", "permanent_candidate"});
    CHECK(back.json.number("/attention/0/days") == 20);
    CHECK(back.json.text("/attention/0/text") == "20 dager over fristen");
    CHECK(back.json.each("/attention/1/why") == Texts{"overdue"});

    app.clock.advance(std::chrono::minutes(10));
    const auto washed = app.scanned(
        "washed", code, Body().set("operator", "ANNE").raw("details", R"({"method": "hand"})"));
    CHECK(washed.json.text("/item/state") == "to_inspect");
    CHECK(washed.json.text("/instruction/code") == "to_inspect");

    app.clock.advance(std::chrono::minutes(10));
    const auto checked = app.scanned(
        "inspected", code, Body().set("operator", "PER").raw("details", R"({"ok": true})"));
    CHECK(checked.json.text("/item/state") == "ready");
    CHECK(checked.json.text("/instruction/code") == "to_shelf");

    app.clock.advance(std::chrono::minutes(10));
    CHECK(app.scanned("move", code, Body().set("shelf", "B4")).json.text("/result") == "done");
    app.clock.advance(std::chrono::minutes(10));
    CHECK(app.scanned("move", code, Body().set("shelf", "B5")).json.text("/result") == "done");

    const auto history = app.get("/api/v1/items/" + code + "/events").json;
    CHECK(history.each("/items", "/kind") == Texts{"taken_in", "inspected_ok", "lent", "returned",
                                                   "cleaned", "inspected_ok", "moved", "moved"});
    CHECK(history.each("/items", "/seq") == Texts{"1", "2", "3", "4", "5", "6", "7", "8"});
    CHECK(history.each("/items", "/from") == Texts{"null", "to_inspect", "ready", "ready",
                                                   "to_clean", "to_inspect", "ready", "ready"});
    CHECK(history.each("/items", "/to") == Texts{"to_inspect", "ready", "ready", "to_clean",
                                                 "to_inspect", "ready", "ready", "ready"});
    CHECK(history.each("/items", "/by") ==
          Texts{"lager", "lager", "lager", "lager", "ANNE", "PER", "lager", "lager"});
    CHECK(history.each("/items", "/shelf") ==
          Texts{"B3", "B3", "B3", "V1", "V1", "V1", "B4", "B5"});
    CHECK(history.text("/items/3/scan") == back.json.text("/scan"));
    CHECK(history.text("/items/3/device") == "desk-1");
    CHECK(history.is_null("/items/0/scan"));
    CHECK(history.text("/items/4/method") == "hand");
    CHECK(history.number("/items/2/loan_line") == lent.json.number("/lines/0/id"));
    CHECK(history.number("/items/3/loan_line") == lent.json.number("/lines/0/id"));
    CHECK(history.text("/items/3/happened_at") == "2027-03-15T09:00:00.000Z");
    CHECK(history.is_null("/next"));

    const auto loan = app.get(lent.header("location")).json;
    CHECK(loan.text("/state") == "ended");
    CHECK(loan.text("/lines/0/end_reason") == "returned");
    CHECK(loan.text("/lines/0/ended_at") == "2027-03-15T09:00:00.000Z");
    CHECK(app.get("/api/v1/items/" + code).json.text("/state") == "ready");
}
