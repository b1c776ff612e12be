// Counts (varetelling): DOMAIN.md section 9.

#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

Answer open(TestApp& app, const char* shelf = nullptr) {
    Body body = Body().set("depot", "SMS");
    if (shelf != nullptr) body.set("shelf", shelf);
    return app.post("/api/v1/counts", body);
}

std::string path_of(const Answer& count) {
    return "/api/v1/counts/" + std::to_string(count.json.number("/id"));
}

Answer close(TestApp& app, const Answer& count) {
    return app.call("lager", "POST", path_of(count) + "/close");
}

Texts codes(const Answer& count, const char* kind) {
    return count.json.each("/" + std::string(kind) + "/items", "/item");
}

std::string on_shelf(TestApp& app, std::int64_t product, const char* shelf) {
    return app.ready_item(product, Body().set("shelf", shelf));
}

void check_whole(TestApp& app) {
    const auto report = app.database().read([](db::ReadTx& tx) { return depot::verify(tx); });
    for (const std::string& fault : report.faults) UNSCOPED_INFO(fault);
    CHECK(report.faults.empty());
}

std::int64_t crutch(TestApp& app, const char* hms_nr = nullptr) {
    Body body = Body().set("name", "Krykke").set("tracking", "counted");
    if (hms_nr != nullptr) body.set("hms_nr", hms_nr);
    return app.product(body);
}

std::string figure(TestApp& app, const char* shelf = "") {
    return app.stored().value("select quantity from counted_stock where shelf = '" +
                              std::string(shelf) + "'");
}

}  // namespace

TEST_CASE("a count of a shelf lists what is missing, unexpected and misplaced, and closes") {
    TestApp app;
    const auto product = app.product();
    const auto seen = on_shelf(app, product, "B3");
    const auto unseen = on_shelf(app, product, "B3");
    const auto elsewhere = on_shelf(app, product, "C1");
    const auto lent = on_shelf(app, product, "B3");
    app.loan(lent);
    const auto gone = on_shelf(app, product, "B3");
    app.post("/api/v1/items/" + gone + "/missing", Body());
    app.clock.advance(std::chrono::hours(1));

    const auto count = open(app, "B3");
    REQUIRE(count.status == 201);
    CHECK(count.header("location") == path_of(count));
    CHECK(count.json.number("/expected") == 2);
    CHECK(count.json.number("/missing/total") == 2);
    CHECK(codes(count, "missing") == Texts{seen, unseen});

    app.clock.advance(std::chrono::minutes(1));
    for (const auto& code : {seen, elsewhere, lent, gone}) {
        const auto scan = app.scanned("count", code, Body().set("shelf", "B3"));
        CHECK(scan.json.text("/result") == "done");
        CHECK(scan.json.number("/count") == count.json.number("/id"));
    }
    const auto now = app.get(path_of(count));
    CHECK(now.json.number("/seen") == 4);
    CHECK(codes(now, "missing") == Texts{unseen});
    CHECK(codes(now, "unexpected") == Texts{lent, gone});
    CHECK(now.json.each("/unexpected/items", "/standing") == Texts{"on_loan", "missing"});
    CHECK(codes(now, "misplaced") == Texts{elsewhere});
    CHECK(now.json.text("/misplaced/items/0/shelf") == "C1");
    CHECK(now.json.text("/misplaced/items/0/seen_shelf") == "B3");
    CHECK(app.state_of(unseen) == "ready");

    app.clock.advance(std::chrono::minutes(1));
    const auto closed = close(app, count);
    CHECK(closed.status == 200);
    CHECK(closed.json.text("/state") == "closed");
    CHECK(closed.json.number("/expected") == 2);
    CHECK(codes(closed, "missing") == Texts{unseen});
    CHECK(codes(closed, "unexpected") == Texts{lent, gone});
    CHECK(codes(closed, "misplaced") == Texts{elsewhere});
    CHECK(app.state_of(unseen) == "missing");
    CHECK(app.history_of(unseen) == Texts{"taken_in", "inspected_ok", "missing"});
    CHECK(app.history_of(seen) == Texts{"taken_in", "inspected_ok"});
    CHECK(app.get("/api/v1/items/" + unseen + "/events").json.text("/items/2/fields/0/name") ==
          "count");

    const auto before = app.stored().dump();
    CHECK(refusal(close(app, count)) == "409  count_closed");
    CHECK(refusal(app.post(path_of(count) + "/seen", Body().set("code", seen))) ==
          "409  count_closed");
    CHECK(app.stored().dump() == before);
    // What was kept does not change any more.
    app.post("/api/v1/items/" + unseen + "/found", Body());
    CHECK(codes(app.get(path_of(count)), "missing") == Texts{unseen});
    check_whole(app);
}

TEST_CASE("what somebody had in hand since the opening is not missing") {
    TestApp app;
    const auto product = app.product();
    const auto moved = on_shelf(app, product, "B3");
    const auto lent = on_shelf(app, product, "B3");
    const auto blocked = on_shelf(app, product, "B3");
    const auto returned = on_shelf(app, product, "B3");
    app.loan(returned);
    const auto sent = on_shelf(app, product, "B3");
    const auto transfer = app.post(
        "/api/v1/transfers",
        Body().set("from", "SMS").set("to", "ENGVEIEN").list("items", {support::quoted(sent)}));
    app.clock.advance(std::chrono::minutes(1));
    const auto count = open(app);
    app.clock.advance(std::chrono::minutes(1));
    app.scanned("move", moved, Body().set("shelf", "B4"));
    app.loan(lent);
    app.scanned("in", returned, Body().set("shelf", "B3"));
    const auto fresh = app.item(product);
    // A block is set at a desk, far from the shelf.
    app.post("/api/v1/items/" + blocked + "/block", Body().set("reason", "notice"));
    // A transfer that comes to nothing, too.
    app.call("lager", "POST",
             "/api/v1/transfers/" + std::to_string(transfer.json.number("/id")) + "/cancel");
    app.clock.advance(std::chrono::minutes(1));
    const auto closed = close(app, count);
    CHECK(codes(closed, "missing") == Texts{blocked, sent});
    CHECK(app.state_of(blocked) == "missing");
    CHECK(app.state_of(moved) == "ready");
    CHECK(app.state_of(lent) == "ready");
    CHECK(app.state_of(returned) == "to_clean");
    CHECK(app.state_of(fresh) == "to_inspect");
    check_whole(app);
}

TEST_CASE("what is lent after it was seen is no finding") {
    TestApp app;
    const auto code = on_shelf(app, app.product(), "B3");
    const auto count = open(app);
    app.scanned("count", code, Body().set("shelf", "B3"));
    app.clock.advance(std::chrono::minutes(1));
    app.loan(code);
    const auto closed = close(app, count);
    CHECK(closed.json.number("/unexpected/total") == 0);
    CHECK(closed.json.number("/missing/total") == 0);
}

TEST_CASE("one shelf is counted once at a time") {
    TestApp app;
    const auto shelf = open(app, "B3");
    CHECK(refusal(open(app, "B3")) == "409 /shelf count_open");
    CHECK(refusal(open(app)) == "409 /depot count_open");
    const auto other = open(app, "B4");
    CHECK(other.status == 201);
    CHECK(app.post("/api/v1/counts", Body().set("depot", "ENGVEIEN")).status == 201);
    CHECK(refusal(app.post("/api/v1/counts", Body().set("depot", "NORD"))) ==
          "409 /depot unknown_depot");
    CHECK(close(app, shelf).status == 200);
    CHECK(close(app, other).status == 200);
    CHECK(open(app).status == 201);
    CHECK(app.get("/api/v1/counts?state=open&depot=SMS").json.size("/items") == 1);
    CHECK(app.get("/api/v1/counts?state=closed&depot=SMS").json.size("/items") == 2);
    CHECK(app.get("/api/v1/counts?state=open").json.size("/items") == 2);
    CHECK(app.get("/api/v1/counts").json.size("/items") == 4);
    CHECK(app.get("/api/v1/counts/99").status == 404);
    CHECK(app.call("lager", "POST", "/api/v1/counts/99/close").status == 404);
}

TEST_CASE("a count scan where nobody counts changes nothing") {
    TestApp app;
    const auto code = app.ready_item();
    const auto scan = app.scanned("count", code, Body().set("shelf", "B3"));
    CHECK(scan.json.text("/result") == "done");
    CHECK_FALSE(scan.json.has("/count"));
    open(app, "C1");
    // Another shelf is being counted.
    CHECK_FALSE(app.scanned("count", code, Body().set("shelf", "B3")).json.has("/count"));
    // Without a shelf it is of the one count that is open.
    CHECK(app.scanned("count", code).json.has("/count"));
    CHECK(app.stored().value("select count(*) from count_seen") == "1");
}

TEST_CASE("a count books how many of a counted product there are") {
    TestApp app;
    const auto product = crutch(app);
    const auto first = open(app, "B3");
    const Body ten = Body().set("product_id", product).set("quantity", 10);
    CHECK(app.post(path_of(first) + "/seen", ten).json.text("/state") == "open");
    CHECK(app.get(path_of(first)).json.number("/quantity/total") == 1);
    CHECK(close(app, first).json.number("/quantity/items/0/seen") == 10);
    CHECK(figure(app, "B3") == "10");

    const auto second = open(app, "B3");
    app.post(path_of(second) + "/seen", ten);
    // Lent after it was counted: the figure follows.
    const auto borrower = app.borrower();
    const auto lines = Body().set("product_id", product).set("quantity", 3).text();
    REQUIRE(app.post("/api/v1/loans",
                     Body().set("borrower_id", borrower).set("depot", "SMS").list("lines", {lines}))
                .status == 201);
    CHECK(close(app, second).json.number("/quantity/total") == 0);
    CHECK(figure(app, "B3") == "7");

    const auto third = open(app, "B3");
    app.post(path_of(third) + "/seen", Body().set("product_id", product).set("quantity", 9));
    app.post(path_of(third) + "/seen", Body().set("product_id", product).set("quantity", 5));
    const auto closed = close(app, third);
    CHECK(closed.json.number("/quantity/items/0/expected") == 7);
    CHECK(closed.json.number("/quantity/items/0/seen") == 5);
    CHECK(figure(app, "B3") == "5");
    CHECK(app.get("/api/v1/stock-movements?depot=SMS&product=" + std::to_string(product))
              .json.each("/items", "/quantity") == Texts{"10", "-3", "-2"});
    check_whole(app);
}

TEST_CASE("a counted product that nobody counted is shown, and its figure stays") {
    TestApp app;
    const auto product = crutch(app);
    const auto receive = [&](std::int64_t what, const char* shelf) {
        return app.post("/api/v1/stock-movements", Body()
                                                       .set("product_id", what)
                                                       .set("depot", "SMS")
                                                       .set("shelf", shelf)
                                                       .set("quantity", 4)
                                                       .set("kind", "received"));
    };
    REQUIRE(receive(product, "B3").status == 201);
    REQUIRE(receive(product, "C1").status == 201);
    REQUIRE(receive(crutch(app), "B3").status == 201);
    const auto count = open(app, "B3");
    CHECK(count.json.number("/quantity/total") == 2);
    app.post(path_of(count) + "/seen", Body().set("product_id", product).set("quantity", 4));
    const auto closed = close(app, count);
    REQUIRE(closed.json.number("/quantity/total") == 1);
    CHECK(closed.json.number("/quantity/items/0/product_id") == product + 1);
    CHECK(closed.json.text("/quantity/items/0/shelf") == "B3");
    CHECK(closed.json.number("/quantity/items/0/expected") == 4);
    CHECK(closed.json.is_null("/quantity/items/0/seen"));
    CHECK(app.stored().value("select sum(quantity) from counted_stock") == "12");
    CHECK(open(app).json.number("/quantity/total") == 3);
    check_whole(app);
}

TEST_CASE("what a count cannot have seen is refused") {
    TestApp app;
    const auto code = app.ready_item();
    const auto path = path_of(open(app)) + "/seen";
    const auto before = app.stored().dump();
    CHECK(refusal(app.post(path, Body().set("code", "AAAAAAB"))) == "400 /code wrong_check_symbol");
    CHECK(refusal(app.post(path, Body().set("product_id", 99).set("quantity", 1))) ==
          "409 /product_id unknown_product");
    CHECK(refusal(app.post(path, Body().set("product_id", 1).set("quantity", 1))) ==
          "409 /product_id serial_product");
    CHECK(refusal(app.post(path, Body().set("product_id", 1).set("quantity", -1))) ==
          "400 /quantity too_small");
    CHECK(refusal(app.post(path, Body().set("product_id", 1))) == "400 /quantity required");
    CHECK(refusal(app.post(path, Body())) == "400 /code required");
    CHECK(app.stored().dump() == before);
}

TEST_CASE("a live scan counts, though its device says that it was before the opening") {
    TestApp app;
    const auto code = on_shelf(app, app.product(), "B3");
    crutch(app, "012345");
    app.clock.advance(std::chrono::hours(1));
    const auto count = open(app);
    const auto minute_ago = domain::to_text(app.clock.now().instant - std::chrono::minutes(1));
    const auto scan = app.scanned("count", code, Body().set("happened_at", minute_ago));
    CHECK(scan.json.number("/count") == count.json.number("/id"));
    CHECK(scan.json.text("/instruction/code") == "to_shelf");
    const auto six = Body().set("happened_at", minute_ago).set("quantity", 6);
    CHECK(app.scanned("count", "012345", six).json.has("/count"));
    const auto closed = close(app, count);
    CHECK(closed.json.number("/missing/total") == 0);
    CHECK(app.state_of(code) == "ready");
    CHECK(figure(app) == "6");
    check_whole(app);
}

TEST_CASE("a scan that no open count takes says that it was not counted") {
    TestApp app;
    const auto product = app.product();
    const auto code = on_shelf(app, product, "B3");
    const auto not_counted = [](const Answer& scan) {
        CHECK(scan.json.text("/result") == "done");
        CHECK_FALSE(scan.json.has("/count"));
        CHECK(scan.json.text("/instruction/text")
                  .starts_with("IKKE TALT: ingen varetelling var åpen her. "));
    };
    not_counted(app.scanned("count", code, Body().set("shelf", "B3")));
    open(app, "C1");
    not_counted(app.scanned("count", code, Body().set("shelf", "B3")));
    crutch(app, "012345");
    not_counted(app.scanned("count", "012345", Body().set("shelf", "B3").set("quantity", 6)));
    // Kept by the device since before the opening.
    app.clock.advance(std::chrono::hours(1));
    open(app, "B3");
    const auto before = domain::to_text(app.clock.now().instant - std::chrono::minutes(10));
    not_counted(app.scanned("count", code, Body().set("shelf", "B3").set("happened_at", before)));
}

TEST_CASE("what was counted is not undone, and nobody is told that nothing was counted") {
    TestApp app;
    const auto code = on_shelf(app, app.product(), "B3");
    crutch(app, "012345");
    const auto undo = [&](const Answer& scan) {
        return refusal(
            app.call("lager", "POST", "/api/v1/scans/" + scan.json.text("/scan") + "/undo"));
    };
    CHECK(undo(app.scanned("count", code)) == "409  undo_nothing");
    open(app);
    CHECK(undo(app.scanned("count", "012345")) == "409  undo_nothing");
    CHECK(undo(app.scanned("count", code)) == "409  undo_counting");
    CHECK(undo(app.scanned("count", "012345", Body().set("quantity", 6))) == "409  undo_counting");
}
