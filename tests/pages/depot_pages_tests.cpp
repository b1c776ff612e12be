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

TEST_CASE("the product that a part is for is found by its name or HMS number") {
    TestApp app;
    const auto walker = std::to_string(app.product(Body().set("hms_nr", "177946")));
    const auto stool =
        std::to_string(app.product(Body().set("name", "Dusjkrakk").set("iso", "09330703")));
    const Answer empty = app.get("/deler/ny");
    CHECK(holds(empty, "href=\"/deler/ny?velg=produkt\""));
    CHECK_FALSE(holds(empty, "Produktnummer"));
    CHECK(holds(app.get("/deler/ny?velg=produkt"), "name=\"velg\" value=\"produkt\""));
    for (const char* q : {"177946", "rollator"}) {
        const Answer found = app.get(std::string("/deler/ny?velg=produkt&q=") + q);
        CHECK(holds(found, "href=\"/deler/ny?produkt=" + walker + "\""));
        CHECK_FALSE(holds(found, "produkt=" + stool + "\""));
    }
    CHECK(holds(app.get("/deler/ny?velg=produkt&q=finnesikke"), "Ingen produkter passer."));
    const std::string chosen = "value=\"" + walker + "\" selected>Rullator Gemino 20<";
    CHECK(holds(app.get("/deler/ny?produkt=" + walker), chosen));
    CHECK(app.get("/deler/ny?produkt=tull").status == 200);

    const Answer wrong = app.send("lager", "/deler/ny",
                                  {{"name", "Hjul"}, {"minimum", "få"}, {"product_id", walker}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "id=\"f-minimum-error\""));
    CHECK(holds(wrong, chosen));
    const Answer unknown =
        app.send("lager", "/deler/ny", {{"name", "Hjul"}, {"product_id", "999"}});
    CHECK(holds(unknown, "id=\"f-product_id-error\""));
    REQUIRE(app.send("lager", "/deler/ny", {{"name", "Hjul"}, {"product_id", walker}}).status ==
            303);
    CHECK(app.get("/api/v1/parts/1").json.number("/product_id") == std::stoll(walker));

    // Of a part that is there another is found, and it can be for several again.
    CHECK(holds(app.get("/deler/1"), chosen));
    CHECK(holds(app.get("/deler/1"), "href=\"/deler/1?velg=produkt\""));
    CHECK(holds(app.get("/deler/1?velg=produkt&q=krakk"), "href=\"/deler/1?produkt=" + stool));
    const Answer other = app.get("/deler/1?produkt=" + stool);
    CHECK(holds(other, "value=\"" + stool + "\" selected>Dusjkrakk<"));
    CHECK(holds(other, "<details class=\"ds-details\" open>"));
    const auto change = [&](const std::string& product) {
        return app.send("lager", "/deler/1", {{"name", "Hjul"}, {"product_id", product}}).status;
    };
    CHECK(change(stool) == 303);
    CHECK(app.get("/api/v1/parts/1").json.number("/product_id") == std::stoll(stool));
    CHECK(change("") == 303);
    CHECK(app.get("/api/v1/parts/1").json.is_null("/product_id"));
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

TEST_CASE("what goes to the other depot is ticked in a list of what stands at this one") {
    TestApp app;
    const auto walker = app.product();
    const auto stool = app.product(Body().set("name", "Dusjkrakk").set("iso", "09330703"));
    const auto first = app.ready_item(walker, Body().set("shelf", "B3"));
    const auto second = app.ready_item(walker, Body().set("shelf", "C1"));
    const auto third = app.ready_item(stool, Body().set("shelf", "C1"));
    const auto dirty = app.item(walker);
    const auto lent = app.ready_item(walker);
    app.loan(lent);
    const auto away = app.ready_item(walker, Body().set("depot", "ENGVEIEN"));
    const auto tick = [](const std::string& code) {
        return "name=\"items[]\" value=\"" + code + "\"";
    };

    const Answer fresh = app.get("/overforinger/ny");
    for (const auto& code : {first, second, third}) CHECK(holds(fresh, tick(code)));
    for (const auto& code : {dirty, lent, away}) CHECK_FALSE(holds(fresh, tick(code)));

    const TestApp::Fields form{{"from", "SMS"}, {"to", "ENGVEIEN"}, {"items", ""}};
    const auto with = [&](const TestApp::Fields& more) {
        TestApp::Fields fields = form;
        fields.insert(fields.end(), more.begin(), more.end());
        return fields;
    };
    const auto step = [&](const TestApp::Fields& more) {
        const Answer page = app.send("lager", "/overforinger/ny/vis", with(more));
        CHECK(page.status == 200);
        return page;
    };
    const Answer shelf = step({{"_state", "ready"}, {"_shelf", "C1"}});
    CHECK_FALSE(holds(shelf, tick(first)));
    CHECK(holds(shelf, tick(second)));
    CHECK(holds(shelf, tick(third)));
    CHECK(holds(step({{"_state", "ready"}, {"_q", "dusj"}}), tick(third)));
    CHECK_FALSE(holds(step({{"_state", "ready"}, {"_q", "dusj"}}), tick(second)));
    CHECK(holds(step({{"_state", ""}}), tick(dirty)));
    CHECK(holds(step({{"_state", "missing"}}), "Ingen hjelpemidler passer."));

    // What was ticked before the list shows others is not lost, and not offered twice.
    const Answer kept = step({{"_state", "ready"}, {"_q", "dusj"}, {"items[]", first}});
    CHECK(holds(kept, "\n" + first + "</textarea>"));
    CHECK_FALSE(holds(step({{"_state", "ready"}, {"items[]", first}}), tick(first)));

    // A scanner types what the label's symbol holds.
    CHECK(app.send("lager", "/overforinger/ny",
                   {{"from", "SMS"}, {"to", "ENGVEIEN"}, {"items", "https://kl.example/E/" + lent}})
              .status == 422);
    const auto scanned = app.ready_item(walker);
    CHECK(app.send("lager", "/overforinger/ny",
                   {{"from", "SMS"},
                    {"to", "ENGVEIEN"},
                    {"items", "https://kl.example/E/" + scanned + "\r\n"}})
              .status == 303);

    // Of many it is said which one cannot go.
    const Answer out = app.send("lager", "/overforinger/ny",
                                {{"from", "SMS"},
                                 {"to", "ENGVEIEN"},
                                 {"items", first},
                                 {"items[]", third},
                                 {"items[]", lent}});
    CHECK(out.status == 422);
    CHECK(holds(out, lent + ": "));
    CHECK_FALSE(holds(out, third + ": "));

    const Answer none = app.send("lager", "/overforinger/ny", form);
    CHECK(none.status == 422);
    CHECK(holds(none, "id=\"f-items-error\""));
    const Answer wrong = app.send("lager", "/overforinger/ny",
                                  {{"from", "SMS"},
                                   {"to", "ENGVEIEN"},
                                   {"items", "FEIL"},
                                   {"_state", "ready"},
                                   {"_shelf", "C1"},
                                   {"items[]", third}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "FEIL</textarea>"));
    CHECK(holds(wrong, tick(third) + " checked"));
    CHECK(holds(wrong, "name=\"_shelf\" type=\"text\" value=\"C1\""));

    const Answer made = app.send("lager", "/overforinger/ny",
                                 {{"from", "SMS"},
                                  {"to", "ENGVEIEN"},
                                  {"items", first},
                                  {"_state", "ready"},
                                  {"items[]", third}});
    // Of an id that a refused one may have used up.
    const std::string place = made.header("location");
    REQUIRE(place.ends_with("?done=made"));
    const std::string transfer = "/api/v1/transfers/" + place.substr(14, place.find('?') - 14);
    CHECK(app.get(transfer).json.each("/lines", "/item") == std::vector<std::string>{first, third});
    CHECK_FALSE(holds(app.get("/overforinger/ny"), tick(third)));
    CHECK(app.send("ergo", "/overforinger/ny/vis", form).status == 403);
    CHECK(app.get("/overforinger/ny/vis").header("location") == "/overforinger/ny");
}

TEST_CASE("what is held for a booking stands in the list of a new transfer and cannot be ticked") {
    TestApp app;
    const auto held = app.ready_item(app.product());
    const auto free = app.ready_item(app.product(Body().set("name", "Dusjkrakk")));
    const auto product = app.get("/api/v1/items/" + held).json.number("/product_id");
    const auto booking = app.post("/api/v1/bookings", Body()
                                                          .set("product_id", product)
                                                          .set("depot", "SMS")
                                                          .set("from", "2026-11-24")
                                                          .set("to", "2026-12-24")
                                                          .set("borrower_id", app.borrower()));
    REQUIRE(booking.json.text("/held/0/item") == held);
    const std::string number = std::to_string(booking.json.number("/id"));
    CHECK(app.get("/api/v1/items/" + held).json.number("/held_for") == booking.json.number("/id"));
    CHECK(app.get("/api/v1/items?limit=1").json.number("/items/0/held_for") ==
          booking.json.number("/id"));
    CHECK(app.get("/api/v1/items/" + free).json.is_null("/held_for"));

    const auto box = [](const std::string& code) {
        return "name=\"items[]\" value=\"" + code + "\"";
    };
    const Answer page = app.get("/overforinger/ny");
    CHECK_FALSE(holds(page, box(held)));
    CHECK(holds(page, ", holdt til bestilling " + number + "</p>"));
    CHECK(holds(page, box(free) + ">"));
    // Ticked before it was held, it is not carried along as if it could go.
    const Answer again = app.send("lager", "/overforinger/ny",
                                  {{"from", "SMS"},
                                   {"to", "ENGVEIEN"},
                                   {"items", ""},
                                   {"_state", "ready"},
                                   {"items[]", held},
                                   {"items[]", free}});
    CHECK(again.status == 422);
    CHECK(holds(again, held + ": "));
    CHECK_FALSE(holds(again, box(held)));
    CHECK(holds(again, box(free) + " checked>"));
    REQUIRE(app.post("/api/v1/bookings/" + number + "/cancel", Body()).status == 200);
    CHECK(app.get("/api/v1/items/" + held).json.is_null("/held_for"));
    CHECK(holds(app.get("/overforinger/ny"), box(held) + ">"));
}

TEST_CASE("a new transfer says what the other depot has too few of, and finds those here") {
    TestApp app;
    const auto walker = app.product();
    const auto stool = app.product(Body().set("name", "Dusjkrakk").set("iso", "09330703"));
    const auto here = app.ready_item(walker);
    const auto other = app.ready_item(stool);
    REQUIRE(app.call("lager", "PUT", "/api/v1/stock/" + std::to_string(walker) + "/ENGVEIEN",
                     Body().set("minimum", 3).raw("maximum", "null"), {{"if-match", "*"}})
                .status == 200);
    const Answer page = app.get("/overforinger/ny");
    CHECK(holds(page, "Rullator Gemino 20: 0 klare, minst 3"));
    CHECK(holds(page, "name=\"_lacks\" value=\"Rullator Gemino 20\""));
    const Answer found = app.send("lager", "/overforinger/ny/vis",
                                  {{"from", "SMS"},
                                   {"to", "ENGVEIEN"},
                                   {"_q", "krakk"},
                                   {"_state", "ready"},
                                   {"_lacks", "Rullator Gemino 20"}});
    CHECK(holds(found, "name=\"items[]\" value=\"" + here + "\""));
    CHECK_FALSE(holds(found, other));
    CHECK_FALSE(holds(app.send("lager", "/overforinger/ny/vis",
                               {{"from", "ENGVEIEN"}, {"to", "SMS"}, {"_state", "ready"}}),
                      "_lacks"));
}

TEST_CASE("a list to tick takes as many statements with fifty aids as with one") {
    TestApp app;
    const auto product = app.product();
    // Where the list begins for whoever is at no depot.
    const auto add = [&] { app.ready_item(product, Body().set("depot", "ENGVEIEN")); };
    add();
    const auto one = app.statements_of_page("lager", "/overforinger/ny");
    for (int i = 0; i < 49; ++i) add();
    CHECK(app.statements_of_page("lager", "/overforinger/ny") == one);
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
