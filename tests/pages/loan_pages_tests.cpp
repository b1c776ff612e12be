// What the pages of loans hold, for whom, and what their forms do.

#include "support/test_app.hpp"

#include <catch2/catch.hpp>

namespace {

using support::Answer;
using support::Body;
using support::TestApp;

bool holds(const Answer& page, std::string_view text) {
    return page.body.find(text) != std::string::npos;
}

std::string page_of(std::int64_t loan, std::string_view more = {}) {
    return "/lan/" + std::to_string(loan) + std::string(more);
}

}  // namespace

TEST_CASE("the list of loans names borrowers and aids, and filters by state, depot and who asked") {
    TestApp app;
    const auto kari = app.borrower();
    const auto ola = app.borrower(Body().set("name", "Ola Hansen").set("phone", "33 00 00 01"));
    app.loan(
        app.ready_item(),
        Body().set("borrower_id", kari).set("start", "2026-08-03").set("requested_by", "ergo"));
    app.loan(app.ready_item(app.product(Body().set("name", "Dusjkrakk"))),
             Body().set("borrower_id", ola));

    const auto all = app.get("/lan");
    CHECK(holds(all, "href=\"/lan/1\""));
    CHECK(holds(all, "Kari Nordmann"));
    CHECK(holds(all, "Rullator Gemino 20"));
    CHECK(holds(all, "Ola Hansen"));
    CHECK(holds(all, "23.02.2027"));
    const auto overdue = app.get("/lan?state=overdue");
    CHECK(holds(overdue, "Kari Nordmann"));
    CHECK(holds(overdue, "03.11.2026"));
    CHECK(holds(overdue, ">20<"));
    CHECK(!holds(overdue, "Ola Hansen"));
    CHECK(!holds(app.get("/lan?state=ended"), "Kari Nordmann"));
    CHECK(!holds(app.get("/lan?depot=ENGVEIEN"), "Kari Nordmann"));
    const auto of_ola = app.get("/lan?laner=" + std::to_string(ola) + "&state=");
    CHECK(holds(of_ola, "Ola Hansen"));
    CHECK(!holds(of_ola, "Kari Nordmann"));

    // Of an ergoterapeut, by the name that stands on the loan.
    CHECK(!holds(app.get("/lan", "lager"), "name=\"mine\""));
    const auto mine = app.get("/lan?mine=true&state=overdue", "ergo");
    CHECK(holds(mine, "name=\"mine\""));
    CHECK(holds(mine, "Kari Nordmann"));
    CHECK(!holds(app.get("/lan?mine=true", "ergo"), "Ola Hansen"));
    CHECK(app.get("/lan", "sjafor").status == 403);

    const auto csv = app.get("/lan?state=overdue&format=csv");
    CHECK(csv.content_type == "text/csv;charset=utf-8");
    CHECK(holds(csv, "Kari Nordmann;Rullator Gemino 20;03.11.2026;20;Over fristen;SMS;ergo;1\r\n"));
}

TEST_CASE("a list of fifty loans takes as many statements as one of a single loan") {
    TestApp app;
    app.loan(app.ready_item());
    const auto one = app.statements_of_page("lager", "/lan");
    const auto product = app.product();
    for (int i = 0; i < 18; ++i) app.loan(app.ready_item(product));
    CHECK(app.statements_of_page("lager", "/lan") == one);
    for (int i = 0; i < 40; ++i) app.loan(app.ready_item(product));
    CHECK(app.statements_of_page("lager", "/lan") == one);
    CHECK(one <= 7);
}

TEST_CASE("a loan is extended by whom the rules let, and refused where they say so") {
    TestApp app;
    const auto loan = app.loan(app.ready_item(), Body().set("start", "2026-10-01"));
    CHECK(!holds(app.get(page_of(loan)), "/forleng"));
    CHECK(holds(app.get(page_of(loan), "ergo"), "action=\"/lan/1/forleng\""));
    const auto wrong =
        app.send("ergo", page_of(loan, "/forleng"), {{"months", "9"}, {"reason", ""}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "id=\"f-extend-reason-error\""));
    CHECK(holds(wrong, "value=\"9\""));
    const auto too_long =
        app.send("ergo", page_of(loan, "/forleng"), {{"months", "9"}, {"reason", "venter på NAV"}});
    CHECK(holds(too_long, "id=\"f-extend-months-error\""));
    CHECK(holds(too_long, "venter på NAV</textarea>"));
    const auto done =
        app.send("ergo", page_of(loan, "/forleng"), {{"months", "3"}, {"reason", "venter på NAV"}});
    CHECK(done.status == 303);
    CHECK(done.header("location") == "/lan/1?done=extended");
    const auto page = app.get("/lan/1?done=extended", "ergo");
    CHECK(holds(page, "Lånet er forlenget."));
    CHECK(holds(page, "venter på NAV"));
    CHECK(holds(page, "01.04.2027"));  // six months from 1 October
    const auto again =
        app.send("ergo", page_of(loan, "/forleng"), {{"months", "1"}, {"reason", "mer"}});
    CHECK(again.status == 422);
    CHECK(holds(again, "Spør lederen"));
    CHECK(
        app.send("leder", page_of(loan, "/forleng"), {{"months", "1"}, {"reason", "mer"}}).status ==
        303);
    CHECK(
        app.send("lager", page_of(loan, "/forleng"), {{"months", "1"}, {"reason", "mer"}}).status ==
        403);
}

TEST_CASE("the list of whom to call has links to numbers without blanks, the contact's as well") {
    TestApp app;
    const auto borrower =
        app.borrower(Body()
                         .set("name", "Kari Demo")
                         .set("phone", "44 44 44 44")
                         .raw("contact", R"({"name": "Ola Demo", "phone": "55 55 55 55"})"));
    app.loan(app.ready_item(), Body().set("borrower_id", borrower).set("start", "2026-08-03"));
    const Answer page = app.get("/oppfolging?mine=false", "ergo");
    CHECK(holds(page, "href=\"tel:44444444\">Ring 44 44 44 44<"));
    CHECK(holds(page, "href=\"tel:55555555\">55 55 55 55<"));
}

TEST_CASE("each way that a line ends is a form of its own") {
    TestApp app;
    app.borrower(Body().set("kind", "unit").set("name", "Avdeling 3").without("phone"));
    std::vector<std::string> codes;
    for (int i = 0; i < 7; ++i) codes.push_back(app.ready_item());
    const auto loan = app.loan(codes);
    const auto line = [&](int number) { return page_of(loan, "/linje/" + std::to_string(number)); };
    const auto end = [&](const char* role, int number, const char* how,
                         const TestApp::Fields& fields) {
        return app.send(role, line(number) + "/" + how, fields);
    };
    const auto page = app.get(line(1));
    CHECK(holds(page, "Avdeling 3"));
    CHECK(!holds(page, "/tapt"));
    CHECK(holds(app.get(line(1), "leder"), "/tapt"));
    CHECK(!holds(app.get(line(1), "leder"), "/levert"));

    CHECK(end("lager", 1, "levert", {{"reason", "returned"}}).header("location") ==
          "/lan/1?done=ended");
    CHECK(app.state_of(codes[0]) == "to_clean");

    const auto unnamed = end("ergo", 2, "varig", {{"reason", "permanent"}, {"reference", ""}});
    CHECK(unnamed.status == 422);
    CHECK(holds(unnamed, "id=\"f-varig-reference-error\""));
    CHECK(end("ergo", 2, "varig",
              {{"reason", "permanent"}, {"reference", "NAV-17"}, {"taken_over", "true"}})
              .status == 303);
    CHECK(app.state_of(codes[1]) == "handed_over");

    CHECK(holds(end("lager", 3, "institusjon", {{"reason", "moved_to_institution"}, {"unit", ""}}),
                "id=\"f-institusjon-unit-error\""));
    CHECK(end("lager", 3, "institusjon", {{"reason", "moved_to_institution"}, {"unit", "1"}})
              .header("location") == "/lan/2?done=moved_on");

    CHECK(end("lager", 4, "bo", {{"reason", "estate_settled"}}).status == 303);
    CHECK(end("lager", 5, "kassert", {{"reason", "scrapped_at_borrower"}}).status == 303);
    CHECK(app.state_of(codes[4]) == "scrapped");
    CHECK(end("lager", 6, "tapt", {{"reason", "lost"}}).status == 403);
    CHECK(end("leder", 6, "tapt", {{"reason", "lost"}, {"reference", "Sak 1"}}).status == 303);
    CHECK(app.state_of(codes[5]) == "lost");

    const auto fresh = app.ready_item();
    const auto mistyped = end("lager", 7, "bytt", {{"item", "ABC"}});
    CHECK(mistyped.status == 422);
    CHECK(holds(mistyped, "id=\"f-swap-item-error\""));
    CHECK(holds(mistyped, "value=\"ABC\""));
    CHECK(end("lager", 7, "bytt", {{"item", fresh}}).header("location") == "/lan/1?done=swapped");
    const auto after = app.get(page_of(loan));
    for (const char* how : {"Levert inn", "Blitt varig", "Flyttet til institusjon",
                            "Boet er gjort opp", "Kassert hos låner", "Tapt", "Byttet"}) {
        CHECK(holds(after, how));
    }
}

TEST_CASE("a pick-up of a loan is asked for, of all of it or of some") {
    TestApp app;
    const auto loan = app.loan({app.ready_item(), app.ready_item()});
    const auto past =
        app.send("ergo", page_of(loan, "/hent"),
                 {{"kind", "fetch"}, {"loan_id", "1"}, {"day", "2026-11-01"}, {"note", "Ring på"}});
    CHECK(past.status == 422);
    CHECK(holds(past, "id=\"f-fetch-day-error\""));
    CHECK(holds(past, "Ring på</textarea>"));
    CHECK(app.send("ergo", page_of(loan, "/hent"),
                   {{"kind", "fetch"}, {"loan_id", "1"}, {"day", "2026-11-25"}, {"lines[]", "2"}})
              .header("location") == "/lan/1?done=fetch_ordered");
    const auto pickups = app.get("/api/v1/pickups?day=2026-11-25");
    CHECK(pickups.json.each("/items/0/lines", "/line") == std::vector<std::string>{"2"});
    CHECK(app.send("leder", page_of(loan, "/hent"), {{"day", "2026-11-25"}}).status == 403);
}

TEST_CASE("children's aids are looked at again, and a loan is corrected") {
    TestApp app;
    const auto product = app.product(Body().set("children", true));
    const auto loan = app.loan(app.ready_item(product, Body().set("stock", "barn")));
    const auto page = app.get(page_of(loan));
    CHECK(holds(page, "Vurderes 24.05.2027"));  // six months on, moved past Whit Sunday's weekend
    CHECK(holds(page, "action=\"/lan/1/vurder\""));
    CHECK(!holds(app.get(page_of(loan), "ergo"), "/forleng"));
    CHECK(holds(app.send("lager", page_of(loan, "/vurder"), {}), "id=\"f-review-outgrown-error\""));
    CHECK(app.send("lager", page_of(loan, "/vurder"), {{"outgrown", "false"}, {"months", "2"}})
              .header("location") == "/lan/1?done=reviewed");
    CHECK(app.send("lager", page_of(loan, "/vurder"), {{"outgrown", "true"}, {"months", ""}})
              .header("location") == "/lan/1?done=outgrown");

    const auto wrong = app.send("lager", page_of(loan, "/rett"),
                                {{"borrower_id", "999"},
                                 {"expected", "over_2_years"},
                                 {"arena", "school"},
                                 {"requested_by", "Ida"}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "id=\"f-correct-borrower_id-error\""));
    CHECK(holds(wrong, "value=\"Ida\""));
    CHECK(app.send("ergo", page_of(loan, "/rett"),
                   {{"borrower_id", "1"},
                    {"expected", "over_2_years"},
                    {"arena", "school"},
                    {"reason", "trial"},
                    {"requested_by", "Ida"},
                    {"partner", ""}})
              .status == 303);
    const auto corrected = app.get(page_of(loan));
    for (const char* text : {"Mer enn 2 år", "Skole", "Utprøving", "Ida"}) {
        CHECK(holds(corrected, text));
    }
    CHECK(!holds(app.get(page_of(loan), "leder"), "/rett"));
}

TEST_CASE("the receipt holds the terms that were given, in the borrower's language") {
    TestApp app;
    const auto nn = app.borrower(Body().set("language", "nn"));
    const auto loan = app.loan(app.ready_item(), Body().set("borrower_id", nn));
    app.call("admin", "POST", "/api/v1/terms",
             Body().set("nb", "Nye vilkår.\nAndre avsnitt.").set("nn", "Nye vilkår på nynorsk."));
    const auto later = app.loan(app.ready_item(), Body().set("borrower_id", app.borrower()));

    const auto first = app.get(page_of(loan, "/kvittering"));
    CHECK(holds(first, "<html lang=\"nn\""));
    CHECK(!holds(first, "Nye vilkår"));
    CHECK(holds(first, "Rullator Gemino 20"));
    CHECK(holds(first, "23.02.2027"));
    CHECK(holds(first, "data-print"));
    const auto second = app.get(page_of(later, "/kvittering"));
    CHECK(holds(second, "<html lang=\"nb\""));
    CHECK(holds(second, "<p class=\"ds-paragraph\">Andre avsnitt.</p>"));
    CHECK(!holds(second, "nynorsk."));
    CHECK(app.get(page_of(99, "/kvittering")).status == 404);
}

TEST_CASE("what was typed into forms of loans comes back as text") {
    TestApp app;
    const auto loan = app.loan(app.ready_item());
    const std::string bad = "\"><script>alert(1)</script>{{t}}";
    const auto page =
        app.send("ergo", page_of(loan, "/forleng"), {{"months", bad}, {"reason", bad}});
    CHECK(page.status == 422);
    CHECK(!holds(page, "<script>alert"));
    CHECK(holds(page, "&lt;script&gt;alert(1)&lt;/script&gt;{{t}}"));
}
