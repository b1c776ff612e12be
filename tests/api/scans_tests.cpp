// One scan and its repeats; late scans are in late_scans_tests.cpp, undo in undo_tests.cpp.

#include <catch2/catch.hpp>

#include "labels/code.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

// A code with a right check symbol that no item of a test has, but by a wild chance.
std::string foreign_code() { return labels::LabelCode::from_number(123456).text(); }

std::string result_of(const Answer& answer) {
    std::string result = answer.json.text("/result");
    if (answer.json.has("/reason")) result += " " + answer.json.text("/reason/code");
    return result;
}

Body to_borrower(std::int64_t borrower) {
    return Body().raw("details", "{\"borrower\": " + std::to_string(borrower) + "}");
}

Body details(std::string_view json) { return Body().raw("details", json); }

std::string block(TestApp& app, const std::string& code) {
    return app.post("/api/v1/items/" + code + "/block", Body().set("reason", "notice 7"))
        .json.text("/state");
}

}  // namespace

TEST_CASE("a scan out hands the aid to the borrower named with it") {
    TestApp app;
    const auto code = app.ready_item();
    const auto borrower = app.borrower();
    const auto out = app.scanned("out", code, to_borrower(borrower));
    CHECK(result_of(out) == "done");
    CHECK(out.json.flag("/item/on_loan"));
    CHECK(out.json.text("/item/state") == "ready");
    CHECK(out.json.text("/instruction/code") == "hand_out");
    CHECK(out.json.text("/instruction/text") == "Gi til låneren. Frist 23.02.2027");
    const auto loan = app.get("/api/v1/loans/" + std::to_string(out.json.number("/loan"))).json;
    CHECK(loan.number("/borrower_id") == borrower);
    CHECK(loan.text("/lines/0/item") == code);
    CHECK(loan.text("/expected") == "unknown");

    SECTION("once more to the same borrower says so and changes nothing") {
        const auto again = app.scanned("out", code, to_borrower(borrower));
        CHECK(result_of(again) == "nothing_to_do");
        CHECK(again.json.number("/loan") == out.json.number("/loan"));
    }
    SECTION("to another borrower it is refused") {
        const auto other = app.borrower(Body().set("name", "Ola Nordmann"));
        const auto refused = app.scanned("out", code, to_borrower(other));
        CHECK(result_of(refused) == "refused already_lent");
        CHECK(refused.json.text("/instruction/code") == "on_loan");
        // No empty loan is left behind.
        CHECK(app.get("/api/v1/loans").json.size("/items") == 1);
    }
    SECTION("it can say how long the aid is needed") {
        const auto second = app.ready_item();
        const auto to = app.borrower(Body().set("name", "Ola Nordmann"));
        const auto scan = app.scanned(
            "out", second,
            details("{\"expected\": \"over_2_years\", \"borrower\": " + std::to_string(to) + "}"));
        const auto made = "/api/v1/loans/" + std::to_string(scan.json.number("/loan"));
        CHECK(app.get(made).json.text("/expected") == "over_2_years");
    }
}

TEST_CASE("a scan out without a borrower asks for one") {
    TestApp app;
    const auto code = app.ready_item();
    const auto refused = app.scanned("out", code);
    CHECK(result_of(refused) == "refused borrower_needed");
    CHECK(refused.json.text("/instruction/code") == "start_loan");
    CHECK(result_of(app.scanned("out", code, to_borrower(999))) == "refused unknown_borrower");
    CHECK(result_of(app.scanned("out", code, Body().set("loan", 999))) == "refused unknown_loan");
    const auto loan = app.loan(app.ready_item());
    const auto line = app.get("/api/v1/loans/" + std::to_string(loan)).json.number("/lines/0/id");
    CHECK(app.post("/api/v1/loans/" + std::to_string(loan) + "/lines/" + std::to_string(line) +
                       "/end",
                   Body().set("reason", "returned"))
              .status == 200);
    const auto ended = app.scanned("out", code, Body().set("loan", loan));
    CHECK(result_of(ended) == "refused loan_ended");
    CHECK(ended.json.text("/instruction/code") == "start_loan");
    CHECK(app.state_of(code) == "ready");
}

TEST_CASE("a scan out adds to a loan that it names") {
    TestApp app;
    const auto loan = app.loan(app.ready_item());
    const auto code = app.ready_item();
    const auto out = app.scanned("out", code, Body().set("loan", loan));
    CHECK(result_of(out) == "done");
    CHECK(out.json.number("/loan") == loan);
    CHECK(app.get("/api/v1/loans/" + std::to_string(loan)).json.size("/lines") == 2);
}

TEST_CASE("an aid that may not be lent is refused by a scan out, with the reason") {
    TestApp app;
    const auto borrower = app.borrower();
    const auto refused = [&](const std::string& code) {
        return result_of(app.scanned("out", code, to_borrower(borrower)));
    };
    CHECK(refused(app.item(app.product())) == "refused not_ready");
    const auto blocked = app.ready_item();
    block(app, blocked);
    CHECK(refused(blocked) == "refused blocked");
    CHECK(refused(app.ready_item(app.product(), Body().set("owner", "nav"))) ==
          "refused not_lendable");
    CHECK(refused(app.ready_item(app.product(Body().set("needs_training", true)))) ==
          "refused training_required");
    const auto yearly = app.ready_item(app.product(Body().set("inspection_months", 12)));
    const auto lifted = app.ready_item(app.product(Body().set("needs_training", true)));
    CHECK(
        result_of(app.scanned(
            "out", lifted,
            details(
                "{\"borrower\": " + std::to_string(borrower) +
                R"(, "training": {"given_by": "Anne", "given_to": "Kari", "day": "2026-11-23"}})"))) ==
        "done");
    app.clock.set("2027-11-23T10:00:00.000Z");
    CHECK(refused(yearly) == "done");
    CHECK(result_of(app.scanned("in", yearly)) == "done");
    app.scanned("washed", yearly);
    app.scanned("inspected", yearly);
    app.clock.set("2028-11-24T10:00:00.000Z");
    CHECK(refused(yearly) == "refused inspection_due");
}

TEST_CASE("a scan in brings the aid back, as it is") {
    TestApp app;
    const auto code =
        app.ready_item(app.product(Body().list("accessories", {"\"kurv\"", "\"stokkholder\""})));
    app.loan(code);
    app.clock.advance(std::chrono::hours(1));

    SECTION("to the wash") {
        const auto in = app.scanned("in", code);
        CHECK(result_of(in) == "done");
        CHECK(in.json.text("/instruction/code") == "to_clean");
        CHECK(in.json.size("/attention") == 0);
        CHECK_FALSE(in.json.flag("/item/on_loan"));
        // A scan of an item that is already returned says so and changes nothing.
        const auto again = app.scanned("in", code);
        CHECK(result_of(again) == "nothing_to_do");
        CHECK(again.json.text("/instruction/code") == "to_clean");
        CHECK(app.history_of(code).size() == 4);
    }
    SECTION("infectious, to quarantine for five days") {
        const auto in = app.scanned("in", code, details(R"({"infectious": true})"));
        CHECK(in.json.text("/item/state") == "quarantine");
        CHECK(in.json.text("/instruction/text") == "Karantene til 28.11.2026");
        CHECK(in.json.each("/attention", "/code") == Texts{"infectious"});
        CHECK(app.get("/api/v1/items/" + code).json.text("/quarantine_until") == "2026-11-28");
        const auto soon = app.scanned("washed", code);
        CHECK(result_of(soon) == "refused in_quarantine");
        // Its date is reached on the day itself; the row stays as it is until then.
        app.clock.set("2026-11-27T22:59:00.000Z");  // 23:59 in Oslo
        CHECK(result_of(app.scanned("washed", code)) == "refused in_quarantine");
        app.clock.set("2026-11-27T23:00:00.000Z");
        const auto washed = app.scanned("washed", code);
        CHECK(result_of(washed) == "done");
        CHECK(washed.json.text("/item/state") == "to_inspect");
        CHECK(app.get("/api/v1/items/" + code).json.is_null("/quarantine_until"));
    }
    SECTION("with something missing") {
        const auto in = app.scanned("in", code, details(R"({"missing_accessories": ["kurv"]})"));
        CHECK(in.json.text("/attention/0/code") == "incomplete");
        CHECK(in.json.each("/attention/0/missing") == Texts{"kurv"});
        CHECK(in.json.text("/attention/0/text") == "Mangler: kurv. Be låneren om det");
        const auto events = app.get("/api/v1/items/" + code + "/events").json;
        CHECK(events.text("/items/3/fields/0/name") == "missing_accessory");
        CHECK(events.text("/items/3/fields/0/value") == "kurv");
    }
    SECTION("with something that was never part of it") {
        const auto in = app.scanned("in", code, details(R"({"missing_accessories": ["hjul"]})"));
        CHECK(result_of(in) == "refused unknown_accessory");
        CHECK(app.get("/api/v1/items/" + code).json.flag("/on_loan"));
    }
    SECTION("at the other depot") {
        const auto in = app.scanned("in", code, Body().set("depot", "ENGVEIEN"));
        CHECK(in.json.text("/attention/0/code") == "wrong_depot");
        CHECK(in.json.text("/attention/0/depot") == "SMS");
        CHECK(in.json.text("/attention/0/text") == "Hører til SMS. Legg det til overføring");
        CHECK(in.json.text("/item/depot") == "ENGVEIEN");
        app.scanned("washed", code, Body().set("depot", "ENGVEIEN"));
        const auto ready = app.scanned("inspected", code, Body().set("depot", "ENGVEIEN"));
        CHECK(ready.json.text("/instruction/code") == "send_home");
        CHECK(ready.json.text("/instruction/text") == "Klar. Send til SMS");
    }
    SECTION("blocked while it was out, and it stays blocked") {
        CHECK(block(app, code) == "blocked");
        const auto in = app.scanned("in", code);
        CHECK(result_of(in) == "done");
        CHECK(in.json.text("/item/state") == "blocked");
        CHECK(in.json.text("/instruction/code") == "set_aside");
        CHECK(in.json.each("/attention", "/code") == Texts{"blocked"});
        // It is dirty, so lifting the block sends it to the wash.
        const auto lifted = app.post("/api/v1/items/" + code + "/unblock",
                                     Body().set("reason", "checked"), "leder");
        CHECK(lifted.json.text("/state") == "to_clean");
    }
    SECTION("blocked and infectious, the date is kept") {
        block(app, code);
        app.scanned("in", code, details(R"({"infectious": true})"));
        CHECK(app.get("/api/v1/items/" + code).json.text("/quarantine_until") == "2026-11-28");
        const auto lifted = app.post("/api/v1/items/" + code + "/unblock",
                                     Body().set("reason", "checked"), "leder");
        CHECK(lifted.json.text("/state") == "quarantine");
    }
}

TEST_CASE("attention is what the loan was before the scan, by hand") {
    TestApp app;
    const auto code = app.ready_item(app.product(Body().set("inspection_months", 3)));
    // Made on 23 November: due 23 February 2027, inspection due the same day.
    app.loan({code}, Body().set("expected", "over_2_years"));

    SECTION("on the due day nothing is overdue") {
        app.clock.set("2027-02-23T11:00:00.000Z");
        const auto in = app.scanned("in", code);
        CHECK(in.json.each("/attention", "/code") == Texts{"permanent_candidate"});
        CHECK(in.json.each("/attention/0/why") == Texts{"expected_long"});
    }
    SECTION("thirteen days after it, not yet a candidate by being late") {
        app.clock.set("2027-03-08T11:00:00.000Z");
        const auto in = app.scanned("lookup", code);
        CHECK(in.json.each("/attention", "/code") ==
              Texts{"overdue", "permanent_candidate", "inspection_due"});
        CHECK(in.json.number("/attention/0/days") == 13);
        CHECK(in.json.each("/attention/1/why") == Texts{"expected_long"});
    }
    SECTION("fourteen days after it") {
        app.clock.set("2027-03-09T11:00:00.000Z");
        const auto in = app.scanned("in", code);
        CHECK(in.json.number("/attention/0/days") == 14);
        CHECK(in.json.each("/attention/1/why") == Texts{"expected_long", "overdue"});
    }
    SECTION("one day after it, in the reader's language") {
        app.clock.set("2027-02-24T11:00:00.000Z");
        const auto text = [&](const char* language) {
            return app
                .call("lager", "POST", "/api/v1/scans", app.scan("lookup", code),
                      {{"accept-language", language}})
                .json.text("/attention/0/text");
        };
        CHECK(text("nb") == "1 dag over fristen");
        CHECK(text("en") == "1 day overdue");
    }
}

TEST_CASE("a unit and the children's stock are no candidates") {
    TestApp app;
    const auto ward = app.borrower(Body().set("kind", "unit").set("name", "Nygård 2. etasje"));
    const auto lent = app.ready_item();
    app.loan({lent}, Body().set("borrower_id", ward).set("expected", "over_2_years"));
    CHECK(app.scanned("lookup", lent).json.size("/attention") == 0);
    const auto small = app.ready_item(app.product(Body().set("children", true)));
    app.loan({small}, Body().set("expected", "over_2_years"));
    CHECK(app.scanned("lookup", small).json.size("/attention") == 0);
}

TEST_CASE("a washed aid goes to inspection, and only a washable one") {
    TestApp app;
    const auto code = app.ready_item();
    CHECK(result_of(app.scanned("washed", code)) == "refused wrong_state");
    app.loan(code);
    CHECK(result_of(app.scanned("washed", code)) == "refused already_lent");
    app.scanned("in", code);
    CHECK(result_of(app.scanned("washed", code)) == "done");
    CHECK(result_of(app.scanned("washed", code)) == "nothing_to_do");
    const auto events = app.get("/api/v1/items/" + code + "/events").json;
    // Not said, so as its product is washed.
    CHECK(events.text("/items/4/method") == "machine");
    block(app, code);
    CHECK(result_of(app.scanned("washed", code)) == "refused blocked");
}

TEST_CASE("an inspected aid is ready, or goes to repair") {
    TestApp app;
    const auto product =
        app.product(Body().list("accessories", {"\"kurv\""}).set("inspection_months", 12));
    const auto code = app.item(product);
    SECTION("ok") {
        const auto scan = app.scanned("inspected", code);
        CHECK(scan.json.text("/item/state") == "ready");
        CHECK(app.get("/api/v1/items/" + code).json.text("/inspection_due") == "2027-11-23");
        // A periodic inspection of a ready aid moves its date.
        app.clock.set("2027-01-31T10:00:00.000Z");
        CHECK(result_of(app.scanned("inspected", code)) == "done");
        CHECK(app.get("/api/v1/items/" + code).json.text("/inspection_due") == "2028-01-31");
    }
    SECTION("failed") {
        const auto scan = app.scanned(
            "inspected", code,
            details(
                R"({"ok": false, "checklist": {"brakes": false}, "findings": "Bremsen løs\nog slitt"})"));
        CHECK(scan.json.text("/item/state") == "to_repair");
        CHECK(scan.json.text("/instruction/code") == "to_repair");
        const auto events = app.get("/api/v1/items/" + code + "/events").json;
        CHECK(events.dump("/items/1/fields") == R"([{"name":"check_brakes","value":"failed"}])");
        // Free text is beside the event, not in it.
        CHECK(events.dump().find("slitt") == std::string::npos);
        CHECK(app.stored().value("select text from note") == "Bremsen løs\nog slitt");
    }
    SECTION("passed while something is missing") {
        const auto scan =
            app.scanned("inspected", code, details(R"({"missing_accessories": ["kurv"]})"));
        CHECK(result_of(scan) == "refused incomplete");
        CHECK(app.state_of(code) == "to_inspect");
    }
    SECTION("not while it is dirty, lent or blocked") {
        app.scanned("inspected", code);
        app.loan(code);
        CHECK(result_of(app.scanned("inspected", code)) == "refused already_lent");
        app.scanned("in", code);
        CHECK(result_of(app.scanned("inspected", code)) == "refused wrong_state");
        block(app, code);
        CHECK(result_of(app.scanned("inspected", code)) == "refused blocked");
    }
}

TEST_CASE("a move changes the place alone") {
    TestApp app;
    const auto code = app.ready_item();
    const auto moved =
        app.scanned("move", code, Body().set("depot", "ENGVEIEN").set("shelf", "A1"));
    CHECK(result_of(moved) == "done");
    CHECK(moved.json.text("/item/depot") == "ENGVEIEN");
    CHECK(moved.json.text("/item/shelf") == "A1");
    CHECK(moved.json.text("/instruction/code") == "send_home");
    CHECK(
        result_of(app.scanned("move", code, Body().set("depot", "ENGVEIEN").set("shelf", "A1"))) ==
        "nothing_to_do");
    app.loan(code);
    CHECK(result_of(app.scanned("move", code)) == "refused already_lent");
}

TEST_CASE("a look-up and a count say what it is and change nothing") {
    TestApp app;
    const auto code = app.ready_item();
    for (const char* mode : {"lookup", "count"}) {
        const auto scan = app.scanned(mode, code);
        CHECK(result_of(scan) == "done");
        CHECK(scan.json.text("/item/code") == code);
        CHECK(scan.json.text("/instruction/where") == "SMS, hylle B3");
    }
    CHECK(app.history_of(code).size() == 2);
}

TEST_CASE("a code that is not exactly known is refused by name, whatever the mode") {
    TestApp app;
    const auto hms = app.product(Body().set("hms_nr", "024832"));
    const auto code = app.ready_item(hms, Body().set("serial", "SN-77"));
    std::string misread = code;
    misread.back() = misread.back() == '0' ? '1' : '0';
    struct Row {
        std::string code;
        std::string result;
    };
    const std::vector<Row> rows{
        {foreign_code(), "unknown_code unknown_code"},
        {misread, "unknown_code wrong_check_symbol"},
        {"rubbish", "unknown_code unknown_code"},
        {"999999", "unknown_code unknown_code"},
        {"024832", "refused product_code"},
    };
    for (const char* mode : {"out", "in", "washed", "inspected", "move", "count", "lookup"}) {
        for (const Row& row : rows) {
            INFO(mode << " " << row.code);
            const auto scan = app.scanned(mode, row.code);
            CHECK(result_of(scan) == row.result);
            CHECK(scan.json.is_null("/item"));
        }
    }
    CHECK(app.open_discrepancies() == 0);
    // By its serial number, as typed or scanned.
    CHECK(app.scanned("lookup", "SN-77").json.text("/item/code") == code);
    app.ready_item(hms, Body().set("serial", "SN-77"));
    CHECK(result_of(app.scanned("lookup", "SN-77")) == "refused ambiguous_code");
}

TEST_CASE("a gone aid is not brought back by a scan") {
    TestApp app;
    const auto code = app.ready_item();
    app.post("/api/v1/items/" + code + "/scrap", Body().set("reason", "worn out"));
    CHECK(result_of(app.scanned("in", code)) == "refused wrong_state");
    const auto looked = app.scanned("lookup", code);
    CHECK(looked.json.text("/instruction/code") == "gone");
    // `found` is refused for it.
    CHECK(looked.json.text("/instruction/text") ==
          "Er kassert eller levert eieren. Sett det til side og gi beskjed");
    const auto missing = app.ready_item();
    app.post("/api/v1/items/" + missing + "/missing", Body());
    CHECK(app.scanned("lookup", missing).json.text("/instruction/text") ==
          "Er ikke på lager. Registrer som funnet hvis du har det i hånden");
    CHECK(result_of(app.scanned("move", code, Body().set("shelf", "X"))) == "refused wrong_state");
}

TEST_CASE("an unknown depot is refused") {
    TestApp app;
    const auto code = app.ready_item();
    CHECK(result_of(app.scanned("lookup", code, Body().set("depot", "NORD"))) ==
          "refused unknown_depot");
    // None named: the sender's.
    CHECK(app.post("/api/v1/scans", app.scan("lookup", code).without("depot"))
              .json.text("/item/depot") == "SMS");
}

TEST_CASE("a replaced label still finds its aid") {
    TestApp app;
    const auto code = app.ready_item();
    const auto relabelled = app.post("/api/v1/items/" + code + "/relabel", Body());
    const auto fresh = relabelled.json.text("/code");
    CHECK(fresh != code);
    CHECK(app.scanned("lookup", code).json.text("/item/code") == fresh);
    CHECK(app.get("/api/v1/items/" + code).json.text("/code") == fresh);
    CHECK(app.history_of(fresh) == Texts{"taken_in", "inspected_ok", "relabelled"});
}

TEST_CASE("the same scan again gets the same bytes and has no second effect") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code);
    app.clock.advance(std::chrono::hours(1));
    const Body scan =
        app.scan("in", code, Body().set("seq", 17).raw("details", R"({"note": "a"})"));
    const auto first = app.post("/api/v1/scans", scan);
    CHECK(first.json.text("/result") == "done");
    app.clock.advance(std::chrono::hours(48));
    const auto events = app.history_of(code);

    SECTION("word for word") { CHECK(app.post("/api/v1/scans", scan).body == first.body); }
    SECTION("in another order, with blanks, nulls and another time of sending") {
        const std::string text =
            "{ \"seq\" : 17,\n \"details\": {\"infectious\": null, \"note\": \"a\"},"
            " \"sent_at\": \"2026-11-25T09:00:00.000Z\", \"loan\": null,"
            " \"code\": \"" +
            code +
            "\", \"mode\": \"in\", \"depot\": \"SMS\","
            " \"device\": \"desk-1\","
            " \"happened_at\": \"2026-11-23T09:00:00.000Z\","
            " \"id\": \"" +
            first.json.text("/scan") + "\"}";
        CHECK(app.call("lager", "POST", "/api/v1/scans", text).body == first.body);
    }
    SECTION("in a batch") {
        const auto batch = app.post("/api/v1/scans/batch", Body().list("scans", {scan.text()}));
        CHECK(batch.body == "{\"items\":[" + first.body + "]}");
    }
    SECTION("from another sender of the depot") {
        CHECK(app.post("/api/v1/scans", scan, "lager2").body == first.body);
    }
    CHECK(app.history_of(code) == events);
}

TEST_CASE("the same id with other fields is 422 id_reused and nothing happens") {
    TestApp app;
    const auto code = app.ready_item();
    const Body scan = app.scan("lookup", code);
    app.post("/api/v1/scans", scan);
    const std::string before = app.stored().dump();
    const std::vector<Body> others{
        Body(scan).set("mode", "count"),    Body(scan).set("device", "desk-2"),
        Body(scan).set("seq", 1),           Body(scan).set("depot", "ENGVEIEN"),
        Body(scan).set("shelf", "A"),       Body(scan).set("code", code + " "),
        Body(scan).set("operator", "ANNE"), Body(scan).set("happened_at", "2026-11-23T07:59:59Z"),
        Body(scan).set("loan", 1),
    };
    for (const Body& other : others) {
        INFO(other.text());
        const auto answer = app.post("/api/v1/scans", other);
        CHECK(answer.status == 422);
        CHECK(answer.errors() == Texts{"/id id_reused"});
    }
    CHECK(app.stored().dump() == before);
}

TEST_CASE("the same scan fifty times at once has one effect and one answer") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code);
    app.clock.advance(std::chrono::hours(1));
    const Body scan = app.scan("in", code);
    const auto bodies =
        support::in_parallel(50, [&](int) { return app.post("/api/v1/scans", scan).body; });
    CHECK(std::count(bodies.begin(), bodies.end(), bodies.front()) == 50);
    CHECK(app.history_of(code) == Texts{"taken_in", "inspected_ok", "lent", "returned"});
    CHECK(app.stored().value("select count(*) from scan") == "1");
}

TEST_CASE("out scans of a device join its loan of the day, until %FERDIG") {
    TestApp app;
    const auto product = app.product();
    const auto kari = app.borrower();
    const auto ola = app.borrower(Body().set("name", "Ola Nordmann"));
    const auto lend = [&](std::int64_t borrower, const Body& given = {}) {
        const auto scan =
            app.scanned("out", app.ready_item(product), Body(to_borrower(borrower)).merge(given));
        REQUIRE(result_of(scan) == "done");
        return scan.json.number("/loan");
    };
    const auto first = lend(kari);
    CHECK(lend(kari) == first);
    CHECK(lend(kari, Body().set("device", "desk-2")) != first);
    const auto second = lend(ola);
    CHECK(second != first);
    CHECK(lend(kari) == first);

    SECTION("after it a new loan begins, also for the others of the device") {
        const auto ferdig = app.scanned("lookup", "%FERDIG");
        CHECK(result_of(ferdig) == "done");
        CHECK(ferdig.json.text("/instruction/code") == "next");
        CHECK(result_of(app.scanned("lookup", "%FERDIG")) == "nothing_to_do");
        CHECK(lend(kari) != first);
        CHECK(lend(ola) != second);
    }
    SECTION("on another device it ends nothing here") {
        app.scanned("lookup", "%FERDIG", Body().set("device", "desk-9"));
        CHECK(lend(kari) == first);
    }
    SECTION("tomorrow it is a new loan") {
        app.clock.set("2026-11-24T08:00:00.000Z");
        CHECK(lend(kari) != first);
    }
    SECTION("other commands and badges are the client's business") {
        for (const char* code : {"%UT", "%INN", "%VASK", "%MEGANNE"}) {
            CHECK(result_of(app.scanned("lookup", code)) == "nothing_to_do");
        }
    }
}

TEST_CASE("a driver scans out, in and looks up, and no more") {
    TestApp app;
    const auto code = app.ready_item();
    const auto borrower = app.borrower();
    for (const char* mode : {"washed", "inspected", "move", "count"}) {
        const Body scan = app.scan(mode, code);
        const auto answer = app.post("/api/v1/scans", scan, "sjafor");
        INFO(mode);
        CHECK(answer.status == 403);
        CHECK(answer.errors() == Texts{"/mode not_allowed"});
    }
    const auto scan = [&](const Body& body) {
        return result_of(app.post("/api/v1/scans", body, "sjafor"));
    };
    CHECK(scan(app.scan("lookup", code)) == "done");
    CHECK(scan(app.scan("out", code, to_borrower(borrower))) == "done");
    CHECK(scan(app.scan("in", code)) == "done");
    // A forbidden one in a batch is answered in its place and stops nothing.
    const auto batch = app.post(
        "/api/v1/scans/batch",
        Body().list("scans", {app.scan("washed", code).text(), app.scan("lookup", code).text()}),
        "sjafor");
    CHECK(batch.json.text("/items/0/code") == "not_allowed");
    CHECK(batch.json.text("/items/1/result") == "done");
}

TEST_CASE("an answer to a scan names no person") {
    TestApp app;
    const auto code = app.ready_item();
    const auto borrower =
        app.borrower(Body().set("name", "Zzyzx Testesen").set("phone", "99887766"));
    std::string all = app.scanned("out", code, to_borrower(borrower)).body;
    all += app.scanned("lookup", code).body;
    all += app.scanned("in", code).body;
    CHECK(all.find("Zzyzx") == std::string::npos);
    CHECK(all.find("99887766") == std::string::npos);
}

TEST_CASE("a code is read with the separators of GS1, and without the blanks around it") {
    TestApp app;
    const auto code = app.ready_item(app.product(), Body().set("serial", "GSX1"));
    const auto found = [&](const std::string& json) {
        return app.post("/api/v1/scans", app.scan("lookup", "-").raw("code", json));
    };
    for (const std::string& read :
         {std::string(R"("010733123456789610LOT7\u001d21GSX1")"),
          std::string(R"("]d2010733123456789610LOT7\u001d21GSX1\r")"), "\"" + code + "\\t\"",
          "\"" + code + "\\r\"", "\"\\t" + code + " \\r\\n\""}) {
        INFO(read);
        const auto scan = found(read);
        REQUIRE(scan.status == 200);
        CHECK(scan.json.text("/item/code") == code);
    }
    CHECK(refusal(found(R"("\t\r")")) == "400 /code too_short");
    CHECK(refusal(found(R"("a\tb")")) == "400 /code invalid_character");
    CHECK(refusal(found(R"("a\u0001b")")) == "400 /code invalid_character");
}
