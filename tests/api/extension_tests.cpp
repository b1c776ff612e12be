#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

std::string path_of(std::int64_t loan) { return "/api/v1/loans/" + std::to_string(loan); }

Answer extend(TestApp& app, std::int64_t loan, int months = 3, std::string_view sender = "ergo") {
    return app.post(path_of(loan) + "/extensions",
                    Body().set("months", months).set("reason", "Opptrening hjemme"), sender);
}

std::vector<std::string> faults(TestApp& app) {
    return app.database().read([](db::ReadTx& tx) { return depot::verify(tx); }).faults;
}

}  // namespace

TEST_CASE("an extension adds its months to those since the start, and keeps the first due day") {
    TestApp app;
    app.clock.set("2026-11-30T09:00:00.000Z");
    const auto code = app.ready_item();
    const auto loan = app.loan(code);
    CHECK(app.get(path_of(loan)).json.text("/lines/0/due") == "2027-03-01");
    app.clock.set("2027-02-15T09:00:00.000Z");
    const auto once = extend(app, loan);
    REQUIRE(once.status == 201);
    CHECK(once.header("location") == path_of(loan));
    CHECK(once.header("etag") == app.get(path_of(loan)).header("etag"));
    CHECK(once.json.number("/extensions") == 1);
    // 30 May 2027 is a Sunday. From the clamped 28 February it would be the 28th, a Friday.
    CHECK(once.json.text("/lines/0/due") == "2027-05-31");
    CHECK(once.json.text("/lines/0/original_due") == "2027-03-01");
    CHECK(app.history_of(code).back() == "extended");
    const auto events = app.get("/api/v1/items/" + code + "/events").json;
    CHECK(events.dump("/items/3/fields") == R"([{"name":"due","value":"2027-05-31"}])");
    CHECK(app.stored().value("select reason from extension") == "Opptrening hjemme");

    CHECK(refusal(extend(app, loan)) == "409  extension_limit");
    const auto twice = extend(app, loan, 3, "leder");
    CHECK(twice.json.text("/lines/0/due") == "2027-08-30");
    CHECK(twice.json.number("/extensions") == 2);
    CHECK(app.get("/api/v1/loans?state=overdue").json.size("/items") == 0);

    const auto list = app.get(path_of(loan) + "/extensions").json;
    CHECK(list.each("/items", "/role") == Texts{"ergo", "leder"});
    CHECK(list.text("/items/0/reason") == "Opptrening hjemme");
    CHECK(list.text("/items/0/lines/0/due_before") == "2027-03-01");
    CHECK(list.text("/items/0/lines/0/due_after") == "2027-05-31");
    CHECK(list.text("/items/1/lines/0/due_before") == "2027-05-31");
    // Who reads the reasons is in the access log.
    CHECK(app.stored().value("select count(*) from access_log where action like '%extensions'") ==
          "1");
    const auto first = app.get(path_of(loan) + "/extensions?limit=1").json;
    CHECK(app.get(path_of(loan) + "/extensions?cursor=" + first.text("/next"))
              .json.each("/items", "/role") == Texts{"leder"});
    CHECK(faults(app) == Texts{});
}

TEST_CASE("an overdue loan is extended from today, each line by itself") {
    TestApp app;
    const auto one = app.ready_item();
    const auto two = app.ready_item();
    const auto loan = app.loan({one, two});  // due Tuesday 23 February 2027
    app.scanned("in", two);
    app.clock.set("2027-02-23T22:59:00.000Z");
    app.clock.set("2027-02-23T23:00:00.000Z");  // midnight in Oslo
    CHECK(app.get("/api/v1/loans?state=overdue").json.size("/items") == 1);
    const auto extended = extend(app, loan, 1);
    REQUIRE(extended.status == 201);
    CHECK(extended.json.text("/lines/0/due") == "2027-03-24");
    CHECK(extended.json.number("/lines/0/days_overdue") == 0);
    CHECK(extended.json.text("/lines/1/due") == "2027-02-23");
    CHECK(app.get("/api/v1/loans?state=overdue").json.size("/items") == 0);
    CHECK(app.history_of(two).back() == "returned");
    // From the new anchor, 24 February, and not from the start.
    CHECK(extend(app, loan, 3, "leder").json.text("/lines/0/due") == "2027-06-24");
}

TEST_CASE("on its due day a loan is not overdue") {
    TestApp app;
    const auto loan = app.loan(app.ready_item());
    app.clock.set("2027-02-23T22:59:00.000Z");
    CHECK(extend(app, loan, 1).json.text("/lines/0/due") == "2027-03-23");
}

TEST_CASE("what may not be extended is refused with every reason, and nothing changes") {
    TestApp app;
    const auto borrower = app.borrower();
    const auto code = app.ready_item();
    const auto loan = app.loan(code, Body().set("borrower_id", borrower));
    const auto child = app.loan(app.ready_item(app.product(Body().set("children", true))));
    const auto ended = app.loan(app.ready_item());
    app.post(path_of(ended) + "/lines/" +
                 std::to_string(app.get(path_of(ended)).json.number("/lines/0/id")) + "/end",
             Body().set("reason", "returned"));
    const auto before = app.stored().dump();
    const auto path = path_of(loan) + "/extensions";
    const auto send = [&](const char* body, const char* sender = "ergo") {
        return refusal(app.call(sender, "POST", path, body));
    };
    CHECK(send(R"({"months": 0, "reason": " "})") == "400 /months too_small /reason too_short");
    CHECK(send(R"({"months": 13})") == "400 /months too_large /reason required");
    CHECK(send(R"({"months": "3", "reason": "x", "why": 1})") ==
          "400 /months wrong_type /why unknown_field");
    CHECK(send(R"({"months": 4, "reason": "x"})") == "409 /months extension_too_long");
    CHECK(send(R"({"months": 3, "reason": "x"})", "lager") == "403  not_allowed");
    CHECK(refusal(extend(app, child)) == "409  nothing_to_extend");
    CHECK(refusal(extend(app, child, 5)) == "409 /months extension_too_long  nothing_to_extend");
    CHECK(refusal(extend(app, ended)) == "409  loan_ended");
    CHECK(refusal(extend(app, 999)) == "404  not_found");
    CHECK(app.stored().dump() == before);
}

TEST_CASE("what is lent longer stays lent, also while it is blocked, and comes back as ever") {
    TestApp app;
    const auto crutch = app.product(Body().set("tracking", "counted"));
    const auto code = app.ready_item();
    const auto borrower = app.borrower();
    const auto made =
        app.post("/api/v1/loans",
                 Body()
                     .set("borrower_id", borrower)
                     .set("depot", "SMS")
                     .list("lines", {Body().set("item", code).text(),
                                     Body().set("product_id", crutch).set("quantity", 2).text()}));
    const auto loan = made.json.number("/id");
    app.post("/api/v1/items/" + code + "/block", Body().set("reason", "notice"), "leder");
    const auto extended = extend(app, loan);
    CHECK(extended.json.each("/lines", "/due") == Texts{"2027-05-24", "2027-05-24"});
    CHECK(app.history_of(code) == Texts{"taken_in", "inspected_ok", "lent", "blocked", "extended"});
    CHECK(app.state_of(code) == "blocked");
    const auto back = app.scanned("in", code);
    CHECK(back.json.text("/result") == "done");
    // An extended loan makes its borrower a candidate.
    CHECK(back.json.text("/attention/0/code") == "permanent_candidate");
    CHECK(back.json.each("/attention/0/why") == Texts{"extended"});
    CHECK(back.json.text("/attention/0/text").find("forlenget") != std::string::npos);
    CHECK(faults(app) == Texts{});
}
