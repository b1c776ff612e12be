// The desk as a page: what is sent to it as a browser without scripts would, and what it shows.

#include <algorithm>

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;
using Fields = TestApp::Fields;

namespace {

bool holds(const Answer& answer, const std::string& text) {
    return answer.body.find(text) != std::string::npos;
}

std::size_t count_of(const Answer& answer, const std::string& text) {
    std::size_t count = 0;
    for (auto at = answer.body.find(text); at != std::string::npos;
         at = answer.body.find(text, at + text.size())) {
        ++count;
    }
    return count;
}

std::string value_of(const Answer& page, const std::string& name) {
    const std::string before = "name=\"" + name + "\" value=\"";
    const auto at = page.body.find(before);
    REQUIRE(at != std::string::npos);
    const auto begin = at + before.size();
    return page.body.substr(begin, page.body.find('"', begin) - begin);
}

struct Desk {
    TestApp app;
    std::string address = "/skranke";

    // Types into the field of the page where it stands, with what else its form holds.
    Answer type(const std::string& code, Fields more = {}) {
        const Answer page = app.get(address);
        Fields fields{{"_page", value_of(page, "_page")}};
        for (const char* name : {"modus", "laner", "lan", "hylle", "depot"}) {
            if (holds(page, std::string("name=\"") + name + "\"")) {
                fields.emplace_back(name, value_of(page, name));
            }
        }
        fields.emplace_back("code", code);
        fields.insert(fields.end(), more.begin(), more.end());
        return app.send("lager", "/skranke", fields);
    }
    Answer scan(const std::string& code, Fields more = {}) {
        const Answer sent = type(code, std::move(more));
        REQUIRE(sent.status == 303);
        address = sent.header("location");
        return app.get(address);
    }
    void lend_to(std::int64_t borrower) { address = "/skranke?laner=" + std::to_string(borrower); }
};

}  // namespace

TEST_CASE("a borrower is found by name, and each scan is a hand-out on the same loan") {
    Desk desk;
    const auto borrower = desk.app.borrower(Body().set("name", "Kari Enestående"));
    const auto product = desk.app.product(Body().set("name", "Rullator A"));
    const auto first = desk.app.ready_item(product);
    const auto second = desk.app.ready_item(product);

    desk.scan("enestående");
    CHECK(desk.address == "/skranke?modus=ut&laner=" + std::to_string(borrower));
    CHECK(holds(desk.app.get(desk.address), "Kari Enestående"));

    const Answer out = desk.scan(first);
    CHECK(holds(out, "Utlånt: "));
    CHECK(holds(out, "Rullator A"));
    CHECK(holds(out, "Gi til låneren. Frist 23.02.2027"));
    CHECK(holds(out, "role=\"status\""));
    desk.scan(second);
    const Answer loans = desk.app.get("/api/v1/loans?borrower=" + std::to_string(borrower));
    CHECK(loans.json.size("/items") == 1);
    CHECK(loans.json.size("/items/0/lines") == 2);

    const auto loan = std::to_string(loans.json.number("/items/0/id"));
    CHECK(holds(desk.scan("%FERDIG"), "href=\"/lan/" + loan + "/kvittering\""));
    // The next one of the same name is another loan.
    desk.lend_to(borrower);
    desk.scan(desk.app.ready_item(product));
    CHECK(desk.app.get("/api/v1/loans?borrower=" + std::to_string(borrower)).json.size("/items") ==
          2);
}

TEST_CASE("of several borrowers one is chosen, and no name stands in an address") {
    Desk desk;
    const auto ola = desk.app.borrower(Body().set("name", "Ola Like"));
    desk.app.borrower(Body().set("name", "Per Like"));
    const Answer found = desk.type("like");
    CHECK(found.status == 200);
    CHECK(holds(found, "Ola Like"));
    CHECK(holds(found, "Per Like"));
    CHECK(holds(found, "href=\"/skranke?modus=ut&amp;laner=" + std::to_string(ola) + "\""));
    CHECK_FALSE(holds(found, "q=like"));

    const Answer none = desk.type("ingen heter dette");
    CHECK(none.status == 200);
    CHECK(holds(none, "Fant ingen låner for «ingen heter dette»."));
    CHECK(holds(none, "href=\"/lanere/ny\""));
}

TEST_CASE("a loan goes on by its number or its slip, and what is not there is said") {
    Desk desk;
    const auto loan = desk.app.loan(desk.app.ready_item());
    const auto number = std::to_string(loan);
    desk.scan("#" + number);
    CHECK(desk.address == "/skranke?modus=ut&lan=" + number);
    desk.scan(desk.app.ready_item());
    CHECK(desk.app.get("/api/v1/loans/" + number).json.size("/lines") == 2);
    desk.address = "/skranke";
    desk.scan("%LAN" + number);
    CHECK(desk.address == "/skranke?modus=ut&lan=" + number);
    desk.address = "/skranke";
    CHECK(holds(desk.scan("#98765"), "Det er ikke noe åpent lån med det nummeret."));
}

TEST_CASE("a form that is sent twice scans once, and another code from the same page as well") {
    Desk desk;
    const auto product = desk.app.product();
    const auto one = desk.app.ready_item(product);
    const auto two = desk.app.ready_item(product);
    desk.lend_to(desk.app.borrower());
    const Answer page = desk.app.get(desk.address);
    const Fields form{{"_page", value_of(page, "_page")},
                      {"modus", "ut"},
                      {"laner", value_of(page, "laner")},
                      {"code", one}};
    const Answer first = desk.app.send("lager", "/skranke", form);
    desk.app.clock.advance(std::chrono::seconds(1));
    const Answer again = desk.app.send("lager", "/skranke", form);
    CHECK(first.status == 303);
    CHECK(again.header("location") == first.header("location"));
    Fields other = form;
    other.back().second = two;
    CHECK(desk.app.send("lager", "/skranke", other).status == 303);
    CHECK(desk.app.stored().rows("select id from scan").size() == 2);
    CHECK(desk.app.get("/api/v1/items/" + two).json.flag("/on_loan"));
}

TEST_CASE("what comes in says where it goes, and with smitte it rests") {
    Desk desk;
    const auto code = desk.app.ready_item();
    const auto other = desk.app.ready_item();
    desk.app.loan(std::vector{code, other});
    desk.scan("%INN");
    CHECK(desk.address == "/skranke?modus=inn");
    CHECK(holds(desk.scan(code), "Til rengjøring"));
    CHECK(holds(desk.scan(code), "Var gjort fra før"));
    CHECK(holds(desk.scan("%SMITTE"), "checked"));
    const Answer rests = desk.scan(other, {{"_infectious", "true"}});
    CHECK(holds(rests, "Karantene til 28.11.2026"));
    CHECK(holds(rests, "SMITTE."));
    CHECK(desk.app.state_of(other) == "quarantine");
}

TEST_CASE("the last scan is taken back from the desk") {
    Desk desk;
    const auto code = desk.app.ready_item();
    desk.app.loan(code);
    desk.scan("%INN");
    CHECK(count_of(desk.scan(code), "value=\"%ANGRE\"") == 1);
    const Answer undone = desk.scan("%ANGRE");
    CHECK(holds(undone, "Angret. Det står som før skanningen."));
    CHECK(count_of(undone, "value=\"%ANGRE\"") == 0);
    CHECK(desk.app.get("/api/v1/items/" + code).json.flag("/on_loan"));
    CHECK(holds(desk.scan("%ANGRE"), "Det er ingenting å angre."));
}

TEST_CASE("an inspection with a checklist asks for its points") {
    Desk desk;
    const auto product =
        desk.app.product(Body().list("checklist", {"\"Bremser\"", "\"Hjul / dekk\""}));
    const auto code = desk.app.item(product);
    desk.scan("%KONTROLL");
    const Answer asked = desk.scan(code);
    CHECK(holds(asked, "Trenger svar"));
    CHECK(holds(asked, "value=\"Bremser\""));
    CHECK(desk.app.state_of(code) == "to_inspect");
    desk.scan(code, {{"_point", "Bremser"},
                     {"_good", "Bremser"},
                     {"_point", "Hjul / dekk"},
                     {"_good", "Hjul / dekk"}});
    CHECK(desk.app.state_of(code) == "ready");
}

TEST_CASE("what fails goes to repair with what is wrong") {
    Desk desk;
    const auto code = desk.app.item(desk.app.product());
    desk.scan("%KONTROLL");
    const Answer failed = desk.scan(code, {{"_failed", "true"}, {"_findings", "Hjulet slarker"}});
    CHECK(holds(failed, "Ikke godkjent"));
    CHECK(desk.app.state_of(code) == "to_repair");
    CHECK(holds(desk.app.get("/ko/reparasjon"), "Hjulet slarker"));
}

TEST_CASE("missing accessories are noted at the desk and found again by one scan") {
    Desk desk;
    const auto code =
        desk.app.ready_item(desk.app.product(Body().list("accessories", {"\"kurv\""})));
    desk.app.loan(code);
    desk.scan("%INN");
    CHECK(holds(desk.scan(code), "Mangler noe av tilbehøret?"));
    desk.scan("%MANGLER", {{"_item", code}, {"_missing", "kurv"}});
    desk.scan("%VASK");
    desk.scan(code);
    desk.scan("%KONTROLL");
    const Answer asked = desk.scan(code);
    CHECK(holds(asked, "Mangler: kurv"));
    CHECK(holds(asked, "Alt tilbehør er på plass nå"));
    desk.scan("%KOMPLETT");
    CHECK(desk.app.state_of(code) == "ready");
}

TEST_CASE("what needs training is lent when the training is registered at the desk") {
    Desk desk;
    const auto code = desk.app.ready_item(desk.app.product(Body().raw("needs_training", "true")));
    desk.lend_to(desk.app.borrower(Body().set("name", "Kari Demo")));
    const Answer asked = desk.scan(code);
    CHECK(holds(asked, "Registrer opplæringen"));
    CHECK(value_of(asked, "code") != code);
    desk.scan(code,
              {{"_given_by", "Ola"}, {"_given_to", "Kari Demo"}, {"_training_day", "2026-11-23"}});
    CHECK(desk.app.get("/api/v1/items/" + code).json.flag("/on_loan"));
}

TEST_CASE("things are put on the shelf whose label was scanned") {
    Desk desk;
    const auto code = desk.app.ready_item();
    desk.scan("%FLYTT");
    CHECK(holds(desk.scan(code), "Skann hylleetiketten først"));
    desk.scan("%HYLLEC7");
    CHECK(holds(desk.scan(code), "Flyttet"));
    CHECK(desk.app.get("/api/v1/items/" + code).json.text("/shelf") == "C7");
}

TEST_CASE("a name or an unknown code changes nothing and is said in words") {
    Desk desk;
    desk.scan("%INN");
    const Answer name = desk.type("Kari Nordmann");
    CHECK(name.status == 200);
    CHECK(holds(name, "«Kari Nordmann» er ikke en kode."));
    CHECK(desk.app.stored().rows("select id from scan").empty());
    const Answer unknown = desk.scan("SN-4711");
    CHECK(holds(unknown, "Ukjent kode"));
    CHECK(holds(unknown, "SN-4711"));
}

TEST_CASE("so many of a counted product go out, and a wrong number is said") {
    Desk desk;
    const auto product = desk.app.product(
        Body().set("tracking", "counted").set("local_nr", "DUPP12").set("name", "Krykkedupp"));
    REQUIRE(desk.app
                .post("/api/v1/stock-movements", Body()
                                                     .set("product_id", product)
                                                     .set("depot", "SMS")
                                                     .set("quantity", 9)
                                                     .set("kind", "received"))
                .status == 201);
    desk.lend_to(desk.app.borrower());
    CHECK(holds(desk.scan("DUPP12", {{"_quantity", "4"}}), "Utlånt: 4 Krykkedupp"));
    const Answer wrong = desk.type("DUPP12", {{"_quantity", "mange"}});
    CHECK(wrong.status == 422);
    CHECK(holds(wrong, "data-color=\"danger\""));
}

TEST_CASE("the driver takes in and looks up, and lends nothing") {
    TestApp app;
    const Answer page = app.get("/skranke", "sjafor");
    CHECK(holds(page, "modus=inn"));
    CHECK_FALSE(holds(page, "modus=ut"));
    CHECK_FALSE(holds(page, "modus=vask"));
    CHECK(app.get("/skranke", "ergo").status == 403);
}

TEST_CASE("the desk shows a protected borrower's name and no address") {
    TestApp app;
    const auto borrower = app.call(
        "leder", "POST", "/api/v1/borrowers",
        Body()
            .set("kind", "person")
            .set("name", "Vernet Person")
            .raw("address", R"({"street": "Hemmelig 1", "postal_code": "3210", "city": "X"})")
            .set("protection", "fortrolig"));
    REQUIRE(borrower.status == 201);
    const auto id = std::to_string(borrower.json.number("/id"));
    const Answer page = app.get("/skranke?laner=" + id);
    CHECK(holds(page, "Vernet Person"));
    CHECK_FALSE(holds(page, "Hemmelig"));
    CHECK_FALSE(holds(page, "ortrolig"));
}
