// Settings, terms, users, devices, safety notices, the access log and the help, on their pages. It
// is Monday 23 November 2026.

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;

namespace {

bool holds(const Answer& page, std::string_view text) {
    return page.body.find(text) != std::string::npos;
}

std::string number(std::int64_t id) { return std::to_string(id); }

// What is shown once.
std::string secret_of(const Answer& page) {
    constexpr std::string_view before = "class=\"code secret\">";
    const auto at = page.body.find(before);
    if (at == std::string::npos) return {};
    return page.body.substr(at + before.size(), page.body.find('<', at) - at - before.size());
}

}  // namespace

TEST_CASE("each role finds what it may use under Mer, and nothing else") {
    TestApp app;
    for (const char* role : {"lager", "ergo", "sjafor", "leder", "admin"}) {
        INFO(role);
        const Answer page = app.get("/mer", role);
        CHECK(page.status == 200);
        CHECK(holds(page, "href=\"/brukere\"") == (std::string_view(role) == "admin"));
        CHECK(holds(page, "href=\"/innsyn\"") == (std::string_view(role) == "leder"));
        CHECK(holds(page, "href=\"/utdeling\"") == (std::string_view(role) == "lager"));
        CHECK(holds(page, "href=\"/hjelp\""));
    }
}

TEST_CASE("settings are changed group by group, with what is wrong at its field") {
    TestApp app;
    CHECK(app.get("/innstillinger", "leder").status == 403);
    const Answer wrong =
        app.send("admin", "/innstillinger/lan", {{"loan_months", "99"}, {"hold_days", "x"}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "id=\"f-loan_months-error\""));
    CHECK(holds(wrong, "value=\"99\""));
    CHECK(holds(wrong, "id=\"f-hold_days-error\""));
    CHECK(app.send("admin", "/innstillinger/lan", {{"loan_months", "4"}, {"hold_days", "6"}})
              .status == 303);
    const auto steps = [&](std::initializer_list<const char*> days) {
        TestApp::Fields fields;
        int i = 0;
        for (const char* day : days) fields.push_back({"reminder_steps/" + number(i++), day});
        return app.send("admin", "/innstillinger/varsel", fields);
    };
    CHECK(steps({"-14", "-20", "1", "14", "28"}).status == 422);
    CHECK(steps({"-10", "-3", "1", "14", "28"}).status == 303);
    const auto now = app.get("/api/v1/settings", "admin").json;
    CHECK(now.number("/loan_months") == 4);
    CHECK(now.number("/review_months") == 6);
    CHECK(now.number("/reminder_steps/0") == -10);
    const Answer history = app.get("/innstillinger/historikk", "admin");
    CHECK(holds(history, "Måneder et lån varer"));
    CHECK(holds(history, "Trinn for påminnelser"));
}

TEST_CASE("everybody reads the loan terms; an administrator writes new ones") {
    TestApp app;
    CHECK_FALSE(holds(app.get("/vilkar"), "<textarea"));
    CHECK(app.send("lager", "/vilkar", {{"nb", "a"}, {"nn", "b"}}).status == 403);
    const Answer half = app.send("admin", "/vilkar", {{"nb", "Ta vare på det."}, {"nn", ""}});
    CHECK(half.status == 422);
    CHECK(holds(half, "Ta vare på det."));
    CHECK(app.send("admin", "/vilkar", {{"nb", "Ta vare på det."}, {"nn", "Ta vare på det då."}})
              .status == 303);
    const Answer page = app.get("/vilkar");
    CHECK(holds(page, "Ta vare på det då."));
    CHECK(holds(page, "/vilkar?version=1"));
    CHECK_FALSE(holds(app.get("/vilkar?version=1"), "Ta vare på det då."));
}

TEST_CASE("a user's password is shown once, and is not kept under the form's key") {
    TestApp app;
    CHECK(app.get("/brukere", "leder").status == 403);
    const Answer wrong = app.send("admin", "/brukere/ny", {{"name", ""}, {"role", "ergo"}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "id=\"f-name-error\""));
    const TestApp::Fields fields{
        {"name", "Kari Ergo"}, {"role", "ergo"}, {"depot", ""}, {"_key", "once-1"}};
    const Answer made = app.send("admin", "/brukere/ny", fields);
    CHECK(made.status == 200);
    const std::string password = secret_of(made);
    CHECK(password.size() > 10);
    const Answer again = app.send("admin", "/brukere/ny", fields);
    CHECK(again.status == 303);
    CHECK(again.header("location").ends_with("?done=made"));
    CHECK(app.stored().value("select count(*) from idempotency where body like '%" + password +
                             "%'") == "0");

    const Answer list = app.get("/brukere", "admin");
    CHECK(holds(list, ">Kari Ergo</a>"));
    CHECK(holds(list, "Må bytte passord"));
    const std::string page = again.header("location").substr(0, again.header("location").find('?'));
    CHECK(app.send("admin", page + "/endre",
                   {{"name", "Kari Ergo"},
                    {"role", "leder"},
                    {"depot", "SMS"},
                    {"sees_protected", "false"},
                    {"disabled", "false"},
                    {"disabled", "true"}})
              .status == 303);
    CHECK(holds(app.get(page, "admin"), "Stengt") == false);
    CHECK(holds(app.get("/brukere", "admin"), "Stengt"));
    const Answer reset = app.send("admin", page + "/passord", {});
    CHECK(reset.status == 200);
    CHECK(secret_of(reset) != password);
    CHECK(app.send("admin", "/brukere/9999/passord", {}).status == 404);
}

TEST_CASE("a device's token is shown once, works, and can be taken back") {
    TestApp app;
    CHECK(app.send("admin", "/enheter/ny", {{"name", ""}, {"role", "lager"}, {"depot", "SMS"}})
              .status == 422);
    const Answer made =
        app.send("admin", "/enheter/ny",
                 {{"name", "sms-9"}, {"role", "lager"}, {"depot", "SMS"}, {"_key", "d-1"}});
    CHECK(made.status == 200);
    CHECK(secret_of(made).starts_with("kl_"));
    CHECK(app.send("admin", "/enheter/ny",
                   {{"name", "sms-9"}, {"role", "lager"}, {"depot", "SMS"}, {"_key", "d-1"}})
              .status == 303);
    const auto at = made.body.find("href=\"/enheter/");
    const std::string page = made.body.substr(at + 6, made.body.find('"', at + 6) - at - 6);
    CHECK(holds(app.get("/enheter", "admin"), ">sms-9</a>"));
    CHECK(app.send("admin", page + "/trekk", {}).status == 303);
    CHECK(holds(app.get(page, "admin"), "Trukket tilbake"));
    CHECK_FALSE(holds(app.get(page, "admin"), "/trekk"));
}

TEST_CASE("a safety notice finds aids, says whom to tell, and is ticked off") {
    TestApp app;
    const auto product = app.product(Body().set("hms_nr", "177946"));
    const std::string here = app.ready_item(product);
    const std::string away = app.ready_item(product);
    app.loan(away);
    const Answer empty = app.send("leder", "/meldinger/ny", {{"title", "Bremsen"}});
    CHECK(empty.status == 422);
    CHECK(holds(empty, "value=\"Bremsen\""));
    const Answer made = app.send("leder", "/meldinger/ny",
                                 {{"title", "Bremsen"}, {"hms_nr", "177946"}, {"block", "true"}});
    REQUIRE(made.status == 303);
    const std::string page = made.header("location").substr(0, made.header("location").find('?'));
    CHECK(holds(app.get("/meldinger"), ">Bremsen</a>"));
    const Answer shown = app.get(page);
    CHECK(holds(shown, "/hjelpemidler/" + here));
    CHECK(holds(shown, page + "?hjelpemiddel=" + away));
    CHECK_FALSE(holds(shown, "Kari Nordmann"));
    CHECK_FALSE(holds(app.get(page, "ergo"), "/gjort-rede"));
    CHECK(holds(app.get(page + "?hjelpemiddel=" + away), "value=\"" + away + "\""));

    const auto logged = [&] { return app.stored().value("select count(*) from access_log"); };
    const std::string before = logged();
    const Answer contacts = app.get(page + "/kontakt");
    CHECK(holds(contacts, "Kari Nordmann"));
    CHECK(logged() != before);

    CHECK(app.send("lager", page + "/gjort-rede", {{"item", here}, {"outcome", ""}}).status == 422);
    for (const std::string& code : {here, away}) {
        CHECK(app.send("lager", page + "/gjort-rede", {{"item", code}, {"outcome", "checked"}})
                  .status == 303);
    }
    CHECK(holds(app.get(page), "Lukket"));
    CHECK(app.get("/meldinger", "sjafor").status == 403);
}

TEST_CASE("a protected address is not among those a notice must reach") {
    TestApp app;
    const auto kari = app.borrower(Body().raw(
        "address", R"({"street": "Hemmelig vei 1", "postal_code": "3210", "city": "Sandefjord"})"));
    app.call("leder", "PATCH", "/api/v1/borrowers/" + number(kari),
             Body().set("protection", "fortrolig"), {{"if-match", "*"}});
    const auto product = app.product();
    app.loan(app.ready_item(product), Body().set("borrower_id", kari));
    app.post("/api/v1/notices", Body().set("title", "Bremsen").set("product_id", product));
    CHECK_FALSE(holds(app.get("/meldinger/1/kontakt"), "Hemmelig"));
}

TEST_CASE("leaders see who has looked at whom, find a person without an address, and sign off") {
    TestApp app;
    const auto kari = app.borrower();
    app.get("/api/v1/borrowers/" + number(kari), "ergo");
    CHECK(app.get("/innsyn", "admin").status == 403);
    const Answer log = app.get("/innsyn", "leder");
    CHECK(holds(log, "Slo opp personen"));
    CHECK(holds(log, "/innsyn/person/" + number(kari)));
    CHECK_FALSE(holds(log, "Kari Nordmann"));

    CHECK(app.send("leder", "/innsyn/finn", {{"q", ""}}).status == 422);
    const Answer found = app.send("leder", "/innsyn/finn", {{"q", "nordmann"}});
    CHECK(found.status == 200);
    CHECK(holds(found, "href=\"/innsyn/person/" + number(kari) + "\">Kari Nordmann</a>"));
    const Answer person = app.get("/innsyn/person/" + number(kari), "leder");
    CHECK(holds(person, "Kari Nordmann"));
    CHECK(holds(person, "Slo opp personen"));
    CHECK(app.get("/innsyn/person/9999", "leder").status == 404);

    const Answer wrong =
        app.send("leder", "/innsyn/gjennomgang", {{"from", "2026-11-24"}, {"to", "2026-11-20"}});
    CHECK(wrong.status == 422);
    CHECK(app.send("leder", "/innsyn/gjennomgang",
                   {{"from", "2026-11-16"}, {"to", "2026-11-22"}, {"note", "I orden"}})
              .status == 303);
    CHECK(holds(app.get("/innsyn/gjennomgang", "leder"), "I orden"));
}

TEST_CASE("the help and the accessibility statement are there; the latter without signing in") {
    TestApp app;
    const Answer index = app.get("/hjelp");
    for (const char* page : {"/hjelp/forste-dag", "/hjelp/bestille", "/hjelp/retur",
                             "/hjelp/for-sent", "/hjelp/ord", "/hjelp/taster"}) {
        INFO(page);
        CHECK(holds(index, page));
        CHECK(app.get(page).status == 200);
    }
    CHECK(holds(app.get("/hjelp/taster"), "id=\"keys-on\""));
    CHECK(holds(app.get("/hjelp/taster"), "<kbd>g</kbd> <kbd>h</kbd>"));
    const Answer statement = app.get("/tilgjengelighet", "");
    CHECK(statement.status == 200);
    CHECK(holds(statement, "delvis i samsvar"));
}
