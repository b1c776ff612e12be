// Queues, the workshop, pick-ups, transfers, counts, discrepancies and counted stock as pages.

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;

namespace {

bool holds(const Answer& answer, const std::string& text) {
    return answer.body.find(text) != std::string::npos;
}

std::string dirty_item(TestApp& app, std::int64_t product) {
    const auto code = app.ready_item(product);
    app.loan(code);
    app.scanned("in", code);
    return code;
}

std::string printed(const std::string& code) {
    return code.substr(0, 3) + "-" + code.substr(3, 3) + "-" + code.substr(6);
}

}  // namespace

TEST_CASE("several of the wash queue are washed at once, or none of them") {
    TestApp app;
    const auto product = app.product();
    const auto one = dirty_item(app, product);
    const auto two = dirty_item(app, product);
    const auto three = dirty_item(app, product);
    const Answer page = app.get("/ko/vask");
    CHECK(holds(page, printed(one)));
    CHECK(holds(page, "i dag"));

    const Answer none = app.send("lager", "/ko/vask", {{"_depot", "SMS"}});
    CHECK(none.status == 422);
    CHECK(holds(none, "Kryss av det som er vasket."));

    const Answer sent = app.send("lager", "/ko/vask",
                                 {{"_depot", "SMS"},
                                  {"item", one},
                                  {"method/" + one, "machine"},
                                  {"item", two},
                                  {"method/" + two, "machine"}});
    CHECK(sent.status == 303);
    CHECK(app.state_of(one) == "to_inspect");
    CHECK(app.state_of(two) == "to_inspect");

    const Answer mixed = app.send("lager", "/ko/vask",
                                  {{"_depot", "SMS"},
                                   {"item", three},
                                   {"method/" + three, "machine"},
                                   {"item", one},
                                   {"method/" + one, "machine"}});
    CHECK(mixed.status == 422);
    CHECK(app.state_of(three) == "to_clean");
    CHECK(holds(mixed, "value=\"" + three + "\""));
    // One alone by its own button, whatever else is chosen.
    CHECK(app.send("lager", "/ko/vask",
                   {{"_depot", "SMS"}, {"only", three}, {"method/" + three, "hand"}})
              .status == 303);
    CHECK(app.state_of(three) == "to_inspect");
    CHECK(holds(app.get("/ko/kontroll"), printed(three)));
}

TEST_CASE("the leader sees the queues and is offered nothing that is the staff's") {
    TestApp app;
    dirty_item(app, app.product());
    const Answer page = app.get("/ko/vask?depot=SMS", "leder");
    CHECK(page.status == 200);
    CHECK_FALSE(holds(page, "type=\"checkbox\""));
    CHECK_FALSE(holds(page, "/skranke"));
    CHECK(app.get("/ko/vask", "sjafor").status == 403);
}

TEST_CASE("a repair takes its parts, and lines without a part are none") {
    TestApp app;
    const auto code = app.item(app.product());
    REQUIRE(app.post("/api/v1/items/" + code + "/inspect",
                     Body().raw("ok", "false").set("findings", "Hjulet er løst"))
                .status == 200);
    REQUIRE(app.send("lager", "/deler/ny", {{"name", "Hjul"}, {"minimum", "2"}}).status == 303);
    CHECK(app.send("lager", "/deler/1/mottatt", {{"depot", "SMS"}, {"quantity", "5"}}).status ==
          303);
    CHECK(holds(app.get("/arbeidsordrer"), "Hjulet er løst"));
    CHECK(holds(app.get("/arbeidsordrer/1"), "Hjul (5)"));

    const Answer bare = app.send("lager", "/arbeidsordrer/1/reparert", {{"cost", "120"}});
    CHECK(bare.status == 422);
    CHECK(holds(bare, "value=\"120\""));
    CHECK(holds(bare, "id=\"f-work-error\""));

    const Answer done = app.send("lager", "/arbeidsordrer/1/reparert",
                                 {{"work", "Byttet hjul"},
                                  {"parts/0/part_id", ""},
                                  {"parts/0/quantity", ""},
                                  {"parts/1/part_id", "1"},
                                  {"parts/1/quantity", "2"}});
    CHECK(done.header("location") == "/arbeidsordrer/1?done=repaired");
    CHECK(app.state_of(code) == "to_inspect");
    const Answer order = app.get("/arbeidsordrer/1");
    CHECK(holds(order, "Byttet hjul"));
    CHECK(holds(order, "2 × <a class=\"ds-link\" href=\"/deler/1\">Hjul</a>"));
    CHECK(app.send("lager", "/deler/1/tatt-ut", {{"depot", "SMS"}, {"quantity", "2"}}).status ==
          303);
    CHECK(holds(app.get("/deler/1"), "Under minste"));
    const Answer too_many =
        app.send("lager", "/deler/1/tatt-ut", {{"depot", "SMS"}, {"quantity", "9"}});
    CHECK(too_many.status == 422);
    CHECK(holds(too_many, "value=\"9\""));
    CHECK_FALSE(holds(too_many, "value=\"-9\""));
}

TEST_CASE("the day's pick-ups are shown with who and where, and how they went is kept") {
    TestApp app;
    const auto borrower = app.borrower(
        Body()
            .set("name", "Kari Demo")
            .set("phone", "44 44 44 44")
            .raw("address", R"({"street": "Testveien 2", "postal_code": "3210", "city": "Sted"})"));
    const auto code = app.ready_item();
    const auto loan = app.loan(code, Body().set("borrower_id", borrower));
    REQUIRE(app.post("/api/v1/pickups", Body()
                                            .set("kind", "fetch")
                                            .set("loan_id", loan)
                                            .set("day", "2026-11-23")
                                            .set("note", "Ring på hos naboen"))
                .status == 201);
    const Answer day = app.get("/henting", "sjafor");
    for (const char* text :
         {"mandag 23.11.2026", "Kari Demo", "Testveien 2", "tel:44444444", "Ring på hos naboen"}) {
        CHECK(holds(day, text));
    }
    // A link to what the driver may not open is none.
    CHECK_FALSE(holds(day, "/lanere/"));
    CHECK(holds(app.get("/henting?day=2026-11-24"), "Ingenting å hente"));

    const Answer wrong =
        app.send("sjafor", "/henting/1/utfort",
                 {{"_day", "2026-11-23"}, {"note", "Låst"}, {"outcome", "delivered"}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "value=\"Låst\""));
    const Answer done = app.send("sjafor", "/henting/1/utfort",
                                 {{"_day", "2026-11-23"}, {"outcome", "nobody_home"}});
    CHECK(done.header("location") == "/henting?day=2026-11-23&done=done");
    CHECK(holds(app.get("/henting", "sjafor"), "Ingen hjemme"));
}

TEST_CASE("a pick-up at a protected address says by arrangement to who may not see it") {
    TestApp app;
    const Answer borrower = app.call(
        "leder", "POST", "/api/v1/borrowers",
        Body()
            .set("kind", "person")
            .set("name", "Vernet Person")
            .raw("address", R"({"street": "Hemmelig 1", "postal_code": "3210", "city": "Sted"})")
            .set("protection", "fortrolig"));
    REQUIRE(borrower.status == 201);
    const auto loan =
        app.loan(app.ready_item(), Body().set("borrower_id", borrower.json.number("/id")));
    REQUIRE(app.post("/api/v1/pickups",
                     Body().set("kind", "fetch").set("loan_id", loan).set("day", "2026-11-23"))
                .status == 201);
    const Answer day = app.get("/henting", "sjafor");
    CHECK_FALSE(holds(day, "Hemmelig"));
    CHECK(holds(day, "Adresse etter avtale"));
    CHECK(holds(app.get("/henting", "leder"), "Hemmelig 1"));
}

TEST_CASE("a transfer is made, sent and received, and a wrong code is said at its field") {
    TestApp app;
    const auto code = app.ready_item();
    const Answer wrong =
        app.send("lager", "/overforinger/ny",
                 {{"from", "SMS"}, {"to", "ENGVEIEN"}, {"items", "FEIL\n" + code}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "href=\"#f-items\""));
    CHECK(holds(wrong, "id=\"f-items-error\""));
    CHECK(holds(wrong, "FEIL\n" + code));
    CHECK(app.send("lager", "/overforinger/ny",
                   {{"from", "SMS"}, {"to", "ENGVEIEN"}, {"items", code}})
              .header("location") == "/overforinger/1?done=made");
    CHECK(holds(app.get("/overforinger"), "1 hjelpemiddel"));
    // What is handed to the driver at once is sent when it is written down.
    CHECK(holds(app.get("/overforinger/1"), "Alt er tatt imot"));
    CHECK_FALSE(holds(app.get("/overforinger/1", "sjafor"), "Alt er tatt imot"));
    CHECK(app.send("lager", "/overforinger/1/mottatt", {}).status == 303);
    CHECK(holds(app.get("/overforinger/1"), "Mottatt"));
    CHECK(app.get("/api/v1/items/" + code).json.text("/depot") == "ENGVEIEN");
}

TEST_CASE("a shelf is counted by scans, and closing it tells what is missing") {
    TestApp app;
    const auto product = app.product();
    const auto there = app.ready_item(product, Body().set("shelf", "B3"));
    const auto gone = app.ready_item(product, Body().set("shelf", "B3"));
    // What only came while the shelf is counted may have passed the counter by.
    app.clock.advance(std::chrono::minutes(1));
    CHECK(
        app.send("lager", "/telling/ny", {{"depot", "SMS"}, {"shelf", "B3"}}).header("location") ==
        "/telling/1");
    const Answer seen = app.send("lager", "/telling/1", {{"code", there}});
    REQUIRE(seen.status == 303);
    const Answer page = app.get(seen.header("location"));
    CHECK(holds(page, "Talt"));
    CHECK(holds(page, "Sett 1 av 2"));
    CHECK(holds(page, printed(gone)));
    CHECK(app.send("lager", "/telling/1", {{"code", ""}}).status == 422);
    CHECK(app.send("lager", "/telling/1/lukk", {}).status == 303);
    CHECK(app.state_of(gone) == "missing");
    CHECK(app.state_of(there) == "ready");
}

TEST_CASE("a discrepancy is shown in words and settled") {
    TestApp app;
    const auto code = app.ready_item();
    app.clock.advance(std::chrono::hours(1));
    app.scanned("out", code,
                Body()
                    .set("happened_at", "2026-11-23T08:10:00.000Z")
                    .raw("details", "{\"borrower\": 987}"));
    REQUIRE(app.open_discrepancies() == 1);
    const Answer page = app.get("/avvik");
    CHECK(holds(page, printed(code)));
    CHECK(holds(page, "action=\"/avvik/1/avklart\""));
    CHECK(app.send("leder", "/avvik/1/avklart", {}).status == 303);
    CHECK(holds(app.get("/avvik"), "Ingen avvik å se på."));
}

TEST_CASE("counted stock is received and given out") {
    TestApp app;
    const auto product = app.product(Body().set("tracking", "counted").set("name", "Batteri 312"));
    const auto id = std::to_string(product);
    CHECK(app.send("lager", "/beholdning",
                   {{"product_id", id}, {"depot", "SMS"}, {"kind", "received"}, {"quantity", "10"}})
              .header("location") == "/beholdning?product=" + id + "&depot=SMS&done=made");
    CHECK(holds(app.get("/beholdning"), "Mottatt"));
    const Answer wrong = app.send("lager", "/utdeling/ny",
                                  {{"product_id", id}, {"depot", "SMS"}, {"quantity", "0"}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "id=\"f-quantity-error\""));
    CHECK(
        app.send("lager", "/utdeling/ny", {{"product_id", id}, {"depot", "SMS"}, {"quantity", "4"}})
            .status == 303);
    CHECK(holds(app.get("/utdeling"), "Batteri 312"));
    CHECK(app.get("/utdeling", "sjafor").status == 403);
}
