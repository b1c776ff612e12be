// Transfers between depots: DOMAIN.md section 8, and the scan at the wrong depot.

#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

Answer send(TestApp& app, const Texts& codes, const char* from = "SMS",
            const char* to = "ENGVEIEN") {
    Texts quoted;
    for (const std::string& code : codes) quoted.push_back(support::quoted(code));
    return app.post("/api/v1/transfers",
                    Body().set("from", from).set("to", to).list("items", quoted));
}

std::string path_of(const Answer& transfer) {
    return "/api/v1/transfers/" + std::to_string(transfer.json.number("/id"));
}

Answer act(TestApp& app, const Answer& transfer, const char* what) {
    return app.call("lager", "POST", path_of(transfer) + "/" + what);
}

Answer undo(TestApp& app, const Answer& scan) {
    return app.call("lager", "POST", "/api/v1/scans/" + scan.json.text("/scan") + "/undo");
}

void check_whole(TestApp& app) {
    const auto report = app.database().read([](db::ReadTx& tx) { return depot::verify(tx); });
    for (const std::string& fault : report.faults) UNSCOPED_INFO(fault);
    CHECK(report.faults.empty());
}

const Body at_engveien = Body().set("depot", "ENGVEIEN");

}  // namespace

TEST_CASE("an aid is sent, is nobody's on its way, and arrives at the other depot") {
    TestApp app;
    const auto code = app.ready_item(app.product(), Body().set("shelf", "B3"));
    const auto other = app.ready_item();
    const auto transfer = send(app, {code, other});
    REQUIRE(transfer.status == 201);
    CHECK(transfer.json.text("/state") == "sent");
    const auto item = "/api/v1/items/" + code;
    CHECK(app.get(item).json.text("/transfer_to") == "ENGVEIEN");
    CHECK(app.get(item).json.text("/depot") == "SMS");
    CHECK(app.get(item).json.each("/allowed") == Texts{"block"});
    CHECK(app.scanned("lookup", code).json.text("/item/transfer_to") == "ENGVEIEN");

    const auto before = app.stored().dump();
    const auto borrower = app.borrower();
    const auto loan = Body()
                          .set("borrower_id", borrower)
                          .set("depot", "SMS")
                          .list("lines", {Body().set("item", code).text()});
    CHECK(refusal(app.post("/api/v1/loans", loan)) == "409 /lines/0/item in_transfer");
    CHECK(refusal(send(app, {code})) == "409 /items/0 in_transfer");
    CHECK(refusal(app.post(item + "/inspect", Body().set("ok", true))) == "409  in_transfer");
    CHECK(refusal(app.post(item + "/scrap", Body().set("reason", "worn"))) == "409  in_transfer");
    CHECK(refusal(app.post(item + "/missing", Body())) == "409  in_transfer");
    CHECK(app.scanned("in", code).json.text("/reason/code") == "in_transfer");
    CHECK(app.scanned("move", code, Body().set("shelf", "C1")).json.text("/reason/code") ==
          "in_transfer");
    CHECK(app.history_of(code) == Texts{"taken_in", "inspected_ok", "sent"});

    const auto receipt = app.scanned("in", code, Body(at_engveien).set("shelf", "E1"));
    CHECK(receipt.json.text("/result") == "done");
    CHECK(receipt.json.text("/item/depot") == "ENGVEIEN");
    CHECK(receipt.json.text("/item/shelf") == "E1");
    CHECK(app.history_of(code) == Texts{"taken_in", "inspected_ok", "sent", "received"});
    CHECK(app.get(item).json.is_null("/transfer_to"));
    CHECK(app.get(path_of(transfer)).json.text("/state") == "sent");
    CHECK(app.get(path_of(transfer)).json.flag("/lines/1/open"));

    const auto closed = act(app, transfer, "receive");
    CHECK(closed.json.text("/state") == "closed");
    CHECK(closed.json.text("/outcome") == "received");
    CHECK(refusal(act(app, transfer, "receive")) == "409  transfer_closed");
    CHECK(refusal(act(app, transfer, "cancel")) == "409  transfer_closed");
    CHECK(refusal(act(app, transfer, "send")) == "409  transfer_closed");
    CHECK(app.get("/api/v1/items/" + other).json.text("/depot") == "ENGVEIEN");
    CHECK(app.state_of(other) == "ready");
    check_whole(app);
}

TEST_CASE("what cannot leave is refused, all of it at once, and nothing is sent") {
    TestApp app;
    const auto product = app.product();
    const auto good = app.ready_item(product);
    const auto lent = app.ready_item(product);
    app.loan(lent);
    const auto gone = app.ready_item(product);
    app.post("/api/v1/items/" + gone + "/missing", Body());
    const auto elsewhere = app.ready_item(product, Body().set("depot", "ENGVEIEN"));
    const auto before = app.stored().dump();
    CHECK(refusal(send(app, {good, lent, gone, elsewhere})) ==
          "409 /items/1 already_lent /items/2 wrong_state /items/3 not_at_depot");
    CHECK(refusal(send(app, {good}, "SMS", "SMS")) == "409 /to same_depot");
    CHECK(refusal(send(app, {good}, "NORD", "SYD")) == "409 /from unknown_depot /to unknown_depot");
    CHECK(refusal(send(app, {})) == "400 /items too_few");
    CHECK(refusal(send(app, {good, good})) == "400 /items/1 not_unique");
    CHECK(app.stored().dump() == before);
    CHECK(app.get("/api/v1/transfers/1").status == 404);
}

TEST_CASE("part of a transfer is received, the rest is cancelled and stays") {
    TestApp app;
    const auto product = app.product();
    const auto one = app.ready_item(product, Body().set("shelf", "B3"));
    const auto two = app.ready_item(product);
    const auto third = app.ready_item(product);
    const auto transfer = send(app, {one, two});
    const auto receive = [&](const std::string& code) {
        return app.post(path_of(transfer) + "/receive",
                        Body().list("items", {support::quoted(code)}));
    };
    CHECK(refusal(receive(third)) == "409 /items/0 not_in_transfer");
    CHECK(receive(two).json.text("/state") == "sent");
    CHECK(refusal(receive(two)) == "409 /items/0 not_in_transfer");
    CHECK(act(app, transfer, "cancel").json.text("/outcome") == "cancelled");
    CHECK(app.get("/api/v1/items/" + one).json.text("/depot") == "SMS");
    CHECK(app.get("/api/v1/items/" + one).json.text("/shelf") == "B3");
    CHECK(app.history_of(one) == Texts{"taken_in", "inspected_ok", "sent", "transfer_cancelled"});
    CHECK(app.get("/api/v1/items/" + two).json.text("/depot") == "ENGVEIEN");
    check_whole(app);
}

TEST_CASE("counted products travel as well") {
    TestApp app;
    const auto product = app.product(Body().set("tracking", "counted"));
    app.post("/api/v1/stock-movements", Body()
                                            .set("product_id", product)
                                            .set("depot", "SMS")
                                            .set("quantity", 5)
                                            .set("kind", "received"));
    const auto ship = [&](int number) {
        const auto line = Body().set("product_id", product).set("quantity", number).text();
        return app.post("/api/v1/transfers",
                        Body().set("from", "SMS").set("to", "ENGVEIEN").list("counted", {line}));
    };
    const auto figures = [&] {
        std::string all;
        for (const auto& row : app.stored().rows(
                 "select depot_id, quantity from counted_stock order by depot_id desc")) {
            all += row[0] + " " + row[1] + " ";
        }
        return all;
    };
    CHECK(refusal(ship(6)) == "409 /counted/0/quantity not_enough_stock");
    const auto first = ship(2);
    CHECK(figures() == "SMS 3 ");
    act(app, first, "receive");
    CHECK(figures() == "SMS 3 ENGVEIEN 2 ");
    const auto second = ship(1);
    CHECK(figures() == "SMS 2 ENGVEIEN 2 ");
    act(app, second, "cancel");
    CHECK(figures() == "SMS 3 ENGVEIEN 2 ");
    check_whole(app);
}

TEST_CASE("a return at the wrong depot says where it belongs and plans the transfer home") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.ready_item(product);
    const auto second = app.ready_item(product);
    app.loan({code, second});
    const auto scan = app.scanned("in", code, at_engveien);
    CHECK(scan.json.text("/result") == "done");
    CHECK(scan.json.each("/attention", "/code") == Texts{"wrong_depot"});
    CHECK(scan.json.text("/attention/0/text") == "Hører til SMS. Legg det til overføring");
    CHECK(scan.json.text("/item/transfer_to") == "SMS");
    app.scanned("in", second, at_engveien);
    const auto planned = app.get("/api/v1/transfers?state=open&depot=SMS");
    REQUIRE(planned.json.size("/items") == 1);
    CHECK(planned.json.text("/items/0/state") == "planned");
    CHECK(planned.json.text("/items/0/from") == "ENGVEIEN");
    CHECK(planned.json.each("/items/0/lines", "/item") == Texts{code, second});

    // Planned is not under way: it is washed and checked first.
    CHECK(app.scanned("washed", code, at_engveien).json.text("/result") == "done");
    const auto checked = app.scanned("inspected", code, at_engveien);
    CHECK(checked.json.text("/instruction/code") == "send_home");
    const auto path = "/api/v1/transfers/" + std::to_string(planned.json.number("/items/0/id"));
    CHECK(app.call("lager", "POST", path + "/send").json.text("/state") == "sent");
    const auto before = app.stored().dump();
    CHECK(app.call("lager", "POST", path + "/send").json.text("/state") == "sent");
    CHECK(app.stored().dump() == before);
    CHECK(app.scanned("washed", second, at_engveien).json.text("/reason/code") == "in_transfer");
    CHECK(app.scanned("in", code).json.text("/result") == "done");
    CHECK(app.scanned("move", second, Body().set("shelf", "V")).json.text("/result") == "done");
    CHECK(app.get(path).json.text("/outcome") == "received");
    CHECK(app.get("/api/v1/items/" + second).json.text("/shelf") == "V");
    CHECK(app.state_of(second) == "to_clean");
    check_whole(app);
}

TEST_CASE("the undo of a return at the wrong depot takes the plan away") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code);
    const auto scan = app.scanned("in", code, at_engveien);
    CHECK(undo(app, scan).status == 200);
    CHECK(app.get("/api/v1/transfers?state=open").json.size("/items") == 0);
    CHECK(app.get("/api/v1/items/" + code).json.flag("/on_loan"));
    check_whole(app);
}

TEST_CASE("the undo of a receipt brings the aid back on its way") {
    TestApp app;
    const auto code = app.ready_item(app.product(), Body().set("shelf", "B3"));
    const auto transfer = send(app, {code});
    const auto scan = app.scanned("in", code, at_engveien);
    CHECK(app.get(path_of(transfer)).json.text("/state") == "closed");
    CHECK(undo(app, scan).status == 200);
    CHECK(app.get(path_of(transfer)).json.text("/state") == "sent");
    CHECK(app.get("/api/v1/items/" + code).json.text("/transfer_to") == "ENGVEIEN");
    CHECK(app.get("/api/v1/items/" + code).json.text("/shelf") == "B3");
    check_whole(app);
}

TEST_CASE("the undo of a receipt leaves an earlier plan of the same aid dropped") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.ready_item(product);
    const auto other = app.ready_item(product);
    app.loan({code, other});
    // The other one keeps the planned transfer open.
    app.scanned("in", other, at_engveien);
    CHECK(undo(app, app.scanned("in", code, at_engveien)).status == 200);
    app.scanned("in", code, at_engveien);
    const auto home = app.scanned("in", code);
    CHECK(app.get("/api/v1/items/" + code).json.text("/depot") == "SMS");
    CHECK(undo(app, home).status == 200);
    CHECK(app.get("/api/v1/items/" + code).json.text("/depot") == "ENGVEIEN");
    CHECK(app.get("/api/v1/items/" + code).json.text("/transfer_to") == "SMS");
    check_whole(app);
}

TEST_CASE("what is lent from the wrong depot is not sent home any more") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.ready_item(product);
    const auto other = app.ready_item(product);
    app.loan({code, other});
    for (const auto& one : {code, other}) {
        app.scanned("in", one, at_engveien);
        app.scanned("washed", one, at_engveien);
        app.scanned("inspected", one, at_engveien);
    }
    app.loan(code, Body().set("depot", "ENGVEIEN"));
    app.post("/api/v1/items/" + other + "/scrap", Body().set("reason", "worn out"));
    const auto planned = app.get("/api/v1/transfers?state=open");
    CHECK(planned.json.flag("/items/0/lines/0/open") == false);
    const auto path = "/api/v1/transfers/" + std::to_string(planned.json.number("/items/0/id"));
    // Nothing is left to be sent.
    CHECK(app.call("lager", "POST", path + "/send").json.text("/outcome") == "cancelled");
    check_whole(app);
}

TEST_CASE("a transfer by hand takes the aid out of the planned one") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code);
    app.scanned("in", code, at_engveien);
    const auto transfer = send(app, {code}, "ENGVEIEN", "SMS");
    CHECK(transfer.status == 201);
    CHECK(app.get("/api/v1/transfers?state=open").json.size("/items") == 1);
    CHECK(app.get("/api/v1/transfers?state=closed&depot=SMS").json.size("/items") == 1);
    CHECK(app.get("/api/v1/transfers?depot=ENGVEIEN").json.size("/items") == 2);
    check_whole(app);
}

TEST_CASE("a late scan from before the sending does not receive") {
    TestApp app;
    const auto code = app.ready_item();
    app.clock.advance(std::chrono::hours(1));
    send(app, {code});
    app.clock.advance(std::chrono::minutes(10));
    const auto late = Body(at_engveien).set("happened_at", "2026-11-23T08:30:00.000Z");
    app.scanned("in", code, late);
    CHECK(app.get("/api/v1/items/" + code).json.text("/depot") == "SMS");
    CHECK(app.get("/api/v1/items/" + code).json.text("/transfer_to") == "ENGVEIEN");
    check_whole(app);
}

TEST_CASE("a scan of what is under way says where it is going, and at its goal the next step") {
    TestApp app;
    const auto code = app.ready_item(app.product(), Body().set("shelf", "B1"));
    const auto path = "/api/v1/items/" + code;
    send(app, {code});
    const auto looked = app.scanned("lookup", code);
    CHECK(looked.json.text("/instruction/code") == "receive");
    CHECK(looked.json.text("/instruction/text") == "På vei til ENGVEIEN. Tas imot der");
    CHECK(looked.json.text("/instruction/where") == "ENGVEIEN, mottak");
    CHECK(app.scanned("in", code).json.text("/instruction/code") == "receive");
    const auto there = app.scanned("lookup", code, at_engveien);
    CHECK(there.json.text("/instruction/code") == "receive");
    CHECK(there.json.size("/attention") == 0);

    const auto receipt = app.scanned("in", code, Body(at_engveien).set("shelf", "E1"));
    CHECK(receipt.json.text("/instruction/code") == "to_shelf");
    CHECK(receipt.json.text("/instruction/where") == "ENGVEIEN, hylle E1");
    CHECK(receipt.json.size("/attention") == 0);
    CHECK(app.get(path).json.text("/home_depot") == "ENGVEIEN");
    const auto after = app.scanned("lookup", code, at_engveien);
    CHECK(after.json.text("/instruction/code") == "to_shelf");
    CHECK(after.json.size("/attention") == 0);
    // From now on it is out of place in SMS.
    app.loan(code, Body().set("depot", "ENGVEIEN"));
    const auto back = app.scanned("in", code);
    CHECK(back.json.each("/attention", "/depot") == Texts{"ENGVEIEN"});
    CHECK(back.json.text("/item/transfer_to") == "ENGVEIEN");
    check_whole(app);
}

TEST_CASE("what is received belongs there, and a transfer that brings it home changes nothing") {
    TestApp app;
    const auto code = app.ready_item();
    const auto path = "/api/v1/items/" + code;
    const auto fields_of_last = [&] {
        const auto events = app.get(path + "/events?limit=200");
        const auto last = std::to_string(events.json.size("/items") - 1);
        return events.json.each("/items/" + last + "/fields", "/name");
    };
    // By another depot's return it is sent home: it still belongs to SMS.
    app.loan(code);
    app.scanned("in", code, at_engveien);
    const auto planned = app.get("/api/v1/transfers?state=open").json.number("/items/0/id");
    app.call("lager", "POST", "/api/v1/transfers/" + std::to_string(planned) + "/send");
    app.scanned("in", code);
    CHECK(app.get(path).json.text("/home_depot") == "SMS");
    CHECK(fields_of_last() == Texts{"transfer", "from"});

    const auto there = send(app, {code});
    CHECK(app.get(path).json.text("/home_depot") == "SMS");
    CHECK(act(app, there, "receive").status == 200);
    CHECK(app.get(path).json.text("/home_depot") == "ENGVEIEN");
    CHECK(fields_of_last() == Texts{"transfer", "from", "home_depot"});
    check_whole(app);
}

TEST_CASE("the undo of a receipt gives the aid its home back") {
    TestApp app;
    const auto code = app.ready_item();
    const auto path = "/api/v1/items/" + code;
    send(app, {code});
    const auto scan = app.scanned("in", code, at_engveien);
    CHECK(app.get(path).json.text("/home_depot") == "ENGVEIEN");
    const auto undone = undo(app, scan);
    CHECK(undone.json.text("/instruction/code") == "receive");
    CHECK(app.get(path).json.text("/home_depot") == "SMS");
    check_whole(app);
    app.scanned("in", code, at_engveien);
    CHECK(app.get(path).json.text("/home_depot") == "ENGVEIEN");
    check_whole(app);
}
