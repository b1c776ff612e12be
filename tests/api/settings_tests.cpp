// The numbers of the depot and its calendar, as the admin changes them.

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;

namespace {

using Texts = std::vector<std::string>;

const support::Headers any{{"if-match", "*"}};

Answer put(TestApp& app, std::string_view target, const Body& body) {
    return app.call("admin", "PUT", target, body, any);
}

std::string preview(TestApp& app, std::string_view query) {
    return app.get("/api/v1/depots/SMS/due-date?" + std::string(query)).json.text("/due");
}

}  // namespace

TEST_CASE("a setting is in force at once, for what is promised from now on") {
    TestApp app;
    const auto product = app.product();
    const auto before = app.loan(app.ready_item(product));
    const auto settings = app.get("/api/v1/settings", "admin");
    CHECK(settings.json.number("/loan_months") == 3);
    CHECK(settings.json.number("/quarantine_days") == 5);
    CHECK(settings.json.number("/reminder_steps/0") == -14);

    const auto changed = app.call("admin", "PUT", "/api/v1/settings",
                                  Body().set("loan_months", 2).set("quarantine_days", 9),
                                  {{"if-match", settings.header("etag")}});
    CHECK(changed.status == 200);
    CHECK(changed.json.number("/loan_months") == 2);
    CHECK(changed.json.number("/review_months") == 6);

    // 23 November 2026 is a Monday; 23 January 2027 a Saturday, the 25th a Monday.
    CHECK(app.get("/api/v1/loans/" + std::to_string(before)).json.text("/lines/0/due") ==
          "2027-02-23");
    const auto code = app.ready_item(product);
    const auto after = app.loan(code);
    CHECK(app.get("/api/v1/loans/" + std::to_string(after)).json.text("/lines/0/due") ==
          "2027-01-25");
    CHECK(preview(app, "") == "2027-01-25");
    app.scanned("in", code, Body().raw("details", R"({"infectious": true})"));
    CHECK(app.get("/api/v1/items/" + code).json.text("/quarantine_until") == "2026-12-02");
}

TEST_CASE("each change of a setting is kept with who made it") {
    TestApp app;
    put(app, "/api/v1/settings", Body().set("loan_months", 2));
    put(app, "/api/v1/settings",
        Body().set("loan_months", 4).raw("reminder_steps", "[-10, -2, 1, 7, 30]"));
    put(app, "/api/v1/settings", Body().set("loan_months", 4));
    const auto page = app.get("/api/v1/settings/history", "admin").json;
    CHECK(page.each("/items", "/name") == Texts{"reminder_steps", "loan_months", "loan_months"});
    CHECK(page.each("/items", "/value") == Texts{"-10 -2 1 7 30", "4", "2"});
    CHECK(page.text("/items/1/old_value") == "2");
    CHECK(page.is_null("/items/2/old_value"));
    CHECK(page.text("/items/0/by") == "admin");
    const auto first = app.get("/api/v1/settings/history?limit=2", "admin").json;
    const auto rest =
        app.get("/api/v1/settings/history?limit=2&cursor=" + first.text("/next"), "admin").json;
    CHECK(rest.each("/items", "/value") == Texts{"2"});
    CHECK(app.get("/api/v1/settings", "admin").json.number("/reminder_steps/4") == 30);
}

TEST_CASE("a setting that cannot be is refused with all that is wrong, and nothing changes") {
    TestApp app;
    const auto answer = put(app, "/api/v1/settings",
                            Body()
                                .set("loan_months", 0)
                                .set("quarantine_days", 91)
                                .set("colour", "blue")
                                .raw("reminder_steps", "[-14, -14, 1, 14, 28]")
                                .set("hold_days", 3));
    CHECK(answer.status == 400);
    CHECK(answer.errors() == Texts{"/loan_months too_small", "/quarantine_days too_large",
                                   "/reminder_steps steps_not_rising", "/colour unknown_field"});
    CHECK(put(app, "/api/v1/settings", Body().raw("reminder_steps", "[-14, 1]")).errors() ==
          Texts{"/reminder_steps steps_not_rising"});
    CHECK(put(app, "/api/v1/settings", Body().raw("reminder_steps", "[-14, 1, \"2\", 3, 4]"))
              .errors() == Texts{"/reminder_steps/2 invalid_value"});
    CHECK(app.get("/api/v1/settings", "admin").json.number("/hold_days") == 5);
    CHECK(app.get("/api/v1/settings/history", "admin").json.each("/items", "/name").empty());

    const auto stale = app.get("/api/v1/settings", "admin").header("etag");
    put(app, "/api/v1/settings", Body().set("loan_months", 2));
    CHECK(app.call("admin", "PUT", "/api/v1/settings", Body().set("loan_months", 5),
                   {{"if-match", stale}})
              .status == 412);
    CHECK(app.call("admin", "PUT", "/api/v1/settings", Body().set("loan_months", 5)).status == 428);
    CHECK(app.get("/api/v1/settings", "admin").json.number("/loan_months") == 2);
}

TEST_CASE("a closed day moves what the desk would promise now, not what was promised") {
    TestApp app;
    const auto loan = app.loan(app.ready_item());
    const auto due = [&] {
        return app.get("/api/v1/loans/" + std::to_string(loan)).json.text("/lines/0/due");
    };
    CHECK(due() == "2027-02-23");
    const std::string day = "/api/v1/depots/SMS/days/2027-02-23";
    const auto closed = put(app, day, Body().set("open", false).set("why", "Planleggingsdag"));
    CHECK(closed.status == 200);
    CHECK(closed.json.text("/why") == "Planleggingsdag");
    CHECK(due() == "2027-02-23");
    CHECK(preview(app, "start=2026-11-23") == "2027-02-24");
    CHECK(app.get("/api/v1/depots/ENGVEIEN/due-date?start=2026-11-23").json.text("/due") ==
          "2027-02-23");
    // A Saturday that is open: 21 November + 3 months is Sunday 21 February, the 20th comes too
    // early.
    put(app, "/api/v1/depots/SMS/days/2027-02-21",
        Body().set("open", true).set("why", "Åpen søndag"));
    CHECK(preview(app, "start=2026-11-21") == "2027-02-21");
    CHECK(app.call("admin", "DELETE", day, "", any).json.flag("/open"));
    CHECK(preview(app, "start=2026-11-23") == "2027-02-23");
    CHECK(app.get("/api/v1/depots/SMS/calendar?from=2027-02-21&to=2027-02-21")
              .json.text("/items/0/why") == "Åpen søndag");
}

TEST_CASE("a depot's open weekdays and its room can be changed") {
    TestApp app;
    const auto depot = app.get("/api/v1/depots/SMS");
    const auto changed = app.patch(
        "/api/v1/depots/SMS",
        Body().list("open_weekdays", {"\"tue\"", "\"thu\""}).set("capacity", 400), "admin");
    CHECK(changed.status == 200);
    CHECK(changed.json.text("/name") == "Sandefjord medisinske senter");
    CHECK(changed.json.number("/capacity") == 400);
    // 23 February 2027 is a Tuesday; the 24th waits for Thursday.
    CHECK(preview(app, "start=2026-11-23") == "2027-02-23");
    CHECK(preview(app, "start=2026-11-24") == "2027-02-25");
    CHECK(app.call("admin", "PATCH", "/api/v1/depots/SMS", Body().set("name", "Nytt"),
                   {{"if-match", depot.header("etag")}})
              .status == 412);
    CHECK(app.patch("/api/v1/depots/SMS", Body().list("open_weekdays", {}), "admin").errors() ==
          Texts{"/open_weekdays too_few"});
    CHECK(app.patch("/api/v1/depots/SMS", Body().list("open_weekdays", {"\"tir\""}), "admin")
              .errors() == Texts{"/open_weekdays/0 invalid_value"});
    CHECK(put(app, "/api/v1/depots/NORD/days/2027-02-23", Body().set("open", false).set("why", "x"))
              .status == 404);
    CHECK(put(app, "/api/v1/depots/SMS/days/2027-02-30", Body().set("open", false).set("why", "x"))
              .status == 404);
    CHECK(put(app, "/api/v1/depots/SMS/days/2027-02-23", Body().set("open", 1)).errors() ==
          Texts{"/open wrong_type", "/why required"});
}
