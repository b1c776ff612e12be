// Scans that come in late: stored, never refused for what the database says, and one discrepancy
// for each contradiction. Source: DOMAIN.md section 6.

#include <catch2/catch.hpp>

#include "labels/code.hpp"
#include "support/test_app.hpp"

using support::Body;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

// The instants of one morning; the clock stands at 12:00 when the late scan arrives.
constexpr const char* at_9 = "2026-11-23T09:00:00.000Z";
constexpr const char* at_10 = "2026-11-23T10:00:00.000Z";
constexpr const char* at_11 = "2026-11-23T11:00:00.000Z";
constexpr const char* at_12 = "2026-11-23T12:00:00.000Z";

Body happened(const char* instant) { return Body().set("happened_at", instant); }

Body to(std::int64_t borrower) {
    return Body().raw("details", "{\"borrower\": " + std::to_string(borrower) + "}");
}

void trigger(TestApp& app, const std::string& code, const std::string& name, const Body& body,
             const char* sender = "lager") {
    const auto answer = app.post("/api/v1/items/" + code + "/" + name, body, sender);
    if (answer.status != 200) throw std::runtime_error(answer.body);
}

std::string line_of(TestApp& app, std::int64_t loan) {
    const auto path = "/api/v1/loans/" + std::to_string(loan);
    return path + "/lines/" + std::to_string(app.get(path).json.number("/lines/0/id"));
}

struct Conflict {
    const char* name;
    // Makes the day so far and gives the late scan.
    std::function<Body(TestApp&)> day;
    const char* reason;
    const char* known;  // the kind of the event it contradicts; empty without an item
};

// The item is lent at `instant`.
std::string lent_at(TestApp& app, const char* instant, const Body& product = {}) {
    const auto code = app.ready_item(app.product(product));
    app.clock.set(instant);
    app.loan(code);
    return code;
}

std::string returned_at(TestApp& app, const char* out, const char* in, const Body& scan = {}) {
    const auto code = lent_at(app, out);
    app.clock.set(in);
    app.scanned("in", code, scan);
    return code;
}

const std::vector<Conflict> conflicts{
    {"returned, but it was never lent",
     [](TestApp& app) { return app.scan("in", app.ready_item(), happened(at_9)); },
     "late_contradiction", "inspected_ok"},
    {"returned before the open loan began",
     [](TestApp& app) { return app.scan("in", lent_at(app, at_10), happened(at_9)); },
     "late_contradiction", "lent"},
    {"returned, but given up as lost",
     [](TestApp& app) {
         const auto code = app.ready_item();
         app.clock.set(at_9);
         const auto loan = app.loan(code);
         app.clock.set(at_11);
         app.post(line_of(app, loan) + "/end", Body().set("reason", "lost"), "leder");
         return app.scan("in", code, happened(at_10));
     },
     "wrong_state", "given_up_lent"},
    {"returned, but found again meanwhile",
     [](TestApp& app) {
         const auto code = app.ready_item();
         app.clock.set(at_9);
         const auto loan = app.loan(code);
         app.clock.set(at_11);
         app.post(line_of(app, loan) + "/end", Body().set("reason", "lost"), "leder");
         trigger(app, code, "found", Body());
         return app.scan("in", code, happened(at_10));
     },
     "late_contradiction", "found"},
    {"returned, but scrapped",
     [](TestApp& app) {
         const auto code = app.ready_item();
         trigger(app, code, "scrap", Body().set("reason", "worn out"));
         return app.scan("in", code, happened(at_9));
     },
     "wrong_state", "scrapped"},
    {"returned, but missing",
     [](TestApp& app) {
         const auto code = app.ready_item();
         trigger(app, code, "missing", Body());
         return app.scan("in", code, happened(at_9));
     },
     "wrong_state", "missing"},
    {"returned without what is no part of it",
     [](TestApp& app) {
         return app.scan("in", lent_at(app, at_9),
                         happened(at_10).raw("details", R"({"missing_accessories": ["hjul"]})"));
     },
     "unknown_accessory", "lent"},
    {"handed out, but lent to somebody else since",
     [](TestApp& app) {
         const auto code = lent_at(app, at_10);
         return app.scan("out", code, happened(at_9).merge(to(app.borrower())));
     },
     "late_contradiction", "lent"},
    {"lent twice without coverage",
     [](TestApp& app) {
         const auto code = lent_at(app, at_9);
         return app.scan("out", code, happened(at_10).merge(to(app.borrower())));
     },
     "already_lent", "lent"},
    {"handed out, but came back since",
     [](TestApp& app) {
         const auto code = returned_at(app, at_9, at_11);
         return app.scan("out", code, happened(at_10).merge(to(app.borrower())));
     },
     "late_contradiction", "returned"},
    {"handed out before it was blocked",
     [](TestApp& app) {
         const auto code = app.ready_item();
         app.clock.set(at_11);
         trigger(app, code, "block", Body().set("reason", "notice"));
         return app.scan("out", code, happened(at_10).merge(to(app.borrower())));
     },
     "late_contradiction", "blocked"},
    {"handed out while it was blocked",
     [](TestApp& app) {
         const auto code = app.ready_item();
         trigger(app, code, "block", Body().set("reason", "notice"));
         return app.scan("out", code, happened(at_10).merge(to(app.borrower())));
     },
     "blocked", "blocked"},
    {"handed out, but seen on its shelf after that",
     [](TestApp& app) {
         const auto code = app.ready_item();
         app.clock.set(at_10);
         app.scanned("count", code);
         return app.scan("out", code, happened(at_9).merge(to(app.borrower())));
     },
     "late_contradiction", "inspected_ok"},
    {"handed out, but never checked",
     [](TestApp& app) {
         return app.scan("out", app.item(app.product()), happened(at_9).merge(to(app.borrower())));
     },
     "not_ready", "taken_in"},
    {"handed out, but it is NAV's",
     [](TestApp& app) {
         return app.scan("out", app.ready_item(app.product(), Body().set("owner", "nav")),
                         happened(at_9).merge(to(app.borrower())));
     },
     "not_lendable", "inspected_ok"},
    {"handed out without training",
     [](TestApp& app) {
         return app.scan("out", app.ready_item(app.product(Body().set("needs_training", true))),
                         happened(at_9).merge(to(app.borrower())));
     },
     "training_required", "inspected_ok"},
    {"handed out to nobody known",
     [](TestApp& app) { return app.scan("out", app.ready_item(), happened(at_9).merge(to(999))); },
     "unknown_borrower", "inspected_ok"},
    {"handed out to nobody",
     [](TestApp& app) { return app.scan("out", app.ready_item(), happened(at_9)); },
     "borrower_needed", "inspected_ok"},
    {"handed out on a loan that is not there",
     [](TestApp& app) {
         return app.scan("out", app.ready_item(), happened(at_9).set("loan", 999));
     },
     "unknown_loan", "inspected_ok"},
    {"handed out on a loan that has ended",
     [](TestApp& app) {
         const auto loan = app.loan(app.ready_item());
         app.post(line_of(app, loan) + "/end", Body().set("reason", "returned"));
         return app.scan("out", app.ready_item(), happened(at_9).set("loan", loan));
     },
     "loan_ended", "inspected_ok"},
    {"washed after it went out",
     [](TestApp& app) { return app.scan("washed", lent_at(app, at_9), happened(at_10)); },
     "already_lent", "lent"},
    {"washed before it came back",
     [](TestApp& app) {
         return app.scan("washed", returned_at(app, at_9, at_11), happened(at_10));
     },
     "late_contradiction", "returned"},
    {"washed although it was ready",
     [](TestApp& app) { return app.scan("washed", app.ready_item(), happened(at_10)); },
     "wrong_state", "inspected_ok"},
    {"washed in quarantine",
     [](TestApp& app) {
         const auto code =
             returned_at(app, at_9, at_10, Body().raw("details", R"({"infectious": true})"));
         return app.scan("washed", code, happened(at_11));
     },
     "in_quarantine", "returned_infectious"},
    {"inspected after it went out",
     [](TestApp& app) { return app.scan("inspected", lent_at(app, at_9), happened(at_10)); },
     "already_lent", "lent"},
    {"inspected before it was washed",
     [](TestApp& app) {
         const auto code = returned_at(app, at_9, at_9);
         app.clock.set(at_11);
         app.scanned("washed", code);
         return app.scan("inspected", code, happened(at_10));
     },
     "late_contradiction", "cleaned"},
    {"inspected while it was dirty",
     [](TestApp& app) {
         return app.scan("inspected", returned_at(app, at_9, at_10), happened(at_11));
     },
     "wrong_state", "returned"},
    {"moved while it was lent",
     [](TestApp& app) {
         return app.scan("move", lent_at(app, at_9), happened(at_10).set("shelf", "X9"));
     },
     "already_lent", "lent"},
    {"moved although it was scrapped",
     [](TestApp& app) {
         const auto code = app.ready_item();
         trigger(app, code, "scrap", Body().set("reason", "worn out"));
         return app.scan("move", code, happened(at_9).set("shelf", "X9"));
     },
     "wrong_state", "scrapped"},
    {"a code that nobody knows",
     [](TestApp& app) {
         return app.scan("in", labels::LabelCode::from_number(77).text(), happened(at_9));
     },
     "unknown_code", ""},
    {"a misread code",
     [](TestApp& app) {
         std::string code = app.ready_item();
         code.back() = code.back() == '0' ? '1' : '0';
         return app.scan("in", code, happened(at_9));
     },
     "wrong_check_symbol", ""},
    {"an HMS-nr",
     [](TestApp& app) {
         app.product(Body().set("hms_nr", "024832"));
         return app.scan("in", "024832", happened(at_9));
     },
     "product_code", ""},
    {"a serial number of two aids",
     [](TestApp& app) {
         const auto product = app.product();
         app.ready_item(product, Body().set("serial", "S1"));
         app.ready_item(product, Body().set("serial", "S1"));
         return app.scan("in", "S1", happened(at_9));
     },
     "ambiguous_code", ""},
    {"a depot that is not there",
     [](TestApp& app) {
         return app.scan("in", app.ready_item(), happened(at_9).set("depot", "NORD"));
     },
     "unknown_depot", "inspected_ok"},
};

}  // namespace

TEST_CASE("a late scan that contradicts what is known opens one discrepancy, naming both events") {
    for (const Conflict& conflict : conflicts) {
        for (const bool in_batch : {false, true}) {
            INFO(conflict.name << (in_batch ? ", in a batch" : ""));
            TestApp app;
            const Body scan = conflict.day(app);
            app.clock.set(at_12);
            const auto loans_before =
                app.stored().rows("select id, loan_id, ended_at, end_reason from loan_line");
            const auto items_before = app.stored().rows(
                "select id, state, depot_id, shelf, dirty, quarantine_until from item");
            const auto events_before = std::stoi(app.stored().value("select count(*) from event"));
            const auto loans_count = app.stored().value("select count(*) from loan");
            REQUIRE(app.open_discrepancies() == 0);

            const auto sent =
                in_batch ? app.post("/api/v1/scans/batch", Body().list("scans", {scan.text()}))
                         : app.post("/api/v1/scans", scan);
            REQUIRE(sent.status == 200);
            const std::string at = in_batch ? "/items/0" : "";
            const std::string reason = conflict.reason;
            const bool unread = reason == "unknown_code" || reason == "wrong_check_symbol";
            CHECK(sent.json.text(at + "/result") == (unread ? "unknown_code" : "discrepancy"));
            CHECK(sent.json.text(at + "/reason/code") == reason);
            CHECK(sent.json.text(at + "/instruction/code") == "ask");

            const auto found = app.get("/api/v1/discrepancies").json;
            REQUIRE(found.size("/items") == 1);
            CHECK(found.text("/items/0/scan") == sent.json.text(at + "/scan"));
            CHECK(found.text("/items/0/reason") == reason);
            CHECK(found.text("/items/0/created_at") == at_12);

            // Nothing but the note in the item's history.
            CHECK(app.stored().rows("select id, loan_id, ended_at, end_reason from loan_line") ==
                  loans_before);
            CHECK(app.stored().rows(
                      "select id, state, depot_id, shelf, dirty, quarantine_until from item") ==
                  items_before);
            CHECK(app.stored().value("select count(*) from loan") == loans_count);
            const auto events_after = std::stoi(app.stored().value("select count(*) from event"));
            if (std::string(conflict.known).empty()) {
                CHECK(found.is_null("/items/0/item"));
                CHECK(found.is_null("/items/0/event_seq"));
                CHECK(events_after == events_before);
                continue;
            }
            CHECK(events_after == events_before + 1);
            const auto history = app.history_of(found.text("/items/0/item"));
            const auto event = static_cast<std::size_t>(found.number("/items/0/event_seq"));
            const auto known = static_cast<std::size_t>(found.number("/items/0/known_event_seq"));
            REQUIRE(event == history.size());
            CHECK(history[event - 1] == "late_scan");
            CHECK(history[known - 1] == conflict.known);

            // Sent again it is one discrepancy still.
            app.post("/api/v1/scans", scan);
            CHECK(app.open_discrepancies() == 1);
        }
    }
}

TEST_CASE("a discrepancy is settled once") {
    TestApp app;
    const Body scan = app.scan("in", app.ready_item(), happened("2026-11-23T07:00:00.000Z"));
    CHECK(app.post("/api/v1/scans", scan).json.text("/result") == "discrepancy");
    CHECK(app.get("/api/v1/discrepancies?depot=ENGVEIEN").json.size("/items") == 0);
    CHECK(app.get("/api/v1/discrepancies?depot=SMS").json.size("/items") == 1);
    const auto settled = app.call("leder", "POST", "/api/v1/discrepancies/1/settle");
    CHECK(settled.json.text("/settled_at") == TestApp::start);
    CHECK(app.open_discrepancies() == 0);
    const auto again = app.call("lager", "POST", "/api/v1/discrepancies/1/settle", "{}");
    CHECK(again.status == 409);
    CHECK(again.code() == "already_settled");
    CHECK(app.call("lager", "POST", "/api/v1/discrepancies/2/settle").status == 404);
}

TEST_CASE("a late scan that fits is applied at its own time") {
    TestApp app;
    SECTION("a return") {
        const auto code = lent_at(app, at_9);
        app.clock.set(at_12);
        const auto in = app.scanned("in", code, happened(at_10));
        CHECK(in.json.text("/result") == "done");
        CHECK(in.json.text("/item/state") == "to_clean");
        const auto event = app.get("/api/v1/items/" + code + "/events").json;
        CHECK(event.text("/items/3/happened_at") == at_10);
        CHECK(event.text("/items/3/recorded_at") == at_12);
        CHECK(app.get("/api/v1/loans/1").json.text("/lines/0/ended_at") == at_10);
    }
    SECTION("a hand-out yesterday: the loan began then") {
        const auto code = app.ready_item();
        const auto borrower = app.borrower();
        app.clock.set("2026-11-25T08:00:00.000Z");
        const auto out =
            app.scanned("out", code, happened("2026-11-24T15:00:00.000Z").merge(to(borrower)));
        CHECK(out.json.text("/result") == "done");
        const auto loan = app.get("/api/v1/loans/1").json;
        CHECK(loan.text("/start") == "2026-11-24");
        CHECK(loan.text("/lines/0/due") == "2027-02-24");
        CHECK(loan.text("/lines/0/handed_out_at") == "2026-11-24T15:00:00.000Z");
    }
    SECTION("a return whose loan was ended by hand meanwhile") {
        const auto code = returned_at(app, at_9, at_11);
        app.clock.set(at_12);
        CHECK(app.scanned("in", code, happened(at_10)).json.text("/result") == "nothing_to_do");
    }
    SECTION("a return from before the newer loan belongs to the earlier one") {
        const auto code = returned_at(app, at_9, at_10);
        app.clock.set(at_10);
        app.scanned("washed", code);
        app.scanned("inspected", code);
        app.clock.set(at_11);
        app.loan(code);
        app.clock.set(at_12);
        CHECK(app.scanned("in", code, happened("2026-11-23T09:30:00.000Z")).json.text("/result") ==
              "nothing_to_do");
        CHECK(app.get("/api/v1/items/" + code).json.flag("/on_loan"));
        CHECK(app.get("/api/v1/loans/2").json.text("/state") == "open");
    }
    SECTION("a place that is older than the known one") {
        const auto code = app.ready_item();
        app.clock.set(at_11);
        app.scanned("move", code, Body().set("shelf", "C1"));
        app.clock.set(at_12);
        CHECK(app.scanned("move", code, happened(at_10).set("shelf", "A1")).json.text("/result") ==
              "nothing_to_do");
        CHECK(app.get("/api/v1/items/" + code).json.text("/shelf") == "C1");
    }
    SECTION("a look-up") {
        const auto code = app.ready_item();
        app.clock.set(at_12);
        CHECK(app.scanned("lookup", code, happened(at_9)).json.text("/result") == "done");
    }
    CHECK(app.open_discrepancies() == 0);
}

TEST_CASE("a scan is late when it is more than two minutes old") {
    TestApp app;
    const auto code = app.ready_item();
    app.clock.set("2026-11-23T08:02:00.000Z");
    const auto live = app.scanned("in", code, happened("2026-11-23T08:00:00.000Z"));
    CHECK(live.json.text("/result") == "nothing_to_do");
    const auto late = app.scanned("in", code, happened("2026-11-23T07:59:59.999Z"));
    CHECK(late.json.text("/result") == "discrepancy");
}

TEST_CASE("a time in the future is the receipt, and is marked") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code);
    app.clock.set(at_10);
    CHECK(app.scanned("in", code, happened(at_11)).json.text("/result") == "done");
    const auto event = app.get("/api/v1/items/" + code + "/events").json;
    CHECK(event.text("/items/3/happened_at") == at_10);
    CHECK(app.stored().value("select suspect from scan") == "1");
}

TEST_CASE("a wrong clock of a device is put right by the time of sending") {
    TestApp app;
    const auto code = lent_at(app, at_9);
    app.clock.set(at_12);
    // The device is three hours ahead: it says 13:00, and 15:00 when it sends at 12:00.
    const Body in = app.scan("in", code, happened("2026-11-23T13:00:00.000Z"));
    SECTION("alone") {
        app.post("/api/v1/scans", Body(in).set("sent_at", "2026-11-23T16:00:00.000+01:00"));
    }
    SECTION("in a batch") {
        app.post("/api/v1/scans/batch",
                 Body().set("sent_at", "2026-11-23T15:00:00.000Z").list("scans", {in.text()}));
    }
    const auto event = app.get("/api/v1/items/" + code + "/events").json;
    CHECK(event.text("/items/3/kind") == "returned");
    CHECK(event.text("/items/3/happened_at") == at_10);
    CHECK(app.stored().value("select suspect from scan") == "0");
}

TEST_CASE("a batch is applied in the order in which it happened, and answered in its own") {
    TestApp app;
    const auto code = lent_at(app, at_9);
    const Body in = app.scan("in", code, happened("2026-11-23T09:30:00.000Z").set("seq", 7));
    const Body washed = app.scan("washed", code, happened(at_10).set("seq", 8));
    const Body inspected = app.scan("inspected", code, happened(at_11).set("seq", 9));
    app.clock.set(at_12);
    const auto batch = app.post("/api/v1/scans/batch",
                                Body().list("scans", {inspected.text(), in.text(), washed.text()}));
    CHECK(batch.json.each("/items", "/result") == Texts{"done", "done", "done"});
    CHECK(batch.json.each("/items", "/item/state") == Texts{"ready", "to_clean", "to_inspect"});
    CHECK(app.history_of(code) ==
          Texts{"taken_in", "inspected_ok", "lent", "returned", "cleaned", "inspected_ok"});
}

TEST_CASE("the numbers of a device win over its clock") {
    TestApp app;
    const auto code = lent_at(app, at_9);
    // Its clock jumped back between the two.
    const Body in = app.scan("in", code, happened(at_11).set("seq", 1));
    const Body washed = app.scan("washed", code, happened(at_10).set("seq", 2));
    app.clock.set(at_12);
    const auto batch =
        app.post("/api/v1/scans/batch", Body().list("scans", {washed.text(), in.text()}));
    CHECK(batch.json.each("/items", "/result") == Texts{"done", "done"});
    CHECK(app.history_of(code).back() == "cleaned");
    CHECK(app.stored().rows("select seq, suspect from scan order by seq") ==
          std::vector<Texts>{{"1", "0"}, {"2", "1"}});
    CHECK(app.open_discrepancies() == 0);
}

TEST_CASE("one bad scan in a batch never stops the rest") {
    TestApp app;
    const auto code = lent_at(app, at_9);
    app.clock.set(at_12);
    const auto scan = [&](const char* mode) {
        return app.scan(mode, code, happened(at_10)).text();
    };
    const auto batch = app.post(
        "/api/v1/scans/batch",
        Body().list("scans", {scan("lookup"), "17", "{}", Body().set("id", "x").text(), scan("in"),
                              app.scan("rub", code).text(), app.scan("in", "rubbish").text()}));
    REQUIRE(batch.status == 200);
    REQUIRE(batch.json.size("/items") == 7);
    CHECK(batch.json.text("/items/0/result") == "done");
    CHECK(batch.json.text("/items/1/code") == "wrong_type");
    CHECK(batch.json.text("/items/2/code") == "required");
    CHECK(batch.json.number("/items/3/status") == 400);
    CHECK(batch.json.text("/items/4/result") == "done");
    CHECK(batch.json.text("/items/5/code") == "invalid_value");
    CHECK(batch.json.text("/items/6/result") == "unknown_code");
    CHECK(app.state_of(code) == "to_clean");
}

TEST_CASE("a batch has at most five hundred scans") {
    TestApp app;
    const auto code = app.ready_item();
    const auto batch_of = [&](int count) {
        std::vector<std::string> scans;
        for (int i = 0; i < count; ++i) scans.push_back(app.scan("lookup", code).text());
        return app.post("/api/v1/scans/batch", Body().list("scans", scans));
    };
    const auto full = batch_of(500);
    CHECK(full.status == 200);
    CHECK(full.json.size("/items") == 500);
    const auto more = batch_of(501);
    CHECK(more.status == 400);
    CHECK(more.errors() == Texts{"/scans too_many"});
    CHECK(app.stored().value("select count(*) from scan") == "500");
    CHECK(batch_of(0).body == "{\"items\":[]}");
}
