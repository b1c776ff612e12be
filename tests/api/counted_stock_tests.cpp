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
    const auto undone =
        app.call("lager", "POST", "/api/v1/scans/" + first.json.text("/scan") + "/undo");
    CHECK(refusal(undone) == "409  undo_counted_loan");
    CHECK(undone.json.text("/title") ==
          "Utlån av et antall kan ikke angres. Registrer innlevering på lånet i stedet.");
    check_whole(app);
}
