// The figures of the stock: what there is, minimum and maximum, shelves, dead stock.

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

Answer put(TestApp& app, const std::string& path, const Body& body, const char* sender = "admin") {
    const auto now = app.get(path, sender);
    return app.call(sender, "PUT", path, body.text(), {{"if-match", now.header("etag")}});
}

Answer set_level(TestApp& app, std::int64_t product, const char* depot, int minimum, int maximum) {
    return put(app, "/api/v1/stock/" + std::to_string(product) + "/" + depot,
               Body().set("minimum", minimum).set("maximum", maximum), "lager");
}

// "SMS 1 2 0 1 0 buy; …": ready, waiting, set aside, on loan, coming, advice.
std::string stock(TestApp& app, const std::string& query) {
    const auto list = app.get("/api/v1/stock?" + query).json;
    std::string all;
    for (std::size_t i = 0; i < list.size("/items"); ++i) {
        const std::string depots = "/items/" + std::to_string(i) + "/depots";
        for (std::size_t j = 0; j < list.size(depots); ++j) {
            const std::string at = depots + "/" + std::to_string(j);
            all += list.text(at + "/depot");
            for (const char* name : {"ready", "waiting", "set_aside", "on_loan", "coming"}) {
                all += " " + std::to_string(list.number(at + "/" + name));
            }
            if (!list.is_null(at + "/advice")) all += " " + list.text(at + "/advice");
            if (!list.is_null(at + "/from")) all += " " + list.text(at + "/from");
            all += "; ";
        }
    }
    return all;
}

}  // namespace

TEST_CASE("the figures of a product say how many stand how, where they are") {
    TestApp app;
    const auto product = app.product();
    const auto of = "product=" + std::to_string(product);
    app.ready_item(product);
    app.item(product);
    app.loan(app.ready_item(product));
    const auto blocked = app.ready_item(product);
    app.post("/api/v1/items/" + blocked + "/block", Body().set("reason", "notice"));
    app.post("/api/v1/items/" + app.ready_item(product) + "/scrap", Body().set("reason", "worn"));
    app.ready_item(product, Body().set("depot", "ENGVEIEN"));
    app.item(product, Body().set("owner", "nav").set("stock", "transitt"));
    CHECK(stock(app, of) == "ENGVEIEN 1 0 0 0 0; SMS 1 1 1 1 0; ");
    CHECK(refusal(app.get("/api/v1/stock?depot=NORD")) == "400 ?depot unknown_depot");
    CHECK(stock(app, of + "&depot=SMS") == "SMS 1 1 1 1 0; ");
    const auto sent = app.ready_item(product);
    app.post(
        "/api/v1/transfers",
        Body().set("from", "SMS").set("to", "ENGVEIEN").list("items", {support::quoted(sent)}));
    CHECK(stock(app, of) == "ENGVEIEN 1 0 0 0 1; SMS 1 1 1 1 0; ");
    CHECK(stock(app, "product=99").empty());
}

TEST_CASE("the figures of a counted product are its quantities") {
    TestApp app;
    const auto product = app.product(Body().set("tracking", "counted"));
    const auto of = "product=" + std::to_string(product);
    const auto moved = Body().set("product_id", product).set("depot", "SMS").set("quantity", 9);
    app.post("/api/v1/stock-movements", Body(moved).set("kind", "received"));
    const auto line = Body().set("product_id", product).set("quantity", 2).text();
    app.post("/api/v1/loans",
             Body().set("borrower_id", app.borrower()).set("depot", "SMS").list("lines", {line}));
    CHECK(stock(app, of) == "SMS 7 0 0 2 0; ");
    app.post("/api/v1/transfers",
             Body().set("from", "SMS").set("to", "ENGVEIEN").list("counted", {line}));
    CHECK(stock(app, of) == "ENGVEIEN 0 0 0 0 2; SMS 5 0 0 2 0; ");
}

TEST_CASE("minimum and maximum say what to buy, move or give away") {
    TestApp app;
    const auto product = app.product();
    const auto unset = app.product();
    app.ready_item(unset);
    for (int i = 0; i < 3; ++i) app.ready_item(product);
    CHECK(set_level(app, product, "SMS", 1, 2).status == 200);
    CHECK(stock(app, "above_maximum=true") == "SMS 3 0 0 0 0 give_away; ");
    CHECK(set_level(app, product, "ENGVEIEN", 1, 2).status == 200);
    CHECK(stock(app, "below_minimum=true") == "ENGVEIEN 0 0 0 0 0 move_from SMS; ");
    CHECK(stock(app, "above_maximum=true") == "SMS 3 0 0 0 0; ");
    CHECK(set_level(app, product, "SMS", 4, 9).status == 200);
    CHECK(stock(app, "below_minimum=true") == "ENGVEIEN 0 0 0 0 0 buy; SMS 3 0 0 0 0 buy; ");
    CHECK(stock(app, "below_minimum=true&depot=SMS") == "SMS 3 0 0 0 0 buy; ");
    CHECK(app.get("/api/v1/stock?limit=1").json.size("/items") == 1);
    const auto next = app.get("/api/v1/stock?limit=1").json.text("/next");
    CHECK(app.get("/api/v1/stock?limit=1&cursor=" + next).json.number("/items/0/product_id") ==
          unset);
    CHECK(app.get("/api/v1/stock?limit=1&cursor=" + next).json.is_null("/next"));
}

TEST_CASE("a level is changed by who has seen it") {
    TestApp app;
    const auto path = "/api/v1/stock/" + std::to_string(app.product()) + "/SMS";
    const auto unset = app.get(path);
    CHECK(unset.json.is_null("/minimum"));
    const auto send = [&](const Body& body, const std::string& tag) {
        return app.call("lager", "PUT", path, body.text(), {{"if-match", tag}});
    };
    const auto first = send(Body().set("minimum", 2), unset.header("etag"));
    CHECK(first.status == 200);
    CHECK(first.header("etag") == app.get(path).header("etag"));
    CHECK(send(Body().set("minimum", 3), unset.header("etag")).status == 412);
    CHECK(send(Body().set("maximum", 3), first.header("etag")).json.is_null("/minimum"));
    CHECK(app.call("lager", "PUT", path, "{}").status == 428);
    CHECK(refusal(send(Body().set("minimum", 3).set("maximum", 2), "*")) ==
          "400 /minimum minimum_above_maximum");
    CHECK(refusal(send(Body().set("minimum", -1), "*")) == "400 /minimum too_small");
    CHECK(app.get("/api/v1/stock/99/SMS").status == 404);
    CHECK(app.get("/api/v1/stock/1/NORD").status == 404);
}

TEST_CASE("a shelf shows what it holds and what stands there") {
    TestApp app;
    const auto product = app.product();
    app.ready_item(product, Body().set("shelf", "B1"));
    app.item(product, Body().set("shelf", "B1"));
    app.loan(app.ready_item(product, Body().set("shelf", "B1")));
    app.ready_item(product, Body().set("shelf", "C1"));
    CHECK(put(app, "/api/v1/depots/SMS/shelves/B1", Body().set("capacity", 4)).status == 200);
    CHECK(put(app, "/api/v1/depots/SMS/shelves/A%201", Body().set("capacity", 9)).status == 200);
    CHECK(put(app, "/api/v1/depots/SMS/shelves/B1", Body().set("capacity", 5)).status == 200);
    const auto list = app.get("/api/v1/depots/SMS/shelves");
    CHECK(list.json.each("/items", "/shelf") == Texts{"A 1", "B1", "C1"});
    CHECK(list.json.number("/items/1/aids") == 2);
    CHECK(list.json.number("/items/1/capacity") == 5);
    CHECK(list.json.is_null("/items/2/capacity"));
    const auto page = app.get("/api/v1/depots/SMS/shelves?limit=2");
    CHECK(page.json.text("/next") == "B1");
    CHECK(app.get("/api/v1/depots/SMS/shelves?limit=2&cursor=B1").json.each("/items", "/shelf") ==
          Texts{"C1"});
    CHECK(app.get("/api/v1/depots/NORD/shelves").status == 404);
    CHECK(refusal(app.call("admin", "PUT", "/api/v1/depots/SMS/shelves/B1", R"({"capacity": 0})",
                           {{"if-match", "*"}})) == "400 /capacity too_small");
}

TEST_CASE("a shelf with counted stock alone is listed, and what is on its way stands nowhere") {
    TestApp app;
    const auto crutch = app.product(Body().set("tracking", "counted"));
    app.post("/api/v1/stock-movements", Body()
                                            .set("product_id", crutch)
                                            .set("depot", "SMS")
                                            .set("shelf", "B2")
                                            .set("quantity", 6)
                                            .set("kind", "received"));
    const auto product = app.product();
    const auto sent = app.ready_item(product, Body().set("shelf", "C1"));
    const auto here = app.item(product, Body().set("shelf", "C1"));
    const auto waits = app.item(product, Body().set("shelf", "C1"));
    const auto send = [&](const std::string& code) {
        return app.post(
            "/api/v1/transfers",
            Body().set("from", "SMS").set("to", "ENGVEIEN").list("items", {support::quoted(code)}));
    };
    REQUIRE(send(sent).status == 201);
    REQUIRE(send(waits).status == 201);
    const auto list = app.get("/api/v1/depots/SMS/shelves").json;
    CHECK(list.each("/items", "/shelf") == Texts{"B2", "C1"});
    CHECK(list.number("/items/0/counted") == 6);
    CHECK(list.number("/items/1/aids") == 1);
    CHECK(app.get("/api/v1/depots/SMS/shelves?limit=1").json.text("/next") == "B2");
    CHECK(app.get("/api/v1/queues/inspection").json.each("/items", "/item") == Texts{here});
}

TEST_CASE("what nobody has borrowed for a year is dead stock, the longest first") {
    TestApp app;
    const auto product = app.product();
    app.clock.set("2025-03-01T08:00:00.000Z");
    const auto oldest = app.ready_item(product);
    const auto lent = app.ready_item(product);
    app.clock.set("2025-11-22T08:00:00.000Z");
    const auto old = app.ready_item(product, Body().set("depot", "ENGVEIEN"));
    app.clock.set("2025-11-24T08:00:00.000Z");
    app.ready_item(product);
    app.clock.set("2026-11-23T08:00:00.000Z");
    app.loan(lent);
    const auto list = app.get("/api/v1/stats/dead-stock");
    CHECK(list.json.each("/items", "/item") == Texts{oldest, old});
    CHECK(list.json.text("/items/0/since") == "2025-03-01");
    CHECK(list.json.number("/items/1/days") == 366);
    CHECK(app.get("/api/v1/stats/dead-stock?depot=SMS").json.each("/items", "/item") ==
          Texts{oldest});
    const auto page = app.get("/api/v1/stats/dead-stock?limit=1");
    CHECK(app.get("/api/v1/stats/dead-stock?limit=1&cursor=" + page.json.text("/next"))
              .json.each("/items", "/item") == Texts{old});
    CHECK(refusal(app.get("/api/v1/stats/dead-stock?cursor=x")) == "400 ?cursor invalid_cursor");
}
