// Counted products: stock, loans of a quantity, and what is given out.

#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

Body of(std::int64_t product, std::int64_t quantity) {
    return Body().set("product_id", product).set("depot", "SMS").set("quantity", quantity);
}

std::int64_t crutch(TestApp& app) {
    return app.product(Body().set("name", "Krykke").set("tracking", "counted"));
}

Answer received(TestApp& app, std::int64_t product, std::int64_t quantity,
                const char* shelf = nullptr) {
    Body body = of(product, quantity).set("kind", "received");
    if (shelf != nullptr) body.set("shelf", shelf);
    return app.post("/api/v1/stock-movements", body);
}

Answer lend(TestApp& app, std::int64_t product, std::int64_t quantity) {
    const auto line = Body().set("product_id", product).set("quantity", quantity).text();
    return app.post(
        "/api/v1/loans",
        Body().set("borrower_id", app.borrower()).set("depot", "SMS").list("lines", {line}));
}

std::vector<Texts> figures(TestApp& app) {
    return app.stored().rows("select shelf, quantity from counted_stock order by shelf");
}

void check_whole(TestApp& app) {
    const auto report = app.database().read([](db::ReadTx& tx) { return depot::verify(tx); });
    for (const std::string& fault : report.faults) UNSCOPED_INFO(fault);
    CHECK(report.faults.empty());
}

}  // namespace

TEST_CASE("where nobody has counted, a product is lent and nothing is booked") {
    TestApp app;
    const auto product = crutch(app);
    CHECK(lend(app, product, 2).status == 201);
    CHECK(app.stored().value("select count(*) from stock_movement") == "0");
}

TEST_CASE("a loan takes from stock, first what has no shelf, and a return puts it back") {
    TestApp app;
    const auto product = crutch(app);
    CHECK(received(app, product, 3).json.number("/left") == 3);
    CHECK(received(app, product, 4, "B1").json.number("/left") == 7);
    CHECK(received(app, product, 6, "B2").json.number("/left") == 13);
    const auto loan = lend(app, product, 8);
    REQUIRE(loan.status == 201);
    CHECK(figures(app) == std::vector<Texts>{{"", "0"}, {"B1", "4"}, {"B2", "1"}});
    CHECK(refusal(lend(app, product, 6)) == "409 /lines/0/quantity not_enough_stock");
    CHECK(figures(app) == std::vector<Texts>{{"", "0"}, {"B1", "4"}, {"B2", "1"}});
    const auto line = std::to_string(loan.json.number("/lines/0/id"));
    const auto end =
        "/api/v1/loans/" + std::to_string(loan.json.number("/id")) + "/lines/" + line + "/end";
    CHECK(app.post(end, Body().set("reason", "returned")).status == 200);
    CHECK(figures(app) == std::vector<Texts>{{"", "8"}, {"B1", "4"}, {"B2", "1"}});
    check_whole(app);
}

TEST_CASE("what is lost or kept for good does not come back into stock") {
    TestApp app;
    const auto product = crutch(app);
    received(app, product, 10);
    const auto loan = lend(app, product, 4);
    const auto line = std::to_string(loan.json.number("/lines/0/id"));
    const auto end =
        "/api/v1/loans/" + std::to_string(loan.json.number("/id")) + "/lines/" + line + "/end";
    CHECK(app.post(end, Body().set("reason", "lost"), "leder").status == 200);
    CHECK(figures(app) == std::vector<Texts>{{"", "6"}});
    check_whole(app);
}

TEST_CASE("what is used up is given out from stock") {
    TestApp app;
    const auto product = crutch(app);
    const auto serial = app.product();
    const auto borrower = app.borrower();
    // Unlike a loan: nobody has counted is none in stock.
    CHECK(refusal(app.post("/api/v1/handouts", of(product, 1))) ==
          "409 /quantity not_enough_stock");
    received(app, product, 10, "B1");
    const auto given = app.post("/api/v1/handouts", of(product, 4).set("borrower_id", borrower));
    REQUIRE(given.status == 201);
    CHECK(given.json.number("/left") == 6);
    CHECK(app.get(given.header("location")).status == 200);
    CHECK(figures(app) == std::vector<Texts>{{"B1", "6"}});
    CHECK(refusal(app.post("/api/v1/handouts", of(product, 7))) ==
          "409 /quantity not_enough_stock");
    CHECK(refusal(app.post("/api/v1/handouts", of(product, 1).set("shelf", "B2"))) ==
          "409 /quantity not_enough_stock");
    CHECK(refusal(app.post("/api/v1/handouts", of(serial, 1))) == "409 /product_id serial_product");
    CHECK(refusal(app.post("/api/v1/handouts", of(99, 1))) == "409 /product_id unknown_product");
    CHECK(refusal(app.post("/api/v1/handouts", of(product, 1).set("depot", "NORD"))) ==
          "409 /depot unknown_depot");
    CHECK(refusal(app.post("/api/v1/handouts", of(product, 1).set("borrower_id", 99))) ==
          "409 /borrower_id unknown_borrower");
    for (const int bad : {0, -1}) {
        CHECK(refusal(app.post("/api/v1/handouts", of(product, bad))) == "400 /quantity too_small");
    }
    CHECK(figures(app) == std::vector<Texts>{{"B1", "6"}});
    CHECK(app.post("/api/v1/handouts", of(product, 6)).json.number("/left") == 0);
    const auto number = std::to_string(borrower);
    CHECK(app.get("/api/v1/handouts?borrower=" + number).json.each("/items", "/quantity") ==
          Texts{"4"});
    CHECK(app.get("/api/v1/handouts?product=" + std::to_string(product))
              .json.each("/items", "/quantity") == Texts{"4", "6"});
    CHECK(app.get("/api/v1/handouts?limit=1").json.size("/items") == 1);
    check_whole(app);
}

TEST_CASE("what is worn out is discarded, and never more than there is") {
    TestApp app;
    const auto product = crutch(app);
    const auto discard = [&](int number) {
        return app.post("/api/v1/stock-movements", of(product, number).set("kind", "discarded"));
    };
    CHECK(refusal(discard(1)) == "409 /quantity not_enough_stock");
    received(app, product, 5);
    CHECK(discard(2).json.number("/left") == 3);
    CHECK(refusal(discard(4)) == "409 /quantity not_enough_stock");
    CHECK(refusal(app.post("/api/v1/stock-movements", of(product, 1).set("kind", "lent"))) ==
          "400 /kind invalid_value");
    CHECK(app.get("/api/v1/stock-movements?depot=SMS&product=" + std::to_string(product))
              .json.each("/items", "/kind") == Texts{"received", "discarded"});
    CHECK(refusal(app.get("/api/v1/stock-movements")) == "400 ?product required ?depot required");
    check_whole(app);
}

TEST_CASE("a figure that is not the sum of its movements is found") {
    TestApp app;
    received(app, crutch(app), 5);
    app.stored().execute("update counted_stock set quantity = 6");
    const auto report = app.database().read([](db::ReadTx& tx) { return depot::verify(tx); });
    REQUIRE(report.faults.size() == 1);
    CHECK(report.faults.front() ==
          "product 1 at SMS, shelf \"\": the figure is 6, its movements say 5");
}

TEST_CASE("a counted product is scanned by its number: looked up, counted and lent") {
    TestApp app;
    const auto product = app.product(
        Body().set("name", "Krykke").set("tracking", "counted").set("hms_nr", "012345"));
    app.product(Body().set("tracking", "counted").set("local_nr", "HANSKE-M"));
    const auto borrower = app.borrower();
    const Body to = Body().raw("details", "{\"borrower\": " + std::to_string(borrower) + "}");

    const auto look = app.scanned("lookup", "012345");
    CHECK(look.json.text("/result") == "done");
    CHECK(look.json.is_null("/item"));
    CHECK(look.json.number("/product/id") == product);
    CHECK(look.json.is_null("/product/quantity"));
    CHECK(app.scanned("lookup", "HANSKE-M").json.has("/product"));

    const auto count = app.post("/api/v1/counts", Body().set("depot", "SMS"));
    CHECK_FALSE(app.scanned("count", "012345").json.has("/count"));
    CHECK(app.scanned("count", "012345", Body().set("quantity", 6)).json.has("/count"));
    app.call("lager", "POST", count.header("location") + "/close");
    CHECK(app.scanned("lookup", "012345").json.number("/product/quantity") == 6);

    const auto first = app.scanned("out", "012345", Body(to).set("quantity", 4));
    CHECK(first.json.text("/result") == "done");
    CHECK(first.json.text("/instruction/code") == "hand_out");
    CHECK(first.json.number("/product/in_stock") == 2);
    CHECK(first.json.number("/product/quantity") == 4);
    const auto second = app.scanned("out", "012345", to);
    CHECK(second.json.number("/loan") == first.json.number("/loan"));
    CHECK(second.json.number("/product/in_stock") == 1);
    const auto before = app.stored().value("select count(*) from loan_line");
    const auto third = app.scanned("out", "012345", Body(to).set("quantity", 2));
    CHECK(third.json.text("/reason/code") == "not_enough_stock");
    CHECK(app.stored().value("select count(*) from loan_line") == before);
    CHECK(app.stored().value("select sum(quantity) from loan_line") == "5");

    CHECK(app.scanned("out", "012345").json.text("/instruction/code") == "start_loan");
    for (const char* mode : {"in", "washed", "inspected", "move"}) {
        CHECK(app.scanned(mode, "012345").json.text("/reason/code") == "counted_product");
    }
    check_whole(app);
}

namespace {

// A counted product with a number, ten of them at SMS: six on B1 and four on none.
std::int64_t counted_by_number(TestApp& app) {
    const auto product = app.product(
        Body().set("name", "Krykke").set("tracking", "counted").set("hms_nr", "012345"));
    received(app, product, 6, "B1");
    received(app, product, 4);
    return product;
}

Answer out(TestApp& app, std::int64_t borrower, int quantity) {
    return app.scanned("out", "012345",
                       Body()
                           .set("quantity", quantity)
                           .raw("details", "{\"borrower\": " + std::to_string(borrower) + "}"));
}

Answer undo(TestApp& app, const std::string& scan) {
    return app.call("lager", "POST", "/api/v1/scans/" + scan + "/undo");
}
Answer undo(TestApp& app, const Answer& scan) { return undo(app, scan.json.text("/scan")); }

// What is done by number at a desk, with a scan's id of its own.
Body at_desk(const std::string& id) {
    return Body().set("scan", Body().set("id", id).set("device", "desk-1"));
}

std::string line_of(const Answer& loan, int line = 0) {
    return "/api/v1/loans/" + std::to_string(loan.json.number("/id")) + "/lines/" +
           std::to_string(loan.json.number("/lines/" + std::to_string(line) + "/id")) + "/end";
}

}  // namespace

TEST_CASE("a number that was lent by a scan is put back on its shelves by undoing it") {
    TestApp app;
    counted_by_number(app);
    const auto before = figures(app);
    const auto borrower = app.borrower();
    const auto first = out(app, borrower, 2);
    const auto second = out(app, borrower, 5);
    CHECK(figures(app) == std::vector<Texts>{{"", "0"}, {"B1", "3"}});
    CHECK(refusal(undo(app, first)) == "409  undo_not_last");
    const auto undone = undo(app, second);
    REQUIRE(undone.status == 200);
    CHECK(undone.json.number("/product/quantity") == 5);
    CHECK(undone.json.number("/product/in_stock") == 8);
    CHECK(undone.json.number("/loan") == second.json.number("/loan"));
    CHECK(figures(app) == std::vector<Texts>{{"", "2"}, {"B1", "6"}});
    CHECK(refusal(undo(app, second)) == "409  undo_already_done");
    CHECK(undo(app, first).status == 200);
    CHECK(figures(app) == before);
    const auto loan = app.get("/api/v1/loans/" + std::to_string(first.json.number("/loan"))).json;
    CHECK(loan.text("/state") == "ended");
    CHECK(loan.each("/lines", "/end_reason") == Texts{"undone", "undone"});
    CHECK(app.get("/api/v1/scans?device=desk-1").json.each("/items", "/undone") ==
          Texts{"true", "true"});
    check_whole(app);
}

TEST_CASE("what was given out at a desk is taken back, and the hand-out says so") {
    TestApp app;
    const auto product = counted_by_number(app);
    const auto before = figures(app);
    const auto scan = app.new_id();
    const auto given = app.post("/api/v1/handouts", of(product, 7).merge(at_desk(scan)));
    REQUIRE(given.status == 201);
    CHECK_FALSE(given.json.flag("/undone"));
    CHECK(refusal(app.post("/api/v1/handouts", of(product, 1).merge(at_desk(scan)))) ==
          "422 /scan/id id_reused");
    const auto listed = app.get("/api/v1/scans?device=desk-1").json;
    CHECK(listed.text("/items/0/mode") == "out");
    CHECK(listed.number("/items/0/answer/handout") == given.json.number("/id"));
    CHECK(listed.number("/items/0/answer/product/quantity") == 7);
    const auto undone = undo(app, scan);
    REQUIRE(undone.status == 200);
    CHECK(undone.json.number("/product/in_stock") == 10);
    CHECK(figures(app) == before);
    CHECK(app.get(given.header("location")).json.flag("/undone"));
    check_whole(app);
    // Without a desk there is nothing to undo it by.
    CHECK(app.post("/api/v1/handouts", of(product, 1)).status == 201);
    CHECK(app.get("/api/v1/scans?device=desk-1").json.size("/items") == 1);
}

TEST_CASE("a number that was returned at a desk is out again as it was") {
    TestApp app;
    const auto product = counted_by_number(app);
    const auto loan = lend(app, product, 5);
    const auto lent = figures(app);
    const auto path = "/api/v1/loans/" + std::to_string(loan.json.number("/id"));
    const auto returned = Body().set("reason", "returned");

    // A part of them: it is one with the rest again.
    const auto part = app.new_id();
    REQUIRE(
        app.post(line_of(loan), Body(returned).set("quantity", 2).merge(at_desk(part))).status ==
        200);
    REQUIRE(undo(app, part).status == 200);
    CHECK(figures(app) == lent);
    const auto as_before = app.get(path).json;
    CHECK(as_before.each("/lines", "/quantity") == Texts{"5", "2"});
    CHECK(as_before.text("/lines/0/state") == "open");
    CHECK(as_before.text("/lines/1/end_reason") == "undone");

    // All of them: the loan is open again.
    const auto whole = app.new_id();
    REQUIRE(app.post(line_of(loan), Body(returned).merge(at_desk(whole))).status == 200);
    CHECK(app.get(path).json.text("/state") == "ended");
    REQUIRE(undo(app, whole).status == 200);
    CHECK(app.get(path).json.text("/state") == "open");
    CHECK(app.get(path).json.number("/lines/0/quantity") == 5);
    CHECK(figures(app) == lent);
    check_whole(app);
}

TEST_CASE("the undo of a number has the limits of any other") {
    TestApp app;
    const auto product = counted_by_number(app);
    const auto borrower = app.borrower();
    const auto scan = out(app, borrower, 4);
    const auto loan = app.get("/api/v1/loans/" + std::to_string(scan.json.number("/loan")));
    const Body returned = Body().set("reason", "returned");
    SECTION("ten minutes") {
        app.clock.advance(std::chrono::minutes(10));
        CHECK(undo(app, scan).status == 200);
    }
    SECTION("not a moment longer") {
        app.clock.advance(std::chrono::minutes(10) + std::chrono::milliseconds(1));
        CHECK(refusal(undo(app, scan)) == "409  undo_too_late");
    }
    SECTION("the sender's own") {
        const auto path = "/api/v1/scans/" + scan.json.text("/scan") + "/undo";
        CHECK(refusal(app.call("lager2", "POST", path)) == "409  undo_other_device");
    }
    SECTION("nothing of it came back since") {
        CHECK(app.post(line_of(loan), Body(returned).set("quantity", 1)).status == 200);
        CHECK(refusal(undo(app, scan)) == "409  undo_not_last");
    }
    SECTION("it was not extended since") {
        CHECK(app.post("/api/v1/loans/" + std::to_string(scan.json.number("/loan")) + "/extensions",
                       Body().set("months", 1).set("reason", "Trengs"), "ergo")
                  .status == 201);
        CHECK(refusal(undo(app, scan)) == "409  undo_not_last");
    }
    SECTION("what came in has not gone out to somebody else since") {
        const auto id = app.new_id();
        REQUIRE(app.post(line_of(loan), Body(returned).merge(at_desk(id))).status == 200);
        REQUIRE(lend(app, product, 8).status == 201);
        CHECK(refusal(undo(app, id)) == "409  undo_not_last");
    }
    SECTION("what came in is not held for somebody else since") {
        const auto id = app.new_id();
        REQUIRE(app.post("/api/v1/bookings", Body()
                                                 .set("product_id", product)
                                                 .set("quantity", 9)
                                                 .set("depot", "SMS")
                                                 .set("from", "2026-11-24")
                                                 .set("to", "2026-12-04")
                                                 .set("borrower_id", app.borrower()))
                    .status == 201);
        REQUIRE(app.post(line_of(loan), Body(returned).merge(at_desk(id))).status == 200);
        CHECK(refusal(undo(app, id)) == "409  undo_not_last");
    }
    SECTION("an aid scanned before it is not undone past it") {
        const auto code = app.ready_item();
        const auto lent = app.scanned(
            "out", code, Body().raw("details", "{\"borrower\": " + std::to_string(borrower) + "}"));
        const auto later = out(app, borrower, 1);
        CHECK(refusal(undo(app, lent)) == "409  undo_not_last");
        CHECK(undo(app, later).status == 200);
        CHECK(undo(app, lent).status == 200);
    }
    SECTION("only a return by number is kept with a scan") {
        const auto id = at_desk(app.new_id());
        CHECK(refusal(app.post(line_of(loan), Body().set("reason", "swapped").merge(id))) ==
              "400 /scan unknown_field");
        const auto aid = app.get("/api/v1/loans/" + std::to_string(app.loan(app.ready_item())));
        CHECK(refusal(app.post(line_of(aid), Body(returned).merge(id))) ==
              "400 /scan unknown_field");
        CHECK(refusal(app.post(line_of(loan), Body(returned).raw("scan", "{\"id\": \"7\"}"))) ==
              "400 /scan/id invalid_uuid /scan/device required");
    }
    check_whole(app);
}
