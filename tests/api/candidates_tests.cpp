// Candidates for permanent need: the tasks that loans open, and what is decided about them.

#include <catch2/catch.hpp>

#include "jobs/scheduler.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

const std::string route = "/api/v1/candidates";

std::string path_of(std::int64_t id) { return route + "/" + std::to_string(id); }

Answer all(TestApp& app, const std::string& query = {}) { return app.get(route + query, "ergo"); }
// "state class" of each that is open.
Texts open(TestApp& app) {
    const auto list = all(app).json;
    const auto states = list.each("/items", "/state");
    const auto classes = list.each("/items", "/iso_class");
    Texts texts;
    for (std::size_t i = 0; i < states.size(); ++i) texts.push_back(states[i] + " " + classes[i]);
    return texts;
}
std::int64_t first(TestApp& app) { return all(app).json.number("/items/0/id"); }

Answer decide(TestApp& app, std::int64_t id, const char* to, const Body& more = {}) {
    return app.post(path_of(id) + "/decide", Body().set("to", to).merge(more), "ergo");
}

void run_jobs(TestApp& app) {
    jobs::Scheduler scheduler(
        jobs::all(), app.database(), [&] { return app.clock.now().instant; }, "one");
    scheduler.run_due();
}

Body long_loan() { return Body().set("expected", "over_2_years").set("requested_by", "Eva"); }

}  // namespace

TEST_CASE("a loan that is to last opens a task, once per borrower and class") {
    TestApp app;
    const auto walker = app.product(Body().set("iso", "12060602"));
    const auto other_walker = app.product(Body().set("iso", "12060603").set("hms_nr", "177947"));
    const auto chair = app.product(Body().set("iso", "12220301").set("hms_nr", "177948"));
    const auto kari = app.borrower();
    app.loan({app.ready_item(walker), app.ready_item(other_walker)},
             long_loan().set("borrower_id", kari));
    CHECK(open(app) == Texts{"candidate 120606"});
    app.loan(app.ready_item(walker), long_loan().set("borrower_id", kari));
    CHECK(open(app) == Texts{"candidate 120606"});
    app.loan(app.ready_item(chair), long_loan().set("borrower_id", kari));
    CHECK(open(app) == Texts{"candidate 120606", "candidate 122203"});
    app.loan(app.ready_item(walker), Body().set("borrower_id", app.borrower()));
    CHECK(open(app).size() == 2);

    const auto task = all(app).json;
    CHECK(task.dump("/items/0/why") == R"(["expected_long"])");
    CHECK(task.text("/items/0/responsible") == "Eva");
    CHECK(task.text("/items/0/depot") == "SMS");
    CHECK(task.text("/items/0/since") == "2026-11-23");
    CHECK(task.text("/items/0/decide_by") == "2026-12-07");
    CHECK(task.number("/items/0/out") == 3);
    CHECK(task.number("/items/0/days_on_loan") == 1);
    CHECK(task.number("/items/0/borrower/id") == kari);
}

TEST_CASE("units, children's aids and what is not said to last open none") {
    TestApp app;
    const auto ward = app.borrower(Body().set("kind", "unit").set("name", "Nygård"));
    app.loan(app.ready_item(), long_loan().set("borrower_id", ward));
    app.loan(app.ready_item(app.product(Body().set("children", true))), long_loan());
    app.loan(app.ready_item(), Body().set("expected", "unknown"));
    CHECK(open(app).empty());
}

TEST_CASE("an extension, a correction and a scan open a task as well") {
    TestApp app;
    const auto loan = app.loan(app.ready_item());
    const std::string path = "/api/v1/loans/" + std::to_string(loan);
    SECTION("an extension") {
        app.post(path + "/extensions", Body().set("months", 1).set("reason", "trening"), "ergo");
        CHECK(all(app).json.dump("/items/0/why") == R"(["extended"])");
    }
    SECTION("a correction, and another one takes it away again") {
        app.patch(path, Body().set("expected", "over_2_years"));
        CHECK(open(app).size() == 1);
        const auto id = first(app);
        app.patch(path, Body().set("expected", "under_2_years"));
        CHECK(open(app).empty());
        const auto lapsed = app.get(path_of(id)).json;
        CHECK(lapsed.text("/state") == "lapsed");
        CHECK(lapsed.text("/decisions/0/from") == "candidate");
        CHECK(lapsed.text("/decisions/0/to") == "lapsed");
        CHECK(all(app, "?state=lapsed").json.size("/items") == 1);
    }
    SECTION("another borrower takes the ground along") {
        app.patch(path, Body().set("expected", "over_2_years"));
        const auto ola = app.borrower(Body().set("name", "Ola Prøve"));
        app.patch(path, Body().set("borrower_id", ola));
        const auto list = all(app).json;
        CHECK(list.size("/items") == 1);
        CHECK(list.number("/items/0/borrower/id") == ola);
    }
    SECTION("what is scanned out to the same loan") {
        const auto code = app.ready_item();
        const auto out = app.scanned(
            "out", code,
            Body().set("details",
                       Body().set("borrower", app.borrower()).set("expected", "over_2_years")));
        REQUIRE(out.json.text("/result") == "done");
        CHECK(open(app).size() == 1);
        // And it goes with the scan.
        app.post("/api/v1/scans/" + out.json.text("/scan") + "/undo",
                 Body().set("device", "desk-1"));
        CHECK(open(app).empty());
    }
}

TEST_CASE("what comes with time is found by the daily job: overdue from the fourteenth day") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code);  // due 23 February 2027
    app.clock.set("2027-03-08T11:00:00.000Z");
    run_jobs(app);
    CHECK(open(app).empty());
    app.clock.set("2027-03-09T11:00:00.000Z");
    run_jobs(app);
    CHECK(all(app).json.dump("/items/0/why") == R"(["overdue"])");
    CHECK(all(app).json.text("/items/0/opened_on") == "2027-03-09");
    // Nobody has looked at it before the aid is back.
    app.scanned("in", code);
    CHECK(open(app).empty());
}

TEST_CASE("half a year on loan in all makes a candidate, of several loans and of one") {
    TestApp app;
    const auto product = app.product();
    const auto kari = app.borrower();
    const auto one = app.ready_item(product);
    const auto two = app.ready_item(product);
    // 23 November to 20 February: 90 days.
    app.loan(one, Body().set("borrower_id", kari));
    app.clock.set("2027-02-20T11:00:00.000Z");
    app.scanned("in", one);
    app.clock.set("2027-03-01T11:00:00.000Z");
    app.loan(two, Body().set("borrower_id", kari));
    // The last six months of 30 May have 181 days, from 1 December; 90 days and 91 are as many.
    app.clock.set("2027-05-29T11:00:00.000Z");
    run_jobs(app);
    CHECK(open(app).empty());
    CHECK(app.scanned("lookup", two).json.size("/attention") == 0);
    app.clock.set("2027-05-30T11:00:00.000Z");
    run_jobs(app);
    const auto list = all(app).json;
    CHECK(list.dump("/items/0/why") == R"(["repeated"])");
    CHECK(list.number("/items/0/days_on_loan") == 181);
    const auto seen = app.scanned("lookup", two).json;
    CHECK(seen.each("/attention/0/why") == Texts{"repeated"});
}

TEST_CASE(
    "a task goes from the candidate to NAV's answer, each step with its day and who took it") {
    TestApp app;
    const auto code = app.ready_item(app.product(Body().set("hms_nr", "177946")));
    const auto loan = app.loan(code, long_loan());
    const auto id = first(app);
    CHECK(all(app).json.each("/items/0/moves") == Texts{"assessing", "not_needed"});
    CHECK(app.get(path_of(id), "lager").json.size("/moves") == 0);

    CHECK(refusal(decide(app, id, "applied")) == "409 /to wrong_move");
    const auto taken = decide(app, id, "assessing", Body().set("note", "Ringer på mandag"));
    REQUIRE(taken.status == 200);
    CHECK(taken.json.text("/state") == "assessing");
    CHECK(taken.json.text("/responsible") == "ergo");
    app.clock.set("2026-11-25T11:00:00.000Z");
    const auto applied =
        decide(app, id, "applied", Body().set("day", "2026-11-24").set("reference", "NAV-77"));
    CHECK(applied.json.text("/applied_on") == "2026-11-24");
    CHECK(applied.json.text("/reference") == "NAV-77");
    CHECK(applied.json.text("/decide_by") == "2027-02-22");
    CHECK(applied.json.text("/aids/0/hms_nr") == "177946");
    CHECK(applied.json.text("/aids/0/from") == "2026-11-23");
    CHECK(applied.json.number("/aids/0/days") == 3);
    const auto granted = decide(app, id, "granted");
    CHECK(granted.json.text("/state") == "granted");
    CHECK(granted.json.each("/decisions", "/to") == Texts{"assessing", "applied", "granted"});
    CHECK(granted.json.each("/decisions", "/by") == Texts{"ergo", "ergo", "ergo"});
    CHECK(granted.json.text("/decisions/0/note") == "Ringer på mandag");

    // It waits for NAV's aid: no new task comes beside it.
    CHECK(granted.json.is_null("/closed_at"));
    app.patch("/api/v1/loans/" + std::to_string(loan), Body().set("requested_by", "Per"));
    CHECK(open(app) == Texts{"granted 120606"});
    const auto ended = app.post(
        "/api/v1/loans/" + std::to_string(loan) + "/lines/" +
            app.get("/api/v1/loans/" + std::to_string(loan)).json.dump("/lines/0/id") + "/end",
        Body().set("reason", "permanent").set("reference", "NAV-77"), "ergo");
    REQUIRE(ended.status == 200);
    CHECK(open(app).empty());
    CHECK_FALSE(app.get(path_of(id)).json.is_null("/closed_at"));
    CHECK(refusal(decide(app, id, "assessing")) == "409  candidate_closed");
}

TEST_CASE("a refusal rests the need for six months, and is then looked at anew") {
    TestApp app;
    const auto code = app.ready_item();
    const auto kari = app.borrower();
    app.loan(code, long_loan().set("borrower_id", kari));
    const auto id = first(app);
    decide(app, id, "assessing");
    SECTION("not needed") { REQUIRE(decide(app, id, "not_needed").status == 200); }
    SECTION("refused") {
        decide(app, id, "applied");
        REQUIRE(decide(app, id, "refused").status == 200);
    }
    CHECK(open(app).empty());
    CHECK(app.scanned("lookup", code).json.size("/attention") == 0);
    // Neither a new loan of the class nor time opens it again before its day.
    app.loan(app.ready_item(), long_loan().set("borrower_id", kari));
    CHECK(open(app).empty());
    app.clock.set("2027-05-22T11:00:00.000Z");
    run_jobs(app);
    CHECK(open(app).empty());
    app.clock.set("2027-05-23T11:00:00.000Z");
    run_jobs(app);
    CHECK(open(app) == Texts{"candidate 120606"});
    CHECK(first(app) != id);
}

TEST_CASE("what somebody has taken up stays when all is back; what nobody has, does not") {
    TestApp app;
    const auto code = app.ready_item();
    app.loan(code, long_loan());
    const auto id = first(app);
    decide(app, id, "assessing");
    app.scanned("in", code);
    const auto now = app.get(path_of(id)).json;
    CHECK(now.text("/state") == "assessing");
    CHECK(now.number("/out") == 0);
    CHECK(now.dump("/why") == "[]");
    REQUIRE(decide(app, id, "not_needed").status == 200);
    CHECK(open(app).empty());
}

TEST_CASE("a death ends what nobody decided, whoever has taken it up") {
    TestApp app;
    const auto kari = app.borrower();
    app.loan(app.ready_item(), long_loan().set("borrower_id", kari));
    const auto id = first(app);
    decide(app, id, "assessing");
    app.post("/api/v1/borrowers/" + std::to_string(kari) + "/deceased", Body());
    CHECK(app.get(path_of(id)).json.text("/state") == "lapsed");
    run_jobs(app);
    CHECK(open(app).empty());
}

TEST_CASE("a decision is refused with all that is wrong, and against what has changed meanwhile") {
    TestApp app;
    app.loan(app.ready_item(), long_loan());
    const auto id = first(app);
    CHECK(refusal(app.post(path_of(id) + "/decide",
                           Body().set("to", "lapsed").set("day", "2026-11-24").set("x", 1),
                           "ergo")) == "400 /to invalid_value /day in_the_future /x unknown_field");
    CHECK(refusal(decide(app, id, "assessing", Body().set("day", "2025-11-21"))) ==
          "400 /day too_long_ago");
    CHECK(decide(app, 999, "assessing").status == 404);
    const auto tag = app.get(path_of(id), "ergo").header("etag");
    const auto with = [&](const std::string& version) {
        return app.call("ergo", "POST", path_of(id) + "/decide", Body().set("to", "assessing"),
                        {{"if-match", version}});
    };
    CHECK(with("\"999-x\"").status == 412);
    CHECK(with(tag).status == 200);
    CHECK(with(tag).status == 412);
    decide(app, id, "applied");
    CHECK(refusal(decide(app, id, "granted")) == "409 /reference reference_needed");
    CHECK(decide(app, id, "granted", Body().set("reference", "NAV-1")).status == 200);
}

TEST_CASE("what waits longest comes first, page by page, of a depot, a person and a state") {
    TestApp app;
    for (int i = 0; i < 5; ++i) {
        const auto borrower = app.borrower(Body().set("name", "Person " + std::to_string(i)));
        app.clock.advance(std::chrono::hours(24));
        app.loan(app.ready_item(), Body()
                                       .set("borrower_id", borrower)
                                       .set("expected", "over_2_years")
                                       .set("depot", i % 2 == 0 ? "SMS" : "ENGVEIEN")
                                       .set("requested_by", i < 2 ? "Eva" : "Per"));
    }
    Texts names;
    std::string query = "?limit=2";
    for (int pages = 1;; ++pages) {
        const auto page = all(app, query);
        for (const auto& name : page.json.each("/items", "/borrower/name")) names.push_back(name);
        if (page.json.is_null("/next")) {
            CHECK(pages == 3);
            break;
        }
        query = "?limit=2&cursor=" + page.json.text("/next");
    }
    CHECK(names == Texts{"Person 0", "Person 1", "Person 2", "Person 3", "Person 4"});
    CHECK(all(app, "?depot=ENGVEIEN").json.size("/items") == 2);
    CHECK(all(app, "?responsible=Eva").json.size("/items") == 2);
    CHECK(all(app, "?responsible=Eva&depot=SMS&state=candidate").json.size("/items") == 1);
    CHECK(all(app, "?state=open").json.size("/items") == 5);
    CHECK(all(app, "?state=granted").json.size("/items") == 0);
    CHECK(all(app, "?state=gone").status == 400);
    // What was moved on waits anew, behind the others.
    decide(app, first(app), "assessing");
    CHECK(all(app).json.each("/items", "/borrower/name").back() == "Person 0");
    app.clock.set("2026-12-10T11:00:00.000Z");
    CHECK(all(app).json.each("/items", "/waits_too_long") ==
          Texts{"true", "false", "false", "false", "false"});
}

TEST_CASE("of two borrowers that become one each class keeps the task that has come further") {
    TestApp app;
    const auto kari = app.borrower();
    const auto same = app.borrower(Body().set("name", "Kari N."));
    const auto walker = app.product(Body().set("iso", "12060602"));
    app.loan(app.ready_item(walker), long_loan().set("borrower_id", kari));
    const auto older = first(app);
    app.clock.advance(std::chrono::hours(24));
    app.loan(app.ready_item(walker), long_loan().set("borrower_id", same));
    const auto newer = all(app).json.number("/items/1/id");
    const auto merge = [&] {
        return app.post("/api/v1/borrowers/" + std::to_string(same) + "/merge",
                        Body().set("into", kari));
    };
    SECTION("both are untouched: the older one") {
        REQUIRE(merge().status == 200);
        CHECK(app.get(path_of(older)).json.text("/state") == "candidate");
        CHECK(app.get(path_of(newer)).json.text("/state") == "lapsed");
        CHECK(app.get(path_of(newer)).json.text("/decisions/0/to") == "lapsed");
    }
    SECTION("the newer one is being assessed") {
        decide(app, newer, "assessing");
        REQUIRE(merge().status == 200);
        CHECK(app.get(path_of(older)).json.text("/state") == "lapsed");
        CHECK(app.get(path_of(newer)).json.text("/state") == "assessing");
        CHECK(app.get(path_of(newer)).json.number("/borrower/id") == kari);
    }
    SECTION("the other one was refused: the need rests") {
        decide(app, newer, "not_needed");
        REQUIRE(merge().status == 200);
        CHECK(open(app).empty());
    }
}

TEST_CASE("answers about a candidate are in the log of who has seen whom") {
    TestApp app;
    app.loan(app.ready_item(), long_loan());
    const auto rows = [&] {
        return app.stored().value(
            "select count(*) from access_log l join access_log_person p on p.access_id = l.id"
            " where l.action like '%candidates%'");
    };
    const auto id = first(app);
    CHECK(rows() == "1");
    app.get(path_of(id));
    CHECK(rows() == "2");
    decide(app, id, "assessing");
    CHECK(rows() == "3");
}
