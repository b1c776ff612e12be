// The last scan of a device is taken back. Source: DOMAIN.md section 3.

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

Answer undo(TestApp& app, const Answer& scan, const char* sender = "lager") {
    return app.call(sender, "POST", "/api/v1/scans/" + scan.json.text("/scan") + "/undo");
}

// The item without the count of its events.
std::string status_of(TestApp& app, const std::string& code) {
    auto row = app.stored().rows(
        "select state, depot_id, shelf, quarantine_until, inspection_due, dirty from item"
        " where code = '" +
        code + "'");
    std::string all;
    for (const auto& column : row.front()) all += column + "|";
    return all;
}

Body to(std::int64_t borrower) {
    return Body().raw("details", "{\"borrower\": " + std::to_string(borrower) + "}");
}

}  // namespace

TEST_CASE("the undo of a scan brings back what was, by an event that names it") {
    TestApp app;
    const auto code = app.ready_item(app.product(Body().set("inspection_months", 12)));
    app.loan(code);
    std::string mode = "in";
    Body given;
    SECTION("in") {}
    SECTION("in, infectious, at the other depot") {
        given = Body().set("depot", "ENGVEIEN").raw("details", R"({"infectious": true})");
    }
    SECTION("washed") {
        app.scanned("in", code);
        mode = "washed";
    }
    SECTION("inspected") {
        app.scanned("in", code);
        app.scanned("washed", code);
        app.clock.set("2026-12-24T08:00:00.000Z");
        mode = "inspected";
    }
    SECTION("inspected, failed") {
        app.scanned("in", code);
        app.scanned("washed", code);
        mode = "inspected";
        given.raw("details", R"({"ok": false})");
    }
    SECTION("move") {
        app.scanned("in", code);
        mode = "move";
        given.set("shelf", "C7").set("depot", "ENGVEIEN");
    }
    const std::string before = status_of(app, code);
    const auto lines = app.stored().rows("select ended_at, end_reason from loan_line");
    const auto scan = app.scanned(mode, code, given);
    REQUIRE(scan.json.text("/result") == "done");
    app.clock.advance(std::chrono::minutes(10));
    const auto undone = undo(app, scan);
    REQUIRE(undone.status == 200);
    CHECK(undone.json.text("/result") == "done");
    CHECK(status_of(app, code) == before);
    CHECK(app.stored().rows("select ended_at, end_reason from loan_line") == lines);
    const auto last = app.get("/api/v1/items/" + code + "/events?limit=200").json;
    const auto at = "/items/" + std::to_string(last.size("/items") - 1);
    CHECK(last.text(at + "/kind") == "undone");
    CHECK(last.text(at + "/scan") == scan.json.text("/scan"));
    CHECK(last.text(at + "/to") == undone.json.text("/item/state"));

    const auto twice = undo(app, scan);
    CHECK(twice.status == 409);
    CHECK(twice.code() == "undo_already_done");
    // The same scan may be made again, with an id of its own.
    CHECK(app.scanned(mode, code, given).json.text("/result") == "done");
}

TEST_CASE("the undo of a hand-out ends its line as undone") {
    TestApp app;
    const auto code = app.ready_item();
    const auto borrower = app.borrower();
    const auto out = app.scanned("out", code, to(borrower));
    const auto undone = undo(app, out);
    CHECK(undone.status == 200);
    CHECK_FALSE(undone.json.flag("/item/on_loan"));
    CHECK(undone.json.text("/instruction/code") == "to_shelf");
    const auto loan = app.get("/api/v1/loans/1").json;
    CHECK(loan.text("/state") == "ended");
    CHECK(loan.text("/lines/0/end_reason") == "undone");
    CHECK(app.history_of(code) == Texts{"taken_in", "inspected_ok", "lent", "undone"});
    // A new loan, since the first one has ended.
    const auto again = app.scanned("out", code, to(borrower));
    CHECK(again.json.text("/result") == "done");
    CHECK(again.json.number("/loan") == 2);
}

TEST_CASE("an undo has its limits") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code);
    const auto scan = app.scanned("in", code);
    const auto refused = [](const Answer& answer) {
        return std::to_string(answer.status) + " " + answer.code();
    };
    SECTION("ten minutes") {
        app.clock.advance(std::chrono::milliseconds(10 * 60 * 1000 + 1));
        CHECK(refused(undo(app, scan)) == "409 undo_too_late");
    }
    SECTION("the same sender") {
        CHECK(refused(undo(app, scan, "lager2")) == "409 undo_other_device");
    }
    SECTION("the same device, when one is named") {
        const auto path = "/api/v1/scans/" + scan.json.text("/scan") + "/undo";
        CHECK(refused(app.post(path, Body().set("device", "desk-2"))) == "409 undo_other_device");
        CHECK(app.post(path, Body().set("device", "desk-1")).status == 200);
    }
    SECTION("nothing later on the item") {
        app.post("/api/v1/items/" + code + "/clean", Body().set("method", "hand"));
        CHECK(refused(undo(app, scan)) == "409 undo_not_last");
    }
    SECTION("nothing later from the device, unless that was undone first") {
        const auto other = app.ready_item();
        const auto later = app.scanned("move", other, Body().set("shelf", "Z1"));
        CHECK(refused(undo(app, scan)) == "409 undo_not_last");
        CHECK(undo(app, later).status == 200);
        CHECK(undo(app, scan).status == 200);
    }
    SECTION("what another device did since does not matter") {
        app.scanned("move", app.ready_item(), Body().set("shelf", "Z1").set("device", "desk-2"));
        app.scanned("lookup", code);
        CHECK(undo(app, scan).status == 200);
    }
    SECTION("a scan that did something") {
        CHECK(refused(undo(app, app.scanned("lookup", code))) == "409 undo_nothing");
        CHECK(refused(undo(app, app.scanned("in", code))) == "409 undo_nothing");
        const auto late =
            app.scanned("out", code, Body().set("happened_at", "2026-11-22T08:00:00.000Z"));
        CHECK(late.json.text("/result") == "discrepancy");
        CHECK(refused(undo(app, late)) == "409 undo_nothing");
    }
    SECTION("a scan that is there") {
        const auto path = "/api/v1/scans/" + app.new_id() + "/undo";
        CHECK(refused(app.call("lager", "POST", path)) == "404 unknown_scan");
        CHECK(refused(app.call("lager", "POST", "/api/v1/scans/x/undo")) == "404 unknown_scan");
    }
    SECTION("the id in any case") {
        std::string id = scan.json.text("/scan");
        std::transform(id.begin(), id.end(), id.begin(),
                       [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
        CHECK(app.call("lager", "POST", "/api/v1/scans/" + id + "/undo").status == 200);
    }
}

TEST_CASE("a driver undoes an own scan") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code);
    const auto scan = app.post("/api/v1/scans", app.scan("in", code), "sjafor");
    CHECK(undo(app, scan).status == 409);
    CHECK(undo(app, scan, "sjafor").status == 200);
    CHECK(app.get("/api/v1/items/" + code).json.flag("/on_loan"));
}
