#include <set>

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

std::string path_of(std::int64_t loan) { return "/api/v1/loans/" + std::to_string(loan); }

Body wanted(std::int64_t borrower, const std::vector<std::string>& lines) {
    return Body().set("borrower_id", borrower).set("depot", "SMS").list("lines", lines);
}

std::string line(const std::string& code) { return Body().set("item", code).text(); }

std::string end_path(TestApp& app, std::int64_t loan, int at = 0) {
    const auto json = app.get(path_of(loan)).json;
    return path_of(loan) + "/lines/" +
           std::to_string(json.number("/lines/" + std::to_string(at) + "/id")) + "/end";
}

}  // namespace

TEST_CASE("of sixteen that lend the same aid at once one wins") {
    TestApp app;
    const auto code = app.ready_item();
    const auto borrower = app.borrower();
    const auto answers = support::in_parallel(
        16, [&](int) { return app.post("/api/v1/loans", wanted(borrower, {line(code)})); });
    int made = 0;
    for (const Answer& answer : answers) {
        if (answer.status == 201) {
            ++made;
        } else {
            CHECK(refusal(answer) == "409 /lines/0/item already_lent");
        }
    }
    CHECK(made == 1);
    CHECK(app.stored().value("select count(*) from loan") == "1");
    CHECK(app.stored().value("select count(*) from loan_line") == "1");
    CHECK(app.history_of(code) == Texts{"taken_in", "inspected_ok", "lent"});
}

TEST_CASE("a loan is all or nothing, and every line that fails is named") {
    TestApp app;
    const auto borrower = app.borrower();
    const auto good = app.ready_item();
    const auto fresh = app.item(app.product());
    const auto lent = app.ready_item();
    app.loan(lent);
    const auto before = app.stored().dump();
    const auto answer =
        app.post("/api/v1/loans", wanted(borrower, {line(good), line(fresh), line(lent),
                                                    R"({"product_id": 999, "quantity": 2})"}));
    CHECK(refusal(answer) ==
          "409 /lines/1/item not_ready /lines/2/item already_lent"
          " /lines/3/product_id unknown_product");
    CHECK(app.stored().dump() == before);
    CHECK(refusal(app.post("/api/v1/loans",
                           wanted(borrower + 50, {line(good)}).set("depot", "NORD"))) ==
          "409 /borrower_id unknown_borrower /depot unknown_depot");
    CHECK(app.stored().dump() == before);
}

TEST_CASE("what is not lent is refused, with the reason") {
    TestApp app;
    const auto borrower = app.borrower();
    const auto lend = [&](const std::string& code) {
        return refusal(app.post("/api/v1/loans", wanted(borrower, {line(code)})));
    };
    struct Row {
        const char* owner;
        bool lent;
    };
    for (const Row& row :
         {Row{"kommune", true}, Row{"overtatt_fra_nav", true}, Row{"nav", false},
          Row{"helseforetak", false}, Row{"leverandor", false}, Row{"privat", false}}) {
        INFO(row.owner);
        const auto code = app.ready_item(app.product(), Body().set("owner", row.owner));
        CHECK(lend(code) == (row.lent ? "201" : "409 /lines/0/item not_lendable"));
    }
    const auto transit = app.ready_item(app.product(), Body().set("stock", "transitt"));
    CHECK(lend(transit) == "409 /lines/0/item not_lendable");

    const auto blocked = app.ready_item();
    app.post("/api/v1/items/" + blocked + "/block", Body().set("reason", "notice"));
    CHECK(lend(blocked) == "409 /lines/0/item blocked");
    // A code with a right check symbol that no aid has.
    CHECK(lend("0000000") == "409 /lines/0/item unknown_item");
}

TEST_CASE("an aid whose periodic inspection is overdue stays on its shelf") {
    TestApp app;
    const auto code = app.ready_item(app.product(Body().set("inspection_months", 1)));
    const auto borrower = app.borrower();
    app.clock.set("2026-12-23T22:59:00.000Z");  // the due day, 23:59 in Oslo
    CHECK(app.state_of(code) == "ready");
    app.clock.set("2026-12-23T23:00:00.000Z");
    CHECK(refusal(app.post("/api/v1/loans", wanted(borrower, {line(code)}))) ==
          "409 /lines/0/item inspection_due");
    CHECK(app.state_of(code) == "ready");
    app.post("/api/v1/items/" + code + "/inspect", Body().set("ok", true));
    CHECK(app.post("/api/v1/loans", wanted(borrower, {line(code)})).status == 201);
}

TEST_CASE("hoists, beds and power chairs need training that is recorded for the loan") {
    TestApp app;
    const auto borrower = app.borrower();
    for (const char* iso : {"12360301", "18121007", "12230606"}) {
        const auto code = app.ready_item(app.product(Body().set("iso", iso)));
        CHECK(refusal(app.post("/api/v1/loans", wanted(borrower, {line(code)}))) ==
              "409 /lines/0/training training_required");
        const auto trained =
            Body()
                .set("item", code)
                .raw("training",
                     R"({"given_by": "Anne", "given_to": "Kari", "day": "2026-11-20"})");
        CHECK(app.post("/api/v1/loans", wanted(borrower, {trained.text()})).status == 201);
    }
    CHECK(app.stored().value("select count(*) from training") == "3");
    const auto future =
        Body()
            .set("item", app.ready_item())
            .raw("training", R"({"given_by": "A", "given_to": "B", "day": "2026-11-24"})");
    CHECK(refusal(app.post("/api/v1/loans", wanted(borrower, {future.text()}))) ==
          "400 /lines/0/training/day in_the_future");
    // A counted product may need it as well.
    const auto sling = app.product(Body().set("tracking", "counted").set("iso", "12362101"));
    CHECK(refusal(app.post("/api/v1/loans",
                           wanted(borrower, {Body().set("product_id", sling).text()}))) ==
          "409 /lines/0/training training_required");
}

TEST_CASE("a counted product is lent by quantity") {
    TestApp app;
    const auto crutch = app.product(Body().set("tracking", "counted").set("name", "Krykke"));
    const auto serial = app.product();
    const auto borrower = app.borrower();
    const auto loan =
        app.post("/api/v1/loans",
                 wanted(borrower, {Body().set("product_id", crutch).set("quantity", 2).text()}));
    REQUIRE(loan.status == 201);
    CHECK(loan.json.number("/lines/0/quantity") == 2);
    CHECK(loan.json.is_null("/lines/0/item"));
    CHECK(loan.json.text("/lines/0/due") == "2027-02-23");
    CHECK(refusal(app.post("/api/v1/loans",
                           wanted(borrower, {Body().set("product_id", serial).text()}))) ==
          "409 /lines/0/item item_needed");
    CHECK(
        refusal(app.post("/api/v1/items", Body().set("product_id", crutch).set("depot", "SMS"))) ==
        "409 /product_id counted_product");
    const auto ended =
        app.post(end_path(app, loan.json.number("/id")), Body().set("reason", "lost"), "leder");
    CHECK(ended.json.text("/state") == "ended");
}

TEST_CASE("a loan may be written down later, but not from before the aid came back") {
    TestApp app;
    const auto code = app.ready_item();
    const auto borrower = app.borrower();
    const auto lend = [&](const char* start) {
        return app.post("/api/v1/loans", wanted(borrower, {line(code)}).set("start", start));
    };
    CHECK(refusal(lend("2026-11-24")) == "400 /start in_the_future");
    CHECK(refusal(lend("2025-11-21")) == "400 /start too_long_ago");
    const auto made = lend("2026-11-20");
    REQUIRE(made.status == 201);
    CHECK(made.json.text("/start") == "2026-11-20");
    // 20 February 2027 is a Saturday.
    CHECK(made.json.text("/lines/0/due") == "2027-02-22");
    CHECK(made.json.text("/lines/0/handed_out_at") == "2026-11-20T11:00:00.000Z");

    app.scanned("in", code);
    app.scanned("washed", code);
    app.scanned("inspected", code);
    CHECK(refusal(lend("2026-11-22")) == "409 /lines/0/item start_before_return");
    CHECK(lend("2026-11-23").status == 201);
}

TEST_CASE("the children's stock is looked at again and has no due day") {
    TestApp app;
    const auto code = app.ready_item(app.product(Body().set("children", true)));
    CHECK(app.get("/api/v1/items/" + code).json.text("/stock") == "barn");
    const auto loan = app.get(path_of(app.loan(code))).json;
    CHECK(loan.is_null("/lines/0/due"));
    CHECK(loan.is_null("/lines/0/original_due"));
    // 23 May 2027 is a Sunday.
    CHECK(loan.text("/lines/0/review") == "2027-05-24");
    app.clock.set("2028-01-01T10:00:00.000Z");
    CHECK(app.get("/api/v1/loans/1").json.number("/lines/0/days_overdue") == 0);
    CHECK(app.get("/api/v1/loans?state=overdue").json.size("/items") == 0);
    // The item's stock decides, not its product.
    const auto adult =
        app.ready_item(app.product(Body().set("children", true)), Body().set("stock", "korttid"));
    CHECK(app.get(path_of(app.loan(adult))).json.is_null("/lines/0/review"));
}

TEST_CASE("days overdue follow the calendar in Oslo") {
    TestApp app;
    const auto loan = app.loan(app.ready_item());  // due Tuesday 23 February 2027
    struct Row {
        const char* now;
        int days;
    };
    for (const Row& row :
         {Row{"2027-02-23T22:59:59.999Z", 0}, Row{"2027-02-23T23:00:00.000Z", 1},
          Row{"2027-02-24T12:00:00.000Z", 1}, Row{"2027-03-28T21:59:00.000Z", 33},
          Row{"2027-03-28T22:00:00.000Z", 34}, Row{"2028-02-23T12:00:00.000Z", 365}}) {
        INFO(row.now);
        app.clock.set(row.now);
        CHECK(app.get(path_of(loan)).json.number("/lines/0/days_overdue") == row.days);
    }
    // An answer that changes with the day has another ETag on another day.
    const auto tag = app.get(path_of(loan)).header("etag");
    app.clock.set("2028-02-24T12:00:00.000Z");
    CHECK(app.get(path_of(loan)).header("etag") != tag);
}

TEST_CASE("what was wrong on a loan is corrected, with an event on its aids") {
    TestApp app;
    const auto code = app.ready_item();
    const auto loan = app.loan(code);
    const auto ola = app.borrower(Body().set("name", "Ola Nordmann"));
    const auto corrected = app.patch(path_of(loan), Body()
                                                        .set("borrower_id", ola)
                                                        .set("arena", "school")
                                                        .set("expected", "over_2_years")
                                                        .set("requested_by", "ergo-1"));
    REQUIRE(corrected.status == 200);
    CHECK(corrected.json.number("/borrower_id") == ola);
    CHECK(corrected.json.text("/arena") == "school");
    CHECK(corrected.json.text("/requested_by") == "ergo-1");
    CHECK(app.history_of(code).back() == "loan_corrected");
    CHECK(
        app.patch(path_of(loan), Body().raw("requested_by", "null")).json.is_null("/requested_by"));
    CHECK(refusal(app.patch(path_of(loan), Body().set("borrower_id", 999))) ==
          "409 /borrower_id unknown_borrower");
    CHECK(refusal(app.patch(path_of(loan), Body().set("start", "2026-11-01"))) ==
          "400 /start unknown_field");
}

TEST_CASE("each way a line ends says what the aid becomes") {
    struct Row {
        const char* reason;
        const char* body;
        const char* sender;
        const char* state;
        const char* event;
    };
    const std::vector<Row> rows{
        {"returned", "", "lager", "to_clean", "returned"},
        {"returned", "", "ergo", "to_clean", "returned"},
        {"swapped", "", "lager", "to_clean", "returned"},
        {"estate_settled", "", "ergo", "to_clean", "returned"},
        {"permanent", R"(, "reference": "NAV-1")", "ergo", "handed_over", "handed_over_lent"},
        {"permanent", R"(, "reference": "NAV-1", "taken_over": false)", "lager", "to_clean",
         "returned"},
        {"lost", "", "leder", "lost", "given_up_lent"},
        {"scrapped_at_borrower", "", "lager", "scrapped", "scrapped_at_borrower"},
    };
    for (const Row& row : rows) {
        INFO(row.reason << row.body);
        TestApp app;
        const auto code = app.ready_item();
        const auto loan = app.loan(code);
        const auto path = end_path(app, loan);
        const std::string body =
            std::string("{\"reason\": \"") + row.reason + "\"" + row.body + "}";
        const auto ended = app.call(row.sender, "POST", path, body);
        REQUIRE(ended.status == 200);
        CHECK(ended.json.text("/state") == "ended");
        CHECK(ended.json.text("/lines/0/state") == "ended");
        CHECK(ended.json.text("/lines/0/end_reason") == row.reason);
        CHECK(ended.json.number("/lines/0/days_overdue") == 0);
        CHECK(app.state_of(code) == row.state);
        CHECK(app.history_of(code).back() == row.event);
        CHECK_FALSE(app.get("/api/v1/items/" + code).json.flag("/on_loan"));
        CHECK(refusal(app.call(row.sender, "POST", path, body)) == "409  line_ended");
    }
}

TEST_CASE("lost is for leder, the other endings are not") {
    TestApp app;
    const auto loan = app.loan(app.ready_item());
    const auto path = end_path(app, loan);
    for (const char* sender : {"lager", "ergo"}) {
        CHECK(refusal(app.post(path, Body().set("reason", "lost"), sender)) ==
              "403 /reason not_allowed");
    }
    CHECK(refusal(app.post(path, Body().set("reason", "returned"), "leder")) ==
          "403 /reason not_allowed");
    CHECK(refusal(app.post(path, Body().set("reason", "permanent"))) == "400 /reference required");
    CHECK(refusal(app.post(path, Body().set("reason", "undone"))) == "400 /reason invalid_value");
    CHECK(app.call("lager", "POST", path_of(loan) + "/lines/99/end", R"({"reason": "returned"})")
              .status == 404);
    CHECK(app.call("lager", "POST", "/api/v1/loans/99/lines/1/end", R"({"reason": "returned"})")
              .status == 404);
}

TEST_CASE("each line of a loan is returned by itself") {
    TestApp app;
    const auto one = app.ready_item();
    const auto two = app.ready_item();
    const auto loan = app.loan({one, two});
    app.scanned("in", one);
    auto json = app.get(path_of(loan)).json;
    CHECK(json.text("/state") == "open");
    CHECK(json.each("/lines", "/state") == Texts{"ended", "open"});
    app.scanned("in", two);
    CHECK(app.get(path_of(loan)).json.text("/state") == "ended");
}

TEST_CASE("loans are listed by how they stand, page by page, each once") {
    TestApp app;
    const auto product = app.product(Body().set("tracking", "counted"));
    const auto borrower = app.borrower();
    const auto make = [&](const char* start, const char* depot = "SMS") {
        return app
            .post("/api/v1/loans", Body()
                                       .set("borrower_id", borrower)
                                       .set("depot", depot)
                                       .set("start", start)
                                       .set("requested_by", depot)
                                       .list("lines", {Body().set("product_id", product).text(),
                                                       Body().set("product_id", product).text()}))
            .json.number("/id");
    };
    // Today is Monday 23 November 2026. Due: 23 Nov (today), 20 Nov, 7 Dec (14 days), 8 Dec (15).
    const auto today = make("2026-08-23");
    const auto overdue = make("2026-08-20", "ENGVEIEN");
    const auto in_14 = make("2026-09-07");
    const auto in_15 = make("2026-09-08");
    const auto ids = [&](const std::string& query) {
        return app.get("/api/v1/loans?" + query).json.each("/items", "/id");
    };
    const auto text = [](std::int64_t id) { return std::to_string(id); };
    CHECK(app.get(path_of(today)).json.text("/lines/0/due") == "2026-11-23");
    CHECK(app.get(path_of(in_14)).json.text("/lines/0/due") == "2026-12-07");
    CHECK(ids("state=overdue") == Texts{text(overdue)});
    CHECK(ids("state=due_soon") == Texts{text(today), text(in_14)});
    CHECK(ids("state=open") == Texts{text(today), text(overdue), text(in_14), text(in_15)});
    CHECK(ids("state=ended").empty());
    CHECK(ids("depot=ENGVEIEN") == Texts{text(overdue)});
    CHECK(ids("requested_by=SMS&state=due_soon") == Texts{text(today), text(in_14)});
    CHECK(ids("borrower=" + std::to_string(borrower)).size() == 4);
    CHECK(ids("borrower=77").empty());
    for (const int line : {0, 1}) {
        app.post(end_path(app, today, line), Body().set("reason", "returned"));
    }
    CHECK(ids("state=ended") == Texts{text(today)});
    CHECK(ids("state=due_soon") == Texts{text(in_14)});
    app.clock.set("2026-11-24T10:00:00.000Z");
    CHECK(ids("state=due_soon") == Texts{text(in_14), text(in_15)});

    // More than one page of everything, with many of the same due day.
    for (int i = 0; i < 230; ++i) make(i % 2 == 0 ? "2026-08-19" : "2026-08-18");
    for (const std::string query : {"state=overdue", "state=open", "limit=200"}) {
        INFO(query);
        std::vector<std::string> all;
        Answer page = app.get("/api/v1/loans?" + query);
        for (int pages = 0; pages < 10; ++pages) {
            for (auto& id : page.json.each("/items", "/id")) all.push_back(std::move(id));
            if (page.json.is_null("/next")) break;
            const std::string link = page.header("link");
            REQUIRE(link.ends_with(">; rel=\"next\""));
            page = app.get(link.substr(1, link.find('>') - 1));
            REQUIRE(page.status == 200);
        }
        CHECK(page.json.is_null("/next"));
        CHECK(page.header("link").empty());
        const std::size_t wanted_count = query == "state=overdue" ? 231
                                         : query == "limit=200"   ? 234
                                                                  : 233;
        CHECK(all.size() == wanted_count);
        CHECK(std::set<std::string>(all.begin(), all.end()).size() == all.size());
        if (query == "state=overdue") CHECK(all.front() == text(in_15 + 2));
    }
    CHECK(refusal(app.get("/api/v1/loans?state=overdue&cursor=17")) ==
          "400 ?cursor invalid_cursor");
    CHECK(refusal(app.get("/api/v1/loans?cursor=2026-11-22.17")) == "400 ?cursor invalid_cursor");
}

TEST_CASE("all that a loan names and nobody knows is told at once") {
    TestApp app;
    const auto code = app.ready_item();
    const auto lend = [&](const Texts& lines, const char* depot = "NORD") {
        return refusal(
            app.post("/api/v1/loans",
                     Body().set("borrower_id", 99).set("depot", depot).list("lines", lines)));
    };
    const auto nobody = Body().set("item", "0000000").text();
    const auto nothing = Body().set("product_id", 99).set("quantity", 1).text();
    const auto good = Body().set("item", code).text();
    CHECK(lend({good, nobody, nothing}) ==
          "409 /borrower_id unknown_borrower /depot unknown_depot /lines/1/item unknown_item"
          " /lines/2/product_id unknown_product");
    CHECK(lend({good}, "SMS") == "409 /borrower_id unknown_borrower");
}

TEST_CASE("an aid stands once in a loan") {
    TestApp app;
    const auto code = app.ready_item();
    const auto before = app.stored().dump();
    std::string printed = code;
    printed.insert(3, "-");
    for (const std::string& again : {code, printed}) {
        CHECK(refusal(app.post("/api/v1/loans",
                               Body()
                                   .set("borrower_id", 1)
                                   .set("depot", "SMS")
                                   .list("lines", {Body().set("item", code).text(),
                                                   Body().set("item", again).text()}))) ==
              "400 /lines/1/item not_unique");
    }
    CHECK(app.stored().dump() == before);
}
