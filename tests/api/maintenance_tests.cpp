// Washing, inspection by checklist, work orders with their parts, and the queues of all three.

#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

std::string path_of(const std::string& code, const char* end = "") {
    return "/api/v1/items/" + code + end;
}

Answer fail(TestApp& app, const std::string& code, const char* findings = "loose wheel") {
    return app.post(path_of(code, "/inspect"), Body().set("ok", false).set("findings", findings));
}

Answer repair(TestApp& app, const std::string& code, const Body& more = {}) {
    return app.post(path_of(code, "/repair"), Body().set("work", "new wheel").merge(more));
}

Body parts(const std::string& raw) { return Body().raw("parts", raw); }

std::int64_t part(TestApp& app, const Body& more = {}) {
    const auto made = app.post(
        "/api/v1/parts", Body().set("name", "Hjul 200 mm").set("part_nr", "H-200").merge(more));
    REQUIRE(made.status == 201);
    return made.json.number("/id");
}

Answer receive(TestApp& app, std::int64_t id, int quantity, const char* depot = "SMS") {
    return app.post("/api/v1/parts/" + std::to_string(id) + "/movements",
                    Body().set("depot", depot).set("quantity", quantity));
}

Texts faults(TestApp& app) {
    return app.database().read([](db::ReadTx& tx) { return depot::verify(tx).faults; });
}

Texts queue(TestApp& app, const std::string& which) {
    return app.get("/api/v1/queues/" + which).json.each("/items", "/item");
}

}  // namespace

TEST_CASE("an inspection answers every point of the product's checklist") {
    TestApp app;
    const auto product = app.product(Body().list("checklist", {"\"Bremser\"", "\"Hjul/dekk\""}));
    CHECK(app.get("/api/v1/products/1").json.each("/checklist") == Texts{"Bremser", "Hjul/dekk"});
    const auto code = app.item(product);
    const auto inspect = [&](const std::string& checklist, bool ok = true) {
        return refusal(
            app.post(path_of(code, "/inspect"), Body().set("ok", ok).raw("checklist", checklist)));
    };
    CHECK(inspect("null") == "409 /checklist checklist_needed");
    CHECK(inspect(R"({"Bremser": true})") == "409 /checklist checklist_needed");
    CHECK(inspect(R"({"Bremser": true, "Hjul/dekk": false})") == "409 /checklist checklist_failed");
    CHECK(inspect(R"({"Bremser": true, "Hjul/dekk": true, "Sete": true})") ==
          "409 /checklist unknown_check");
    CHECK(inspect(R"({"Sete": false})", false) == "409 /checklist unknown_check");
    CHECK(app.state_of(code) == "to_inspect");

    // A scan that is refused for it says what to answer.
    const auto asked = app.scanned("inspected", code);
    CHECK(asked.json.text("/reason/code") == "checklist_needed");
    CHECK(asked.json.each("/checklist") == Texts{"Bremser", "Hjul/dekk"});
    const auto answered = app.scanned(
        "inspected", code,
        Body().raw("details", R"({"checklist": {"Bremser": true, "Hjul/dekk": true}})"));
    CHECK(answered.json.text("/result") == "done");
    CHECK_FALSE(answered.json.has("/checklist"));
    const auto events = app.get(path_of(code, "/events")).json;
    CHECK(events.dump("/items/1/fields") ==
          R"([{"name":"check_Bremser","value":"ok"},{"name":"check_Hjul/dekk","value":"ok"}])");

    // Of one that did not pass nothing is required.
    CHECK(inspect(R"({"Bremser": false})", false) == "200");
    app.patch("/api/v1/products/1", Body().list("checklist", {}));
    CHECK(app.get("/api/v1/products/1").json.size("/checklist") == 0);
    // What is lent is not inspected, whatever the checklist.
    const auto lent = app.ready_item(product);
    app.loan(lent);
    CHECK(refusal(app.post(path_of(lent, "/inspect"), Body().set("ok", true))) ==
          "409  already_lent");
}

TEST_CASE("when an aid was bought and for how much is kept with its history") {
    TestApp app;
    const auto code =
        app.item(app.product(), Body().set("purchased", "2025-03-01").set("price", 2490));
    CHECK(app.get(path_of(code)).json.text("/purchased") == "2025-03-01");
    CHECK(app.get(path_of(code)).json.number("/price") == 2490);
    app.patch(path_of(code), Body().set("price", 1990).raw("purchased", "null"));
    CHECK(app.get(path_of(code)).json.is_null("/purchased"));
    CHECK(app.get(path_of(code, "/events")).json.dump("/items/1/fields") ==
          R"([{"name":"purchased","value":""},{"name":"price","value":"1990"}])");
    CHECK(faults(app) == Texts{});
    app.stored().execute("update item set price = 1");
    CHECK(faults(app) == Texts{"item " + code + ": price is \"1\", its events say \"1990\""});
}

TEST_CASE("how an aid was washed is recorded, also how hot") {
    TestApp app;
    const auto product = app.product();
    for (const char* method : {"hand", "machine", "machine_60", "machine_85", "disinfect"}) {
        const auto code = app.ready_item(product);
        app.loan(code, Body().set("borrower_id", app.borrower()));
        app.scanned("in", code);
        app.post(path_of(code, "/clean"), Body().set("method", method));
        CHECK(app.get(path_of(code, "/events")).json.text("/items/4/method") == method);
    }
    const auto code = app.ready_item(product);
    app.loan(code, Body().set("borrower_id", app.borrower()));
    app.scanned("in", code);
    // Not to wash is an exception of its own.
    CHECK(refusal(app.post(path_of(code, "/clean"), Body().set("method", "none"))) ==
          "409 /method wash_required");
    CHECK(app.state_of(code) == "to_clean");
    app.scanned("washed", code, Body().raw("details", R"({"method": "machine_85"})"));
    CHECK(app.get(path_of(code, "/events")).json.text("/items/4/method") == "machine_85");
}

TEST_CASE("a failed inspection opens a work order, and the repair closes it with its parts") {
    TestApp app;
    const auto code = app.item(app.product());
    fail(app, code);
    const auto orders = app.get("/api/v1/work-orders?state=open&depot=SMS&item=" + code).json;
    REQUIRE(orders.size("/items") == 1);
    CHECK(orders.text("/items/0/findings") == "loose wheel");
    CHECK(orders.text("/items/0/state") == "open");
    const auto order = "/api/v1/work-orders/" + std::to_string(orders.number("/items/0/id"));
    app.patch(order, Body().set("estimate", 450).set("promised", "2026-12-01"));
    CHECK(app.get(order).json.text("/promised") == "2026-12-01");

    const auto wheel = part(app);
    const std::string id = std::to_string(wheel);
    receive(app, wheel, 5);
    receive(app, wheel, 9, "ENGVEIEN");
    const auto before = app.stored().dump();
    CHECK(refusal(repair(app, code,
                         parts("[{\"part_id\": " + id +
                               ", \"quantity\": 6}, "
                               "{\"part_id\": 99, \"quantity\": 1}]"))) ==
          "409 /parts/0/quantity not_enough_parts /parts/1/part_id unknown_part");
    CHECK(app.stored().dump() == before);
    CHECK(repair(app, code, parts("[{\"part_id\": " + id + ", \"quantity\": 2}]").set("cost", 400))
              .json.text("/state") == "to_inspect");

    const auto closed = app.get(order).json;
    CHECK(closed.text("/state") == "closed");
    CHECK(closed.text("/outcome") == "repaired");
    CHECK(closed.text("/work") == "new wheel");
    CHECK(closed.number("/cost") == 400);
    CHECK(closed.dump("/parts") == R"([{"part_id":)" + id + R"(,"quantity":2}])");
    CHECK(refusal(app.patch(order, Body().set("estimate", 1))) == "409  work_order_closed");
    CHECK(app.get("/api/v1/work-orders?state=open").json.size("/items") == 0);
    CHECK(app.get("/api/v1/work-orders?state=closed&depot=SMS").json.size("/items") == 1);
    CHECK(app.get("/api/v1/parts/" + id).json.dump("/stock") ==
          R"([{"depot":"ENGVEIEN","quantity":9},{"depot":"SMS","quantity":3}])");
    CHECK(refusal(repair(app, code)) == "409  wrong_state");
    CHECK(faults(app) == Texts{});
}

TEST_CASE("an aid has one open work order, whichever way it came to the workshop") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.item(product);
    const auto open = [&](const std::string& of) {
        return app.post("/api/v1/work-orders", Body().set("item", of).set("findings", "f"));
    };
    CHECK(refusal(open(code)) == "409 /item wrong_state");
    CHECK(refusal(open("0000000")) == "409 /item unknown_item");
    fail(app, code);
    CHECK(refusal(open(code)) == "409 /item work_order_open");
    // Blocked in the workshop, it comes to inspection and fails again: the same order goes on.
    app.post(path_of(code, "/block"), Body().set("reason", "r"));
    app.post(path_of(code, "/unblock"), Body().set("reason", "r"), "leder");
    fail(app, code, "and the brake");
    CHECK(app.get("/api/v1/work-orders?item=" + code).json.each("/items", "/findings") ==
          Texts{"loose wheel\nand the brake"});
    // Or it passes: nothing was left to repair.
    app.post(path_of(code, "/block"), Body().set("reason", "r"));
    app.post(path_of(code, "/unblock"), Body().set("reason", "r"), "leder");
    app.post(path_of(code, "/inspect"), Body().set("ok", true));
    CHECK(app.get("/api/v1/work-orders").json.each("/items", "/outcome") == Texts{"dropped"});

    const auto scrapped = app.item(product);
    fail(app, scrapped);
    app.post(path_of(scrapped, "/scrap"), Body().set("reason", "r"));
    CHECK(app.get("/api/v1/work-orders?item=" + scrapped).json.each("/items", "/outcome") ==
          Texts{"scrapped"});
    // One that lost its order gets a new one by hand, and a repair makes its own.
    const auto bare = app.item(product);
    fail(app, bare);
    app.stored().execute("delete from work_order where closed_at is null");
    CHECK(open(bare).json.text("/findings") == "f");
    app.stored().execute("delete from work_order where closed_at is null");
    repair(app, bare, Body().set("cost", 100));
    CHECK(app.get("/api/v1/work-orders?item=" + bare).json.each("/items", "/cost") == Texts{"100"});
    CHECK(faults(app) == Texts{});
    app.stored().execute(
        "update work_order set closed_at = null, outcome = null where item_id = 2");
    CHECK(faults(app) == Texts{"item " + scrapped + ": is gone and has an open work order"});
}

TEST_CASE("undoing an inspection undoes what it did to the work order") {
    TestApp app;
    const auto code = app.item(app.product());
    const auto scan = [&](const char* details) {
        return app.scanned("inspected", code, Body().raw("details", details)).json.text("/scan");
    };
    const auto undo = [&](const std::string& id) {
        CHECK(app.post("/api/v1/scans/" + id + "/undo", Body()).status == 200);
    };
    undo(scan(R"({"ok": false, "findings": "f"})"));
    CHECK(app.get("/api/v1/work-orders").json.size("/items") == 0);
    scan(R"({"ok": false})");
    app.post(path_of(code, "/missing"), Body());
    app.post(path_of(code, "/found"), Body());
    app.scanned("washed", code);
    undo(scan(R"({"ok": true})"));
    CHECK(app.get("/api/v1/work-orders").json.each("/items", "/state") == Texts{"open"});
    CHECK(faults(app) == Texts{});
}

TEST_CASE("a work order says when the repairs of an aid go beyond the ceiling of its product") {
    TestApp app;
    const auto code = app.item(app.product(Body().set("repair_ceiling", 1000)));
    fail(app, code);
    repair(app, code, Body().set("cost", 700));
    fail(app, code);
    const std::string second = "/api/v1/work-orders/2";
    CHECK(app.get(second).json.dump("/scrap") ==
          R"({"ceiling":1000,"spent":700,"estimate":null,"advised":false})");
    app.patch(second, Body().set("estimate", 300));
    CHECK_FALSE(app.get(second).json.flag("/scrap/advised"));
    app.patch(second, Body().set("estimate", 301));
    CHECK(app.get(second).json.flag("/scrap/advised"));
    CHECK(app.get("/api/v1/work-orders/1").json.number("/scrap/spent") == 0);
}

TEST_CASE("parts are counted at each depot, and below their minimum they are to be bought") {
    TestApp app;
    const auto wheel = part(app, Body().set("minimum", 4));
    const auto grip = part(app, Body().set("name", "Håndtak").set("part_nr", "G-1"));
    const std::string path = "/api/v1/parts/" + std::to_string(wheel);
    const auto low = [&](const std::string& more = "") {
        return app.get("/api/v1/parts?below_minimum=true" + more).json.each("/items", "/name");
    };
    CHECK(low() == Texts{"Hjul 200 mm"});
    CHECK(receive(app, wheel, 3).json.flag("/below_minimum"));
    CHECK_FALSE(receive(app, wheel, 1, "ENGVEIEN").json.flag("/below_minimum"));
    CHECK(low() == Texts{});
    CHECK(low("&depot=SMS") == Texts{"Hjul 200 mm"});
    CHECK(app.get("/api/v1/parts?q=h%C3%A5ndt").json.each("/items", "/name") == Texts{"Håndtak"});
    CHECK(app.get("/api/v1/parts?q=h-200").json.each("/items", "/name") == Texts{"Hjul 200 mm"});
    CHECK(app.get("/api/v1/parts?depot=SMS").json.size("/items") == 2);
    CHECK(refusal(receive(app, wheel, -4)) == "409 /quantity not_enough_parts");
    CHECK(refusal(receive(app, wheel, 1, "NORD")) == "409 /depot unknown_depot");
    CHECK(refusal(receive(app, 99, 1)) == "404  not_found");
    receive(app, wheel, -3);
    CHECK(app.get(path).json.dump("/stock") ==
          R"([{"depot":"ENGVEIEN","quantity":1},{"depot":"SMS","quantity":0}])");
    CHECK(refusal(app.patch(path, Body().set("product_id", 9))) ==
          "409 /product_id unknown_product");
    CHECK(app.patch(path, Body().set("minimum", 1)).json.number("/minimum") == 1);
    CHECK(low() == Texts{});
    CHECK(app.call("lager", "PATCH", path, Body().set("minimum", 2), {{"if-match", "\"1\""}})
              .status == 412);
    CHECK(receive(app, grip, 2).status == 200);
    CHECK(faults(app) == Texts{});
    app.stored().execute(
        "update part_stock set quantity = 7 where depot_id = 'SMS' and part_id = 1");
    CHECK(faults(app) == Texts{"part 1: its stock at SMS is not the sum of its movements"});
}

TEST_CASE("the wash queue has what waited longest first, also rests from the day they end") {
    TestApp app;
    const auto product = app.product(Body().set("wash_class", "hand"));
    const auto borrower = app.borrower();
    std::vector<std::string> aids;
    for (int i = 0; i < 5; ++i) {
        aids.push_back(app.ready_item(product));
        app.loan(aids.back(), Body().set("borrower_id", borrower));
    }
    const auto back = [&](std::size_t which, const char* when, const Body& more = {}) {
        app.clock.set(when);
        app.scanned("in", aids[which], more);
    };
    const Body infectious = Body().raw("details", R"({"infectious": true})");
    back(0, "2026-11-24T08:00:00.000Z", infectious);  // rests until 29 November
    back(1, "2026-11-28T22:59:59.999Z");              // 23:59 the day before
    back(2, "2026-11-28T23:00:00.001Z");
    back(3, "2026-11-28T23:10:00.000Z", infectious);  // until 4 December
    back(4, "2026-11-28T23:20:00.000Z", Body().set("depot", "ENGVEIEN"));
    CHECK(queue(app, "wash") == Texts{aids[1], aids[0], aids[2]});
    CHECK(queue(app, "wash?depot=ENGVEIEN") == Texts{aids[4]});
    const auto json = app.get("/api/v1/queues/wash").json;
    CHECK(json.each("/items", "/state") == Texts{"to_clean", "quarantine", "to_clean"});
    CHECK(json.text("/items/1/since") == "2026-11-28T23:00:00.000Z");
    CHECK(json.text("/items/1/method") == "hand");

    // Page by page it is the same.
    app.clock.set("2026-12-04T08:00:00.000Z");
    Texts walked;
    std::string next;
    for (;;) {
        const auto page =
            app.get("/api/v1/queues/wash?limit=1" + (next.empty() ? "" : "&cursor=" + next)).json;
        for (const auto& code : page.each("/items", "/item")) walked.push_back(code);
        if (page.is_null("/next")) break;
        next = page.text("/next");
    }
    CHECK(walked == Texts{aids[1], aids[0], aids[2], aids[3]});
    for (const char* cursor :
         {"x", "1", "1.", ".1", "1.0", "-1.5", "1.1x", "99999999999999999.1"}) {
        CHECK(refusal(app.get("/api/v1/queues/wash?cursor=" + std::string(cursor))) ==
              "400 ?cursor invalid_cursor");
    }
    app.scanned("washed", aids[0]);
    CHECK(queue(app, "wash") == Texts{aids[1], aids[2], aids[3]});
}

TEST_CASE("the inspection queue has what is washed, and what is ready and overdue on its shelf") {
    TestApp app;
    const auto yearly =
        app.product(Body().set("inspection_months", 1).list("accessories", {"\"kurv\""}));
    const auto shelf = app.ready_item(yearly);
    const auto lent = app.ready_item(yearly);
    const auto renewed = app.ready_item(yearly);
    app.loan(lent);
    app.clock.set("2026-12-23T12:00:00.000Z");  // the day it is due
    const auto early = app.item(app.product());
    CHECK(queue(app, "inspection") == Texts{early});
    app.clock.set("2026-12-24T12:00:00.000Z");
    const auto late = app.item(yearly);
    CHECK(queue(app, "inspection") == Texts{early, shelf, renewed, late});
    // Inspected where it stands, it is good for another month.
    app.post(path_of(renewed, "/inspect"), Body().set("ok", true));
    app.post(path_of(late, "/accessories"), Body().list("missing", {"\"kurv\""}));
    const auto json = app.get("/api/v1/queues/inspection").json;
    CHECK(json.each("/items", "/item") == Texts{early, shelf, late});
    CHECK(json.text("/items/1/since") == "2026-12-23T23:00:00.000Z");
    CHECK(json.text("/items/1/inspection_due") == "2026-12-23");
    CHECK(json.each("/items/2/missing_accessories") == Texts{"kurv"});
    CHECK(app.get(path_of(renewed)).json.text("/inspection_due") == "2027-01-24");
    Texts walked;
    std::string next;
    for (;;) {
        const auto page =
            app.get("/api/v1/queues/inspection?limit=1" + (next.empty() ? "" : "&cursor=" + next))
                .json;
        for (const auto& code : page.each("/items", "/item")) walked.push_back(code);
        if (page.is_null("/next")) break;
        next = page.text("/next");
    }
    CHECK(walked == Texts{early, shelf, late});
}

TEST_CASE("the repair queue names the work order and what is promised") {
    TestApp app;
    const auto product = app.product();
    const auto first = app.item(product);
    const auto second = app.item(product);
    fail(app, second);
    app.clock.set("2026-11-24T08:00:00.000Z");
    fail(app, first, "brake");
    app.patch("/api/v1/work-orders/2", Body().set("promised", "2026-12-01").set("estimate", 200));
    const auto json = app.get("/api/v1/queues/repair").json;
    CHECK(json.each("/items", "/item") == Texts{second, first});
    CHECK(json.dump("/items/1/work_order") ==
          R"({"id":2,"findings":"brake","estimate":200,"promised":"2026-12-01"})");
    repair(app, second);
    CHECK(queue(app, "repair") == Texts{first});
}

TEST_CASE("the work order of an aid that was transferred is listed where the aid is") {
    TestApp app;
    const auto code = app.item(app.product());
    app.post("/api/v1/items/" + code + "/inspect", Body().set("ok", false));
    const auto listed = [&](const std::string& depot) {
        const auto orders = app.get("/api/v1/work-orders?state=open&depot=" + depot).json;
        const auto queue = app.get("/api/v1/queues/repair?depot=" + depot).json;
        CHECK(orders.size("/items") == queue.size("/items"));
        return orders.size("/items");
    };
    CHECK(listed("SMS") == 1);
    app.post(
        "/api/v1/transfers",
        Body().set("from", "SMS").set("to", "ENGVEIEN").list("items", {support::quoted(code)}));
    const auto scan = app.scanned("in", code, Body().set("depot", "ENGVEIEN"));
    CHECK(listed("SMS") == 0);
    CHECK(listed("ENGVEIEN") == 1);
    app.call("lager", "POST", "/api/v1/scans/" + scan.json.text("/scan") + "/undo");
    CHECK(app.get("/api/v1/work-orders?state=open&depot=SMS").json.size("/items") == 1);
    app.scanned("in", code, Body().set("depot", "ENGVEIEN"));
    app.scanned("move", code, Body().set("shelf", "V1"));
    CHECK(listed("SMS") == 1);
    CHECK(listed("ENGVEIEN") == 0);
}
