// Products, items, triggers and depots: what is found, what is refused.

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

TEST_CASE("products are found by name with synonyms, HMS-nr and ISO code") {
    TestApp app;
    app.product(Body().set("hms_nr", "177946"));
    app.product(Body()
                    .set("name", "Toaforhøyer Stapla Lett")
                    .set("hms_nr", "024832")
                    .set("iso", "09121503"));
    app.product(Body().set("name", "Dusjkrakk Etac Edge").set("iso", "09330703"));
    const auto found = [&](const std::string& q) {
        return app.get("/api/v1/products?q=" + q).json.each("/items", "/id");
    };
    CHECK(found("rullator") == Texts{"1"});
    CHECK(found("rollator") == Texts{"1"});
    CHECK(found("ROLLATOR+gemino") == Texts{"1"});
    CHECK(found("024832") == Texts{"2"});
    CHECK(found("09121503") == Texts{"2"});
    CHECK(found("forh%C3%B8y") == Texts{"2"});
    CHECK(found("krakk") == Texts{"3"});
    CHECK(found("finnes-ikke").empty());
    CHECK(found("%25").empty());
    CHECK(app.get("/api/v1/products").json.size("/items") == 3);
}

TEST_CASE("a product has its numbers alone") {
    TestApp app;
    const auto one = app.product(Body().set("hms_nr", "014187").set("local_nr", "L1"));
    CHECK(app.get("/api/v1/products/1").json.text("/hms_nr") == "014187");
    const Body other = Body().set("name", "B").set("iso", "12060602").set("tracking", "serial");
    CHECK(refusal(app.post("/api/v1/products",
                           Body(other).set("hms_nr", "014187").set("local_nr", "L1"))) ==
          "409 /hms_nr hms_nr_taken /local_nr local_nr_taken");
    app.post("/api/v1/products", other);
    CHECK(refusal(app.patch("/api/v1/products/2", Body().set("hms_nr", "014187"))) ==
          "409 /hms_nr hms_nr_taken");
    const auto path = "/api/v1/products/" + std::to_string(one);
    CHECK(app.patch(path, Body().set("hms_nr", "014187").set("supplier", "Etac")).status == 200);
    CHECK(app.patch(path, Body().raw("hms_nr", "null")).json.is_null("/hms_nr"));
    CHECK(app.get(path).json.text("/supplier") == "Etac");
}

TEST_CASE("items are found by what they are and where, page by page") {
    TestApp app;
    const auto walker = app.product(Body().set("hms_nr", "177946"));
    const auto chair = app.product(Body().set("name", "Dusjkrakk"));
    const auto ready = app.ready_item(walker, Body().set("serial", "S-1"));
    const auto away = app.item(chair, Body().set("depot", "ENGVEIEN").set("owner", "nav"));
    const auto child = app.item(chair, Body().set("stock", "barn"));
    const auto found = [&](const std::string& query) {
        return app.get("/api/v1/items?" + query).json.each("/items", "/code");
    };
    CHECK(found("state=ready") == Texts{ready});
    CHECK(found("depot=ENGVEIEN") == Texts{away});
    CHECK(found("product=" + std::to_string(chair)) == Texts{away, child});
    CHECK(found("owner=nav&state=to_inspect") == Texts{away});
    CHECK(found("shelf=B3") == Texts{ready, away, child});
    CHECK(found("shelf=B3&depot=SMS&state=to_inspect") == Texts{child});
    CHECK(found("shelf=B3&q=dusj") == Texts{away, child});
    CHECK(found("shelf=B33").empty());
    CHECK(found("stock=barn") == Texts{child});
    CHECK(found("q=" + ready) == Texts{ready});
    CHECK(found("q=" + ready.substr(0, 3) + "-" + ready.substr(3, 3) + "-" + ready.substr(6)) ==
          Texts{ready});
    CHECK(found("q=S-1") == Texts{ready});
    CHECK(found("q=177946") == Texts{ready});
    CHECK(found("q=dusj") == Texts{away, child});
    const auto fresh = app.post("/api/v1/items/" + ready + "/relabel", Body()).json.text("/code");
    CHECK(found("q=" + ready) == Texts{fresh});

    const auto page = app.get("/api/v1/items?limit=2");
    CHECK(page.json.size("/items") == 2);
    const std::string link = page.header("link");
    const auto rest = app.get(link.substr(1, link.find('>') - 1));
    CHECK(rest.json.each("/items", "/code") == Texts{child});
    CHECK(rest.json.is_null("/next"));
}

TEST_CASE("a correction of an item is one event, and one that changes nothing is none") {
    TestApp app;
    const auto path = "/api/v1/items/" + app.item(app.product());
    const auto changed = app.patch(
        path, Body().set("serial", "S-9").set("home_depot", "ENGVEIEN").raw("shelf", "null"));
    CHECK(changed.json.number("/event_count") == 2);
    const auto events = app.get(path + "/events").json;
    CHECK(events.text("/items/1/kind") == "changed");
    CHECK(events.is_null("/items/1/shelf"));
    CHECK(app.patch(path, Body().set("serial", "S-9")).json.number("/event_count") == 2);
    CHECK(refusal(app.post("/api/v1/items", Body().set("product_id", 99).set("depot", "SMS"))) ==
          "409 /product_id unknown_product");
    CHECK(refusal(app.post("/api/v1/items", Body().set("product_id", 1).set("depot", "NORD"))) ==
          "409 /depot unknown_depot");
}

TEST_CASE("a trigger that does not fit is refused with its reason") {
    TestApp app;
    const auto product = app.product(Body().list("accessories", {"\"kurv\""}));
    const auto pull = [&](const std::string& code, const std::string& trigger, const Body& body,
                          const char* sender = "lager") {
        return refusal(app.post("/api/v1/items/" + code + "/" + trigger, body, sender));
    };
    const Body reason = Body().set("reason", "r");
    const auto code = app.item(product);
    CHECK(pull(code, "clean", Body().set("method", "hand")) == "409  wrong_state");
    CHECK(pull(code, "unblock", reason, "leder") == "409  wrong_state");
    CHECK(pull(code, "found", Body()) == "409  wrong_state");
    CHECK(pull(code, "inspect", Body().set("ok", true).list("missing_accessories", {"\"kurv\""})) ==
          "409 /missing_accessories incomplete");
    CHECK(
        pull(code, "inspect", Body().set("ok", false).list("missing_accessories", {"\"hjul\""})) ==
        "409 /missing_accessories unknown_accessory");
    CHECK(pull(code, "inspect", Body().set("ok", true)) == "200");
    app.loan(code);
    CHECK(pull(code, "scrap", reason) == "409  already_lent");
    CHECK(pull(code, "missing", Body()) == "409  already_lent");
    CHECK(pull(code, "clean", Body().set("method", "hand")) == "409  already_lent");
    CHECK(pull(code, "block", reason, "leder") == "200");
    CHECK(pull(code, "unblock", reason, "leder") == "200");
    CHECK(app.state_of(code) == "ready");
    const auto other = app.ready_item(product);
    CHECK(pull(other, "block", reason) == "200");
    CHECK(pull(other, "scrap", reason) == "409  blocked");
    const auto gone = app.ready_item(product);
    CHECK(pull(gone, "missing", Body()) == "200");
    CHECK(pull(gone, "found", Body().set("shelf", "F1")) == "200");
    CHECK(app.get("/api/v1/items/" + gone).json.text("/shelf") == "F1");
    CHECK(app.state_of(gone) == "to_clean");
    CHECK(pull(gone, "scrap", reason) == "200");
    CHECK(pull(gone, "block", reason) == "409  wrong_state");
}

TEST_CASE("depots have a calendar and promise due dates") {
    TestApp app;
    const auto days = app.get("/api/v1/depots/SMS/calendar?from=2027-05-15&to=2027-05-18").json;
    CHECK(days.each("/items", "/open") == Texts{"false", "false", "false", "true"});
    CHECK(days.text("/items/2/why") == "grunnlovsdag, 2. pinsedag");
    CHECK(days.is_null("/items/3/why"));
    const auto due = app.get("/api/v1/depots/SMS/due-date?start=2026-11-30&months=3").json;
    CHECK(due.text("/nominal") == "2027-02-28");
    CHECK(due.text("/due") == "2027-03-01");
    CHECK(app.get("/api/v1/depots/SMS/due-date").json.text("/due") == "2027-02-23");
    CHECK(app.get("/api/v1/depots").json.each("/items", "/id") == Texts{"ENGVEIEN", "SMS"});
    CHECK(app.get("/api/v1/depots?cursor=ENGVEIEN").json.each("/items", "/id") == Texts{"SMS"});
    const Body nord = Body().set("id", "NORD").set("name", "Nord");
    CHECK(app.post("/api/v1/depots", nord, "admin").header("location") == "/api/v1/depots/NORD");
    CHECK(refusal(app.post("/api/v1/depots", nord, "admin")) == "409 /id depot_exists");
}
