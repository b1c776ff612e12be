// Sets: products that are booked together. It is Monday 23 November 2026.

#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

std::string of_product(std::int64_t product, int quantity = 1) {
    return Body().set("product_id", product).set("quantity", quantity).text();
}
std::string of_class(const char* iso, int quantity = 1) {
    return Body().set("iso", iso).set("quantity", quantity).text();
}

Body named(const char* name, const Texts& lines) {
    return Body().set("name", name).list("lines", lines);
}

Body days(std::int64_t borrower, const Body& given) {
    Body body;
    body.set("depot", "SMS").set("from", "2026-11-24").set("to", "2026-12-04");
    body.set("borrower_id", borrower);
    return body.merge(given);
}

std::string count(const TestApp& app, const char* table) {
    return app.stored().value(std::string("select count(*) from ") + table);
}

std::string path_of(const Answer& set) {
    return "/api/v1/sets/" + std::to_string(set.json.number("/id"));
}

// A rollator and a shower stool, each with one ready at SMS, and a set of the two.
struct Home {
    TestApp app;
    std::int64_t rollator = app.product();
    std::int64_t stool = app.product(Body().set("name", "Dusjkrakk").set("iso", "09330701"));
    std::string rollator_code = app.ready_item(rollator);
    std::string stool_code = app.ready_item(stool);
    Answer set = app.post("/api/v1/sets",
                          named("Hjem fra sykehus", {of_product(rollator), of_class("093307", 2)}));
};

}  // namespace

TEST_CASE("a set is made, changed and removed by the depot and the administrator") {
    Home home;
    TestApp& app = home.app;
    REQUIRE(home.set.status == 201);
    CHECK(home.set.header("location") == path_of(home.set));
    CHECK(home.set.json.each("/lines", "/product") == Texts{"Rullator Gemino 20", "null"});
    CHECK(home.set.json.each("/lines", "/quantity") == Texts{"1", "2"});
    CHECK(home.set.json.text("/lines/1/iso") == "093307");

    const auto renamed = app.patch(path_of(home.set), Body().set("name", "Hjem"), "admin");
    CHECK(renamed.json.text("/name") == "Hjem");
    CHECK(renamed.json.size("/lines") == 2);
    CHECK(app.call("lager", "PATCH", path_of(home.set), Body().set("name", "Nei"),
                   {{"if-match", home.set.header("etag")}})
              .status == 412);
    const auto other_lines =
        app.patch(path_of(home.set), Body().list("lines", {of_class("12060602")}));
    CHECK(other_lines.json.each("/lines", "/iso") == Texts{"120606"});
    CHECK(other_lines.json.text("/name") == "Hjem");

    const auto second =
        app.post("/api/v1/sets", named("Etter hofteoperasjon", {of_product(home.stool)}), "admin");
    CHECK(app.get("/api/v1/sets", "sjafor").json.each("/items", "/name") ==
          Texts{"Hjem", "Etter hofteoperasjon"});
    const auto page = app.get("/api/v1/sets?limit=1", "ergo");
    CHECK(app.get("/api/v1/sets?cursor=" + page.json.text("/next"), "ergo")
              .json.each("/items", "/id") == Texts{std::to_string(second.json.number("/id"))});

    CHECK(app.call("lager", "DELETE", path_of(home.set)).status == 428);
    CHECK(
        app.call("lager", "DELETE", path_of(home.set), "", {{"if-match", home.set.header("etag")}})
            .status == 412);
    CHECK(app.call("lager", "DELETE", path_of(home.set), "", {{"if-match", "*"}}).status == 204);
    CHECK(app.get(path_of(home.set)).status == 404);
    CHECK(app.call("lager", "DELETE", path_of(home.set), "", {{"if-match", "*"}}).status == 404);
    CHECK(count(app, "product_set_line") == "1");
}

TEST_CASE("all that is wrong with a set is named, and one name is one set's") {
    Home home;
    TestApp& app = home.app;
    const auto faults = [&](const Body& body) { return refusal(app.post("/api/v1/sets", body)); };
    CHECK(faults(Body()) == "400 /name required /lines required");
    CHECK(faults(named("", {})) == "400 /name too_short /lines too_few");
    CHECK(faults(named("A", {of_product(home.stool), "5", of_product(home.stool, 0), "{}",
                             Body().set("product_id", 1).set("iso", "093307").text(),
                             of_product(home.stool, 3), of_class("0933")})) ==
          "400 /lines/1 wrong_type /lines/2/quantity too_small /lines/3/product_id required "
          "/lines/4/iso one_of_two /lines/5 not_unique /lines/6/iso invalid_iso_class");
    CHECK(faults(named("A", Texts(21, of_product(home.stool)))) == "400 /lines too_many");
    CHECK(faults(named("hjem fra SYKEHUS", {of_product(999), of_class("999999")})) ==
          "409 /name set_name_taken /lines/0/product_id unknown_product /lines/1/iso "
          "unknown_class");
    const auto other = app.post("/api/v1/sets", named("B", {of_product(home.stool)}));
    CHECK(refusal(app.patch(path_of(other), Body().set("name", "Hjem fra sykehus"))) ==
          "409 /name set_name_taken");
    CHECK(app.patch(path_of(other), Body().set("name", "b")).status == 200);
    CHECK(count(app, "product_set") == "2");
}

TEST_CASE("a set is booked with one request: a booking for each of its lines") {
    Home home;
    TestApp& app = home.app;
    const auto borrower = app.borrower();
    const auto booked = app.post("/api/v1/bookings/set",
                                 days(borrower, Body()
                                                    .set("set_id", home.set.json.number("/id"))
                                                    .set("handover", "delivery")
                                                    .set("priority", "hast")
                                                    .set("reason", "hjem i morgen")
                                                    .set("needed_by", "2026-11-24T12:00:00.000Z")),
                                 "ergo");
    REQUIRE(booked.status == 201);
    REQUIRE(booked.json.size("/items") == 2);
    CHECK(booked.json.each("/items", "/quantity") == Texts{"1", "2"});
    CHECK(booked.json.each("/items", "/handover") == Texts(2, "delivery"));
    CHECK(booked.json.each("/items", "/priority") == Texts(2, "hast"));
    CHECK(booked.json.each("/items", "/borrower_id") == Texts(2, std::to_string(borrower)));
    CHECK(booked.json.each("/items", "/from") == Texts(2, "2026-11-24"));
    // What is on the shelf is held; of the stools one is missing, which waits.
    CHECK(booked.json.text("/items/0/held/0/item") == home.rollator_code);
    CHECK(booked.json.text("/items/0/state") == "allocated");
    CHECK(booked.json.text("/items/1/held/0/item") == home.stool_code);
    CHECK(booked.json.text("/items/1/state") == "requested");
    CHECK(booked.json.number("/items/1/missing") == 1);
    // They are bookings as any other: each is cancelled for itself.
    const auto first = "/api/v1/bookings/" + booked.json.each("/items", "/id").front();
    CHECK(app.post(first + "/cancel", Body(), "ergo").json.text("/state") == "cancelled");
    CHECK(app.call("lager", "DELETE", path_of(home.set), "", {{"if-match", "*"}}).status == 204);
    CHECK(count(app, "booking") == "2");
    const auto report = app.database().read([](db::ReadTx& tx) { return depot::verify(tx); });
    CHECK(report.faults.empty());
}

TEST_CASE("several lines are booked without a set, and a repeat with its key books once") {
    Home home;
    TestApp& app = home.app;
    const auto body = days(
        app.borrower(), Body().list("lines", {of_product(home.rollator), of_product(home.stool)}));
    const support::Headers key{{"idempotency-key", "hjem-1"}};
    const auto booked = app.call("ergo", "POST", "/api/v1/bookings/set", body, key);
    REQUIRE(booked.status == 201);
    CHECK(booked.json.each("/items", "/product_id") ==
          Texts{std::to_string(home.rollator), std::to_string(home.stool)});
    CHECK(app.call("ergo", "POST", "/api/v1/bookings/set", body, key).body == booked.body);
    CHECK(count(app, "booking") == "2");
}

TEST_CASE("of a set that cannot be booked every line's fault is named, and nothing is booked") {
    Home home;
    TestApp& app = home.app;
    const auto faults = [&](const Body& body) {
        return refusal(app.post("/api/v1/bookings/set", body, "ergo"));
    };
    CHECK(faults(Body()) ==
          "400 /lines required /depot required /from required /to required /borrower_id required");
    CHECK(faults(days(1, Body()
                             .set("set_id", 1)
                             .list("lines", {of_product(home.stool)})
                             .set("from", "2026-11-01"))) ==
          "400 /lines one_of_two /from in_the_past");
    CHECK(faults(days(app.borrower(), Body().set("set_id", 999))) == "409 /set_id unknown_set");
    CHECK(faults(days(999, Body()
                               .set("depot", "OSLO")
                               .list("lines", {of_product(home.rollator), of_product(998),
                                               of_class("999999"), of_product(home.stool)}))) ==
          "409 /lines/1/product_id unknown_product /lines/2/iso unknown_class "
          "/depot unknown_depot /borrower_id unknown_borrower");
    const auto hidden = app.post("/api/v1/borrowers",
                                 Body()
                                     .set("kind", "person")
                                     .set("name", "Skjult Prøve")
                                     .set("protection", "strengt_fortrolig"),
                                 "leder");
    CHECK(faults(days(
              hidden.json.number("/id"),
              Body().set("set_id", home.set.json.number("/id")).set("handover", "delivery"))) ==
          "409 /handover by_arrangement");
    CHECK(count(app, "booking") == "0");
    CHECK(count(app, "hold") == "0");
}

TEST_CASE("a class of a set that the catalogue has lost is named by its line") {
    Home home;
    TestApp& app = home.app;
    app.patch("/api/v1/products/" + std::to_string(home.stool), Body().set("iso", "09331201"));
    CHECK(refusal(app.post("/api/v1/bookings/set",
                           days(app.borrower(), Body().set("set_id", home.set.json.number("/id"))),
                           "ergo")) == "409 /lines/1/iso unknown_class");
    CHECK(count(app, "booking") == "0");
}
