// Reminders by hand, and the log of all of them.

#include <catch2/catch.hpp>

#include "jobs/reminders.hpp"
#include "jobs/scheduler.hpp"
#include "routing/settings.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

std::string loan_path(std::int64_t id) { return "/api/v1/loans/" + std::to_string(id); }
std::string borrower_path(std::int64_t id) { return "/api/v1/borrowers/" + std::to_string(id); }

Answer remind(TestApp& app, std::int64_t loan, const char* sender = "ergo") {
    return app.call(sender, "POST", loan_path(loan) + "/reminders");
}

std::int64_t person(TestApp& app, const Body& given = {}) {
    return app.borrower(Body().set("phone", "911 22 333").merge(given));
}
std::int64_t lend(TestApp& app, std::int64_t borrower) {
    return app.loan(app.ready_item(), Body().set("borrower_id", borrower));
}

}  // namespace

TEST_CASE("a reminder by hand waits to be sent and is in the log, once a day") {
    TestApp app;
    const auto kari = person(app);
    const auto loan = lend(app, kari);
    const auto made = remind(app, loan);
    REQUIRE(made.status == 201);
    CHECK(made.json.text("/kind") == "manual");
    CHECK(made.json.text("/state") == "waiting");
    CHECK(made.json.text("/medium") == "sms");
    CHECK(made.json.text("/by") == "ergo");
    CHECK(made.json.text("/borrower/name") == "Kari Nordmann");
    CHECK(made.json.each("/lines", "/loan_id") == Texts{std::to_string(loan)});
    CHECK(made.header("location") == "/api/v1/reminders/" + made.json.dump("/id"));
    CHECK(app.get(made.header("location")).json.text("/state") == "waiting");
    CHECK(refusal(remind(app, loan)) == "409  reminded_today");
    // The same for all that they have.
    CHECK(refusal(remind(app, lend(app, kari))) == "409  reminded_today");
    app.clock.advance(std::chrono::hours(24));
    // It still waits.
    CHECK(refusal(remind(app, loan)) == "409  reminded_today");
    app.stored().execute("update message set state = 'sent', ended_at = made_at, next_at = null");
    CHECK(remind(app, loan).status == 201);
}

TEST_CASE("the same reminder asked for twice under a key is one") {
    TestApp app;
    const auto loan = lend(app, person(app));
    const support::Headers key{{"idempotency-key", "k-1"}};
    const auto first = app.call("lager", "POST", loan_path(loan) + "/reminders", "", key);
    const auto again = app.call("lager", "POST", loan_path(loan) + "/reminders", "", key);
    CHECK(first.status == 201);
    CHECK(again.status == 201);
    CHECK(again.json.number("/id") == first.json.number("/id"));
}

TEST_CASE("why somebody cannot be reminded is said") {
    TestApp app;
    const auto kari = person(app);
    const auto loan = lend(app, kari);
    const auto preview = [&] { return app.get(loan_path(loan) + "/reminders/preview", "leder"); };
    const auto is = [&](const char* code) {
        CHECK(refusal(remind(app, loan)) == "409  " + std::string(code));
        CHECK(refusal(preview()) == "409  " + std::string(code));
        CHECK(app.stored().value("select count(*) from message") == "0");
    };
    SECTION("nothing is out") {
        const auto line = app.stored().value("select max(id) from loan_line");
        app.post(loan_path(loan) + "/lines/" + line + "/end", Body().set("reason", "returned"));
        is("not_open");
    }
    SECTION("children's aids have no due day") {
        const auto child = app.loan(app.ready_item(app.product(), Body().set("stock", "barn")),
                                    Body().set("borrower_id", kari));
        CHECK(refusal(remind(app, child)) == "409  no_due_day");
    }
    SECTION("dead") {
        app.post(borrower_path(kari) + "/deceased", Body());
        is("deceased");
    }
    SECTION("moved") {
        app.post(borrower_path(kari) + "/moved", Body());
        is("moved");
    }
    SECTION("wants none") {
        CHECK(app.patch(borrower_path(kari), Body().set("reminders_off", true)).status == 200);
        is("opted_out");
        CHECK(app.patch(borrower_path(kari), Body().set("reminders_off", false)).status == 200);
        CHECK(remind(app, loan).status == 201);
    }
    SECTION("no way to them") {
        app.patch(borrower_path(kari), Body().raw("phone", "null"));
        is("no_contact");
    }
    SECTION("nothing configured") {
        app.use({});
        is("no_channel");
    }
    CHECK(remind(app, 999).status == 404);
}

TEST_CASE("the dead get no reminders, whatever is asked") {
    TestApp app;
    const auto kari = person(app);
    app.post(borrower_path(kari) + "/deceased", Body());
    CHECK(refusal(app.patch(borrower_path(kari), Body().set("reminders_off", false))) ==
          "409 /reminders_off deceased");
    CHECK(app.patch(borrower_path(kari), Body().set("email", "k@example.no")).status == 200);
    CHECK(app.get(borrower_path(kari)).json.flag("/reminders_off"));
}

TEST_CASE("the preview says what would be sent, in the borrower's language") {
    TestApp app;
    const auto kari = person(app, Body().set("language", "nn"));
    const auto preview = app.get(loan_path(lend(app, kari)) + "/reminders/preview");
    REQUIRE(preview.status == 200);
    CHECK(preview.json.text("/medium") == "sms");
    CHECK(preview.json.text("/language") == "nn");
    CHECK(preview.json.text("/text").find("seinast 23.02.2027") != std::string::npos);
    CHECK(preview.json.text("/text").find("Ring 33 41 60 00") != std::string::npos);
    const auto texts = app.get("/api/v1/reminder-texts", "admin");
    CHECK(texts.json.size("/items") == 18);
}

TEST_CASE("what a preview says is no sign of a protected address to who may not see it") {
    TestApp app;
    const auto mail = [&](const char* protection) {
        const auto id = person(app, Body().raw("phone", "null").set("email", "k@example.no"));
        if (protection != nullptr) {
            app.patch(borrower_path(id), Body().set("protection", protection), "leder");
        }
        return loan_path(lend(app, id)) + "/reminders/preview";
    };
    const auto open = mail(nullptr);
    const auto hidden = mail("fortrolig");
    const auto text = [&](const std::string& path, const char* sender) {
        return app.get(path, sender).json.text("/text");
    };
    CHECK(text(open, "lager") == text(hidden, "lager"));
    CHECK(text(hidden, "leder").find("Rullator") == std::string::npos);
    CHECK(text(open, "leder").find("Rullator") != std::string::npos);
}

TEST_CASE("the log is found by borrower, loan and state, and its pages go on") {
    TestApp app;
    Texts loans;
    const auto kari = person(app);
    loans.push_back(std::to_string(lend(app, kari)));
    for (int i = 0; i < 4; ++i) {
        loans.push_back(std::to_string(lend(app, person(app))));
    }
    for (const auto& loan : loans) remind(app, std::stoll(loan));
    const auto found = [&](const std::string& query) {
        return app.get("/api/v1/reminders?" + query, "leder").json.each("/items", "/id").size();
    };
    CHECK(found("") == 5);
    CHECK(found("borrower=" + std::to_string(kari)) == 1);
    CHECK(found("loan=" + loans.back()) == 1);
    CHECK(found("state=waiting") == 5);
    CHECK(found("state=dead") == 0);
    CHECK(found("loan=" + loans.back() + "&borrower=" + std::to_string(kari) + "&state=waiting") ==
          0);
    CHECK(app.get("/api/v1/reminders?state=x&loan=0").errors() ==
          Texts{"?loan too_small", "?state invalid_value"});

    Texts ids;
    std::string cursor;
    do {
        const auto page = app.get("/api/v1/reminders?limit=2" + cursor).json;
        for (const auto& id : page.each("/items", "/id")) ids.push_back(id);
        cursor = page.dump("/next") == "null" ? "" : "&cursor=" + page.text("/next");
    } while (!cursor.empty());
    CHECK(ids.size() == 5);
    CHECK(std::is_sorted(ids.rbegin(), ids.rend(), [](const auto& a, const auto& b) {
        return std::stoll(a) < std::stoll(b);
    }));
}

TEST_CASE("whom the log shows is in the access log, and the report of a person has it") {
    TestApp app;
    const auto kari = person(app);
    remind(app, lend(app, kari));
    const auto seen = [&] {
        return app.stored().value(
            "select action from access_log where id = (select max(id) from access_log)");
    };
    app.get("/api/v1/reminders");
    CHECK(seen() == "GET /api/v1/reminders");
    const auto report = app.get(borrower_path(kari) + "/report", "leder").json;
    REQUIRE(report.size("/reminders") == 1);
    CHECK(report.text("/reminders/0/kind") == "manual");
}
