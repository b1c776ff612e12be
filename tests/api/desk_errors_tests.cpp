// What goes wrong at a desk, and what must not follow from it.

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Body;
using support::TestApp;

namespace {

Body for_borrower(std::int64_t borrower) {
    return Body().raw("details", "{\"borrower\": " + std::to_string(borrower) + "}");
}

}  // namespace

TEST_CASE("a refused hand-over names no loan and leaves none behind") {
    TestApp app;
    const auto code = app.item(app.product());  // not inspected
    const auto refused = app.scanned("out", code, for_borrower(app.borrower()));
    CHECK(refused.json.text("/result") == "refused");
    CHECK_FALSE(refused.json.has("/loan"));
    CHECK(app.stored().value("select count(*) from loan") == "0");
}

TEST_CASE("a loan of one borrower takes no aid for another") {
    TestApp app;
    const auto kari = app.borrower();
    const auto ola = app.borrower(Body().set("name", "Ola Låner"));
    const auto loan = app.loan(app.ready_item(), Body().set("borrower_id", ola));
    const auto scan = for_borrower(kari).set("loan", loan);
    const auto refused = app.scanned("out", app.ready_item(), scan);
    CHECK(refused.json.text("/reason/code") == "other_borrower");
    CHECK(refused.json.text("/instruction/code") == "start_loan");
}

TEST_CASE("a scan that joins a loan changes the loan's ETag") {
    TestApp app;
    const auto borrower = app.borrower();
    const auto first = app.scanned("out", app.ready_item(), for_borrower(borrower));
    const auto path = "/api/v1/loans/" + std::to_string(first.json.number("/loan"));
    const auto before = app.get(path).header("etag");
    app.scanned("out", app.ready_item(), for_borrower(borrower));
    CHECK(app.get(path).json.size("/lines") == 2);
    CHECK(app.get(path).header("etag") != before);
}

TEST_CASE("a loan is joined by the sender that opened it, whatever a device calls itself") {
    TestApp app;
    const auto borrower = app.borrower();
    const auto first = app.scanned("out", app.ready_item(), for_borrower(borrower));
    const auto other = app.post(
        "/api/v1/scans", app.scan("out", app.ready_item(), for_borrower(borrower)), "lager2");
    CHECK(other.json.number("/loan") != first.json.number("/loan"));
}

TEST_CASE("with an open loan an aid is neither relabelled, changed nor moved") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code);
    const auto path = "/api/v1/items/" + code;
    CHECK(app.post(path + "/relabel", Body()).code() == "already_lent");
    CHECK(app.patch(path, Body().set("owner", "nav")).code() == "already_lent");
    CHECK(app.patch(path, Body().set("shelf", "Z9")).code() == "already_lent");
    CHECK(app.scanned("move", code).json.text("/reason/code") == "already_lent");
    // The same again is no change.
    CHECK(app.patch(path, Body().set("owner", "kommune")).status == 200);
}

TEST_CASE("the correction of an ended loan is an event, and the same again is none") {
    TestApp app;
    const auto code = app.ready_item();
    const auto loan = app.loan(code);
    app.scanned("in", code);
    const auto path = "/api/v1/loans/" + std::to_string(loan);
    const auto other = app.borrower(Body().set("name", "Den Rette"));
    CHECK(app.patch(path, Body().set("borrower_id", other)).status == 200);
    CHECK(app.history_of(code).back() == "loan_corrected");
    const auto events = app.history_of(code).size();
    const auto tag = app.get(path).header("etag");
    CHECK(app.patch(path, Body().set("borrower_id", other)).status == 200);
    CHECK(app.history_of(code).size() == events);
    CHECK(app.get(path).header("etag") == tag);
}

TEST_CASE("a late look-up contradicts nothing") {
    TestApp app;
    const Body earlier = Body().set("happened_at", "2026-11-23T06:00:00.000Z");
    CHECK(app.scanned("lookup", "0000000", Body(earlier)).json.text("/result") == "unknown_code");
    CHECK(app.open_discrepancies() == 0);
}

TEST_CASE("what a contradicting scan said is kept for the person who settles it") {
    TestApp app;
    const Body scan =
        app.scan("in", "SERIENR-XYZ-998",
                 Body()
                     .set("happened_at", "2026-11-23T06:00:00.000Z")
                     .set("shelf", "QQ7")
                     .raw("details", R"({"infectious": true, "note": "lå i gangen"})"));
    app.post("/api/v1/scans", scan);
    const auto found = app.get("/api/v1/discrepancies").json;
    CHECK(found.text("/items/0/said/code") == "SERIENR-XYZ-998");
    CHECK(found.text("/items/0/said/shelf") == "QQ7");
    CHECK(found.flag("/items/0/said/details/infectious"));
    CHECK_FALSE(found.has("/items/0/said/details/note"));
    CHECK(app.stored().value("select text from note where scan_id is not null") == "lå i gangen");
}

TEST_CASE("a late return that says the aid is infectious is never just nothing") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code);
    app.scanned("in", code);
    app.clock.advance(std::chrono::hours(2));
    const auto late = app.scanned("in", code,
                                  Body()
                                      .set("happened_at", "2026-11-23T08:30:00.000Z")
                                      .raw("details", R"({"infectious": true})"));
    CHECK(late.json.text("/result") == "discrepancy");
    CHECK(app.open_discrepancies() == 1);
}

TEST_CASE("an undone hand-over is no loan that a later one could collide with") {
    TestApp app;
    const auto code = app.ready_item();
    const auto out = app.scanned("out", code, for_borrower(app.borrower()));
    REQUIRE(app.post("/api/v1/scans/" + out.json.text("/scan") + "/undo", Body()).status == 200);
    const auto loan =
        app.post("/api/v1/loans", Body()
                                      .set("borrower_id", app.borrower())
                                      .set("depot", "SMS")
                                      .set("start", "2026-11-20")
                                      .list("lines", {"{\"item\": \"" + code + "\"}"}));
    CHECK(loan.status == 201);
}

TEST_CASE("a product with aids is not turned into a counted one") {
    TestApp app;
    const auto product = app.product();
    const auto path = "/api/v1/products/" + std::to_string(product);
    CHECK(app.patch(path, Body().set("tracking", "counted")).status == 200);
    CHECK(app.patch(path, Body().set("tracking", "serial")).status == 200);
    app.item(product);
    CHECK(app.patch(path, Body().set("tracking", "counted")).code() == "tracking_in_use");
}
