// Talks with borrowers, and whom to call.

#include <catch2/catch.hpp>

#include "jobs/scheduler.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

std::string path_of(std::int64_t borrower) {
    return "/api/v1/borrowers/" + std::to_string(borrower) + "/contacts";
}

Answer talk(TestApp& app, std::int64_t borrower, const Body& more = {}) {
    return app.post(path_of(borrower), Body().set("outcome", "will_return").merge(more), "ergo");
}

Texts called(TestApp& app, const std::string& kind, const std::string& more = {}) {
    return app.get("/api/v1/calls?kind=" + kind + more, "ergo")
        .json.each("/items", "/borrower/name");
}

std::int64_t person(TestApp& app, const char* name) {
    return app.borrower(Body().set("name", name));
}

// Lent on 23 November: due 23 February 2027, called about from 9 March.
void lend(TestApp& app, std::int64_t borrower, const char* requested_by = "Eva") {
    app.loan(app.ready_item(),
             Body().set("borrower_id", borrower).set("requested_by", requested_by));
}

}  // namespace

TEST_CASE("what was said is kept with its day, who spoke, and when to speak again") {
    TestApp app;
    const auto kari = person(app, "Kari");
    const auto made =
        talk(app, kari,
             Body().set("said", "Leveres fredag\nRing datteren").set("next_day", "2026-11-30"));
    REQUIRE(made.status == 201);
    CHECK(made.json.text("/day") == "2026-11-23");
    CHECK(made.json.text("/how") == "phone");
    CHECK(made.json.text("/by") == "ergo");
    CHECK(app.get(made.header("location"), "lager").body == made.body);
    talk(app, kari, Body().set("outcome", "not_reached"));
    CHECK(app.get(path_of(kari)).json.each("/items", "/outcome") ==
          Texts{"not_reached", "will_return"});
    const auto page = app.get(path_of(kari) + "?limit=1");
    CHECK(page.json.each("/items", "/outcome") == Texts{"not_reached"});
    CHECK(app.get(path_of(kari) + "?limit=1&cursor=" + page.json.text("/next"))
              .json.each("/items", "/outcome") == Texts{"will_return"});
    CHECK(app.get("/api/v1/borrowers/999/contacts").status == 404);
    // Of another borrower there is no such talk.
    const auto ola = person(app, "Ola");
    const std::string number = std::to_string(made.json.number("/id"));
    CHECK(app.get(path_of(ola) + "/" + number).status == 404);
}

TEST_CASE("a talk is refused with all that is wrong with it, and nothing is stored") {
    TestApp app;
    const auto kari = person(app, "Kari");
    CHECK(refusal(app.post(path_of(kari), Body()
                                              .set("outcome", "ill")
                                              .set("how", "fax")
                                              .set("day", "2026-11-24")
                                              .set("next_day", "2026-11-22")
                                              .set("x", 1))) ==
          "400 /day in_the_future /how invalid_value /outcome invalid_value "
          "/next_day in_the_past /x unknown_field");
    CHECK(refusal(app.post(path_of(kari), Body().set("next_day", "2027-11-25"))) ==
          "400 /outcome required /next_day too_far_ahead");
    CHECK(app.stored().value("select count(*) from contact") == "0");
}

TEST_CASE("who is overdue since the step of calling is called, once with all they have") {
    TestApp app;
    const auto kari = person(app, "Kari");
    lend(app, kari);
    app.clock.set("2026-11-25T11:00:00.000Z");
    lend(app, kari);
    lend(app, person(app, "Ola"), "Per");
    app.clock.set("2027-03-08T11:00:00.000Z");
    CHECK(called(app, "overdue").empty());
    app.clock.set("2027-03-09T11:00:00.000Z");
    CHECK(called(app, "overdue") == Texts{"Kari"});
    const auto list = app.get("/api/v1/calls", "ergo").json;
    CHECK(list.each("/items/0/aids", "/days_overdue") == Texts{"14", "12"});
    CHECK(list.text("/items/0/day") == "2027-02-23");
    CHECK(list.is_null("/items/0/last_contact"));
    app.clock.set("2027-03-11T11:00:00.000Z");
    CHECK(called(app, "overdue") == Texts{"Kari", "Ola"});
    CHECK(called(app, "overdue", "&requested_by=Per") == Texts{"Ola"});
    CHECK(called(app, "overdue", "&depot=ENGVEIEN").empty());
    // Page by page.
    const auto page = app.get("/api/v1/calls?limit=1", "ergo").json;
    CHECK(called(app, "overdue", "&limit=1&cursor=" + page.text("/next")) == Texts{"Ola"});
}

TEST_CASE("an agreed day takes the borrower off the list until it comes") {
    TestApp app;
    const auto kari = person(app, "Kari");
    lend(app, kari);
    app.clock.set("2027-03-10T11:00:00.000Z");
    // Without a day the call is not done.
    talk(app, kari, Body().set("outcome", "not_reached"));
    CHECK(called(app, "overdue") == Texts{"Kari"});
    talk(app, kari, Body().set("next_day", "2027-03-17"));
    CHECK(called(app, "overdue").empty());
    CHECK(called(app, "agreed").empty());
    app.clock.set("2027-03-17T11:00:00.000Z");
    CHECK(called(app, "overdue").empty());
    CHECK(called(app, "agreed") == Texts{"Kari"});
    const auto list = app.get("/api/v1/calls?kind=agreed", "ergo").json;
    CHECK(list.text("/items/0/last_contact/next_day") == "2027-03-17");
    CHECK(called(app, "agreed", "&requested_by=Eva") == Texts{"Kari"});
    CHECK(called(app, "agreed", "&requested_by=Per").empty());
    // A later talk takes the place of what was agreed.
    talk(app, kari, Body().set("next_day", "2027-03-20"));
    CHECK(called(app, "agreed").empty());
}

TEST_CASE("nobody is called whose things are to be fetched, who has nothing, or who has died") {
    TestApp app;
    const auto kari = person(app, "Kari");
    const auto code = app.ready_item();
    const auto loan = app.loan(code, Body().set("borrower_id", kari));
    talk(app, kari, Body().set("next_day", "2026-12-01"));
    app.clock.set("2027-03-10T11:00:00.000Z");
    CHECK(called(app, "agreed") == Texts{"Kari"});
    SECTION("fetched") {
        const auto ola = person(app, "Ola");
        lend(app, ola);
        app.clock.set("2027-07-10T11:00:00.000Z");
        CHECK(called(app, "overdue") == Texts{"Ola"});
        const auto of_ola = app.stored().value("select max(id) from loan");
        app.post("/api/v1/pickups",
                 Body().set("kind", "fetch").raw("loan_id", of_ola).set("day", "2027-07-12"));
        CHECK(called(app, "overdue").empty());
        // What is not to be fetched is asked for as before.
        app.clock.set("2026-11-23T11:00:00.000Z");
        app.loan(app.ready_item(), Body().set("borrower_id", ola).raw("requested_by", "null"));
        app.clock.set("2027-07-10T11:00:00.000Z");
        CHECK(called(app, "overdue") == Texts{"Ola"});
        CHECK(called(app, "overdue", "&unassigned=true") == Texts{"Ola"});
        CHECK(called(app, "overdue", "&requested_by=Eva").empty());
        const auto list = app.get("/api/v1/calls", "ergo").json;
        CHECK(list.each("/items/0/aids", "/fetch") == Texts{"false", "true"});
    }
    SECTION("has nothing") {
        app.scanned("in", code);
        CHECK(called(app, "agreed").empty());
        jobs::Scheduler scheduler(
            jobs::all(), app.database(), [&] { return app.clock.now().instant; }, "one");
        scheduler.run_due();
        CHECK(app.stored().value("select count(*) from contact where call_on is not null") == "0");
    }
    SECTION("has died") {
        app.post("/api/v1/borrowers/" + std::to_string(kari) + "/deceased", Body());
        CHECK(called(app, "agreed").empty());
        CHECK(called(app, "overdue").empty());
    }
    CHECK(loan > 0);
}

TEST_CASE("what nobody has asked for is on a list of its own") {
    TestApp app;
    const auto kari = person(app, "Kari");
    lend(app, kari);
    app.loan(app.ready_item(), Body().set("borrower_id", person(app, "Ola")));
    app.clock.set("2027-03-10T11:00:00.000Z");
    CHECK(called(app, "overdue") == Texts{"Kari", "Ola"});
    CHECK(called(app, "overdue", "&unassigned=true") == Texts{"Ola"});
    talk(app, kari, Body().set("next_day", "2027-03-10"));
    CHECK(called(app, "agreed") == Texts{"Kari"});
    CHECK(called(app, "agreed", "&unassigned=true").empty());
}

TEST_CASE("what is overdue since the last step is to be found or lost") {
    TestApp app;
    lend(app, person(app, "Kari"));
    const auto lost = [&] {
        const auto list = app.get("/api/v1/loans?state=lost_process").json.size("/items");
        const auto calls = app.get("/api/v1/calls", "ergo").json;
        CHECK(calls.each("/items/0/aids", "/lost_process") == Texts{list == 1 ? "true" : "false"});
        return list;
    };
    // Due on 23 February: 28 days later.
    app.clock.set("2027-03-22T11:00:00.000Z");
    CHECK(lost() == 0);
    app.clock.set("2027-03-23T11:00:00.000Z");
    CHECK(lost() == 1);
    REQUIRE(app.call("admin", "PUT", "/api/v1/settings",
                     Body().raw("reminder_steps", "[-14, -3, 1, 14, 40]"), {{"if-match", "*"}})
                .status == 200);
    CHECK(lost() == 0);
}

TEST_CASE("of two borrowers that become one the earlier of the agreed days stays") {
    TestApp app;
    const auto kari = person(app, "Kari");
    const auto same = person(app, "Kari N.");
    lend(app, kari);
    talk(app, kari, Body().set("next_day", "2026-12-10"));
    talk(app, same, Body().set("next_day", "2026-12-01"));
    REQUIRE(
        app.post("/api/v1/borrowers/" + std::to_string(same) + "/merge", Body().set("into", kari))
            .status == 200);
    CHECK(app.stored().value("select call_on from contact where call_on is not null") ==
          "2026-12-01");
    CHECK(app.get(path_of(kari)).json.size("/items") == 2);
}

TEST_CASE("whom to call takes as many statements for twenty as for two") {
    const auto statements = [](int people) {
        TestApp app;
        for (int i = 0; i < people; ++i) {
            const auto one = person(app, "Kari");
            lend(app, one);
            if (i % 2 == 0) talk(app, one, Body().set("next_day", "2026-12-01"));
        }
        app.clock.set("2027-03-10T11:00:00.000Z");
        CHECK(called(app, "agreed").size() + called(app, "overdue").size() ==
              static_cast<std::size_t>(people));
        return app.statements_of_page("ergo", "/oppfolging", {{"mine", "false"}});
    };
    const auto of_two = statements(2);
    CHECK(statements(20) == of_two);
    CHECK(of_two <= 40);
}

TEST_CASE("what is said with a ward is in nobody's log") {
    TestApp app;
    const auto ward = app.borrower(Body().set("kind", "unit").set("name", "Nygård"));
    REQUIRE(talk(app, ward).status == 201);
    CHECK(app.stored().value("select count(*) from access_log_person") == "0");
}
