// Products, aids that come in, labels, stock figures and depots, on their pages. It is Monday 23
// November 2026.

#include <catch2/catch.hpp>

#include <set>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;

namespace {

bool holds(const Answer& page, std::string_view text) {
    return page.body.find(text) != std::string::npos;
}

std::string number(std::int64_t id) { return std::to_string(id); }

}  // namespace

TEST_CASE("the catalogue is searched with synonyms, and taken along as CSV") {
    TestApp app;
    const auto id = app.product();
    app.product(Body().set("name", "Badekar").set("iso", "09331201"));
    const Answer page = app.get("/produkter?q=rollator");
    CHECK(page.status == 200);
    CHECK(holds(page, "href=\"/produkter/" + number(id) + "\">Rullator Gemino 20</a>"));
    CHECK_FALSE(holds(page, "Badekar"));
    CHECK(holds(page, "href=\"/produkter/ny\""));
    CHECK_FALSE(holds(app.get("/produkter", "ergo"), "/produkter/ny"));
    const Answer csv = app.get("/produkter?format=csv");
    CHECK(csv.content_type.starts_with("text/csv"));
    CHECK(holds(csv, "Rullator Gemino 20;"));
}

TEST_CASE("every field of an aid's forms has a label of its own") {
    TestApp app;
    const auto code = app.ready_item();
    const Answer page = app.get("/hjelpemidler/" + code);
    std::set<std::string> labelled;
    for (auto at = page.body.find("<textarea"); at != std::string::npos;
         at = page.body.find("<textarea", at + 1)) {
        const auto begin = page.body.find("id=\"", at) + 4;
        const std::string id = page.body.substr(begin, page.body.find('"', begin) - begin);
        INFO(id);
        CHECK(labelled.insert(id).second);
        CHECK(holds(page, "for=\"" + id + "\""));
    }
    CHECK(labelled.size() > 2);
}

TEST_CASE("the catalogue takes as many statements with fifty products as with one") {
    TestApp app;
    app.product();
    const auto one = app.statements_of_page("lager", "/produkter");
    for (int i = 0; i < 49; ++i) app.product();
    CHECK(app.statements_of_page("lager", "/produkter") == one);
}

TEST_CASE("a product is registered, and what was typed is kept when it cannot be") {
    TestApp app;
    const TestApp::Fields typed{
        {"name", "Rampe <lang>"},     {"iso", "1830"},        {"hms_nr", "12"},
        {"tracking", "serial"},       {"wash_class", "hand"}, {"children", "false"},
        {"accessories", "reim\nlås"}, {"needs_training", ""}};
    const Answer wrong = app.send("lager", "/produkter/ny", typed);
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "value=\"Rampe &lt;lang&gt;\""));
    CHECK(holds(wrong, "id=\"f-iso-error\""));
    CHECK(holds(wrong, "id=\"f-hms_nr-error\""));
    CHECK(holds(wrong, "reim\nlås</textarea>"));

    auto right = typed;
    right[1].second = "18301505";
    right[2].second = "014187";
    const Answer made = app.send("lager", "/produkter/ny", right);
    REQUIRE(made.status == 303);
    const std::string place = made.header("location");
    CHECK(place.ends_with("?done=made"));
    const Answer page = app.get(place.substr(0, place.find('?')));
    CHECK(holds(page, "<h1 class=\"ds-heading\" data-size=\"lg\">Rampe &lt;lang&gt;</h1>"));
    CHECK(holds(page, "reim, lås"));
    CHECK(app.send("ergo", "/produkter/ny", right).status == 403);
}

TEST_CASE("a product says how many there are at each depot, and is changed from its version") {
    TestApp app;
    const auto id = app.product();
    app.ready_item(id);
    app.item(id, Body().set("depot", "ENGVEIEN"));
    const std::string page = "/produkter/" + number(id);
    const Answer shown = app.get(page);
    CHECK(holds(shown, "data-label=\"Klare\" class=\"num\">1</td>"));
    CHECK(holds(shown, "href=\"/hjelpemidler?product=" + number(id) + "\""));
    CHECK(holds(shown, "href=\"/ledig?produkt=" + number(id) + "\""));
    const auto version_at = shown.body.find("name=\"_version\" value=\"");
    REQUIRE(version_at != std::string::npos);
    CHECK_FALSE(holds(app.get(page, "ergo"), "/endre"));

    const TestApp::Fields fields{{"name", "Gemino"},      {"iso", "12060602"},
                                 {"tracking", "serial"},  {"wash_class", "machine"},
                                 {"_version", "\"1-x\""}, {"children", "false"},
                                 {"supplier", ""},        {"needs_training", "false"}};
    CHECK(app.send("lager", page + "/endre", fields).status == 303);
    CHECK(app.get("/api/v1/products/" + number(id)).json.text("/name") == "Gemino");
    // Somebody else was first.
    const Answer late = app.send("lager", page + "/endre", fields);
    CHECK(late.status == 422);
    CHECK(holds(late, "value=\"Gemino\""));
}

TEST_CASE("an aid is taken in: the product first, then where it stands") {
    TestApp app;
    const auto id = app.product();
    app.product(Body().set("name", "Rullatorkloss").set("tracking", "counted"));
    const Answer found = app.get("/hjelpemidler/ny?q=rullator");
    CHECK(holds(found, "/hjelpemidler/ny?produkt=" + number(id)));
    CHECK_FALSE(holds(found, "Rullatorkloss"));
    CHECK(holds(app.get("/hjelpemidler/ny?produkt=" + number(id)), "name=\"serial\""));

    const Answer wrong = app.send("lager", "/hjelpemidler/ny",
                                  {{"product_id", number(id)},
                                   {"depot", "SMS"},
                                   {"serial", "A-17"},
                                   {"purchased", "2027-01-01"}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "value=\"A-17\""));
    CHECK(holds(wrong, "id=\"f-purchased-error\""));

    const Answer made = app.send(
        "lager", "/hjelpemidler/ny",
        {{"product_id", number(id)}, {"depot", "SMS"}, {"shelf", "B3"}, {"serial", "A-17"}});
    REQUIRE(made.status == 303);
    const std::string place = made.header("location");
    CHECK(place.ends_with("?done=taken_in"));
    const Answer page = app.get(place);
    CHECK(holds(page, "Hjelpemiddelet er tatt inn."));
    CHECK(holds(page, "/etikett\""));
    CHECK(app.get("/hjelpemidler/ny", "ergo").status == 403);
}

TEST_CASE("an aid is put right, and its label is a file to print") {
    TestApp app;
    const std::string code = app.item(app.product());
    const std::string page = "/hjelpemidler/" + code;
    CHECK(holds(app.get(page + "/endre"), "value=\"B3\""));
    const Answer changed = app.send("lager", page + "/endre",
                                    {{"shelf", "C1"},
                                     {"home_depot", "ENGVEIEN"},
                                     {"owner", "kommune"},
                                     {"stock", "korttid"},
                                     {"serial", "77"}});
    CHECK(changed.header("location") == page + "?done=saved");
    CHECK(app.get("/api/v1/items/" + code).json.text("/home_depot") == "ENGVEIEN");
    CHECK_FALSE(holds(app.get(page, "ergo"), "/endre"));
    CHECK(app.get(page + "/etikett", "ergo").status == 403);

    const Answer file =
        app.send("lager", page + "/etikett",
                 {{"codes[]", code}, {"stock", "L7160"}, {"format", "pdf"}, {"start", "3"}});
    CHECK(file.status == 200);
    CHECK(file.content_type == "application/pdf");
    CHECK(file.body.starts_with("%PDF"));
    const Answer wrong =
        app.send("lager", page + "/etikett",
                 {{"codes[]", code}, {"stock", "L7160"}, {"format", "pdf"}, {"start", "99"}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "id=\"f-start-error\""));
}

TEST_CASE("stock figures say what there should be, and what to do") {
    TestApp app;
    const auto id = app.product();
    app.ready_item(id);
    const std::string level = "/lager/" + number(id) + "/SMS";
    CHECK(app.send("lager", level, {{"minimum", "9"}, {"maximum", "2"}}).status == 422);
    CHECK(app.send("lager", level, {{"minimum", "2"}, {"maximum", "9"}}).status == 303);
    const Answer page = app.get("/lager?vis=under");
    CHECK(holds(page, "href=\"" + level + "\">2–9</a>"));
    CHECK(holds(page, "Kjøp inn"));
    CHECK_FALSE(holds(app.get("/lager?vis=over"), "Gemino"));
    CHECK_FALSE(holds(app.get("/lager", "ergo"), "href=\"" + level));
    CHECK(app.get(level, "ergo").status == 403);
    CHECK(app.get("/lager/ubrukt", "sjafor").status == 403);
    app.clock.set("2028-01-10T08:00:00.000Z");
    CHECK(holds(app.get("/lager/ubrukt"), "Gemino"));
}

TEST_CASE("a depot shows its month; days are closed one by one or several at once") {
    TestApp app;
    const Answer month = app.get("/depoter/SMS?maned=2026-12");
    CHECK(holds(month, "Kalender: desember 2026"));
    CHECK(holds(
        app.call("lager", "GET", "/depoter/SMS?maned=2026-12", "", {{"cookie", "kl-language=en"}}),
        ": December 2026"));
    CHECK(holds(month, "25.12.2026: stengt, 1. juledag"));
    CHECK_FALSE(holds(month, "/dager/2026-12-23\""));
    CHECK(holds(app.get("/depoter/SMS?maned=2026-12", "admin"), "/depoter/SMS/dager/2026-12-23\""));

    const std::string day = "/depoter/SMS/dager/2026-12-23";
    CHECK(app.send("admin", day, {{"open", "false"}, {"why", ""}}).status == 422);
    CHECK(app.send("admin", day, {{"open", "false"}, {"why", "Kurs"}}).status == 303);
    CHECK(holds(app.get("/depoter/SMS?maned=2026-12"), "23.12.2026: stengt, Kurs"));
    CHECK(holds(app.get(day, "admin"), day + "/fjern"));
    CHECK(app.send("admin", day + "/fjern", {}).status == 303);
    CHECK_FALSE(holds(app.get("/depoter/SMS?maned=2026-12"), "Kurs"));

    const auto several = [&](const char* from, const char* to, const char* why) {
        return app.send("admin", "/depoter/SMS/dager",
                        {{"from", from}, {"to", to}, {"open", "false"}, {"why", why}});
    };
    const Answer turned = several("2027-07-20", "2027-07-12", "Ferie");
    CHECK(turned.status == 422);
    CHECK(holds(turned, "id=\"f-d-to-error\""));
    CHECK(holds(turned, "value=\"Ferie\""));
    CHECK(several("2027-07-12", "2027-09-12", "Ferie").status == 422);
    CHECK(several("2027-07-12", "2027-07-16", "").status == 422);
    CHECK(several("2027-07-12", "2027-07-16", "Ferie").status == 303);
    const Answer july = app.get("/depoter/SMS?maned=2027-07");
    CHECK(holds(july, "12.07.2027: stengt, Ferie"));
    CHECK(holds(july, "16.07.2027: stengt, Ferie"));
    CHECK(app.get("/depoter/FINNESIKKE").status == 404);
}

TEST_CASE("a depot is made and changed; it is open on some weekday") {
    TestApp app;
    const Answer made = app.send(
        "admin", "/depoter/nytt",
        {{"id", "NORD"}, {"name", "Nord"}, {"open_weekdays[]", ""}, {"open_weekdays[]", "mon"}});
    CHECK(made.header("location") == "/depoter/NORD?done=made");
    const Answer none = app.send("admin", "/depoter/NORD/endre",
                                 {{"name", "Nordre"}, {"open_weekdays[]", ""}, {"capacity", "20"}});
    CHECK(none.status == 422);
    CHECK(holds(none, "value=\"Nordre\""));
    CHECK(app.send("admin", "/depoter/NORD/endre",
                   {{"name", "Nordre"},
                    {"open_weekdays[]", ""},
                    {"open_weekdays[]", "mon"},
                    {"open_weekdays[]", "tue"},
                    {"capacity", "20"}})
              .status == 303);
    CHECK(holds(app.get("/depoter/NORD"), "mandag, tirsdag"));
    CHECK(app.send("lager", "/depoter/NORD/endre", {{"name", "X"}}).status == 403);

    app.ready_item();
    CHECK(holds(app.get("/depoter/SMS/hyller", "admin"), "/depoter/SMS/hyller/B3"));
    CHECK(app.send("admin", "/depoter/SMS/hyller/B3", {{"capacity", "0"}}).status == 422);
    CHECK(app.send("admin", "/depoter/SMS/hyller/B3", {{"capacity", "12"}}).status == 303);
    CHECK(app.get("/api/v1/depots/SMS/shelves/B3").json.number("/capacity") == 12);
}
