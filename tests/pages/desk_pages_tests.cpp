// The desk as a page: what is sent to it as a browser without scripts would, and what it shows.

#include <catch2/catch.hpp>

#include "support/desk_page.hpp"

using support::Answer;
using support::Body;
using support::count_of;
using support::Desk;
using support::Fields;
using support::holds;
using support::TestApp;
using support::value_of;

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
    desk.scan("%VASK");
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
    CHECK(holds(wrong, "id=\"f-quantity-error\">Verdien er av feil slag."));
    CHECK(value_of(wrong, "code") != "");
    CHECK(holds(wrong, "value=\"mange\""));
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

namespace {

// Who the item's latest event is by.
std::string last_by(TestApp& app, const std::string& code) {
    const Answer events = app.get("/api/v1/items/" + code + "/events");
    return events.json.text("/items/" + std::to_string(events.json.size("/items") - 1) + "/by");
}

std::string last_method(TestApp& app, const std::string& code) {
    const Answer events = app.get("/api/v1/items/" + code + "/events");
    return events.json.text("/items/" + std::to_string(events.json.size("/items") - 1) + "/method");
}

// So many that are back and wait for the wash.
std::vector<std::string> returned_items(TestApp& app, std::int64_t product, int count) {
    std::vector<std::string> codes;
    for (int n = 0; n < count; ++n) codes.push_back(app.ready_item(product));
    app.loan(codes);
    for (const std::string& code : codes) app.scanned("in", code);
    return codes;
}

}  // namespace

TEST_CASE("what is scanned after a badge is noted on it, until it is put away") {
    Desk desk;
    const auto codes = returned_items(desk.app, desk.app.product(), 3);
    desk.scan("%VASK");
    const Answer read = desk.scan("%megkari7");
    CHECK(desk.address == "/skranke?modus=vask&merke=KARI7&sagt=merke");
    CHECK(holds(read, "Det du skanner, noteres på merket"));
    CHECK(holds(read, "KARI7"));
    desk.scan(codes[0]);
    CHECK(last_by(desk.app, codes[0]) == "KARI7");

    // It stays in another mode, and when somebody is done.
    desk.scan("%FERDIG");
    CHECK(holds(desk.page(), "href=\"/skranke?modus=kontroll&amp;merke=KARI7\""));
    desk.scan("%KONTROLL");
    desk.scan(codes[0]);
    CHECK(last_by(desk.app, codes[0]) == "KARI7");
    // Another badge takes its place.
    desk.scan("%MEGOLA.B");
    desk.scan("%VASK");
    desk.scan(codes[1]);
    CHECK(last_by(desk.app, codes[1]) == "OLA.B");

    // The same once more, as the button does it.
    const Answer page = desk.page();
    CHECK(count_of(page, "value=\"%MEGOLA.B\"") == 1);
    const Answer away = desk.scan("%MEGOLA.B");
    CHECK(desk.address == "/skranke?modus=vask&sagt=merke_bort");
    CHECK(holds(away, "noteres på den som er logget inn"));
    CHECK_FALSE(holds(away, "OLA.B"));
    desk.scan(codes[2]);
    CHECK(last_by(desk.app, codes[2]) == "lager");
}

TEST_CASE("a badge button that is sent twice puts the badge away once") {
    Desk desk;
    desk.scan("%MEGKARI7");
    Fields form = support::standing_of(desk.page());
    form.emplace_back("code", "%MEGKARI7");
    const Answer first = desk.app.send("lager", "/skranke", form);
    const Answer second = desk.app.send("lager", "/skranke", form);
    CHECK(first.header("location") == "/skranke?modus=ut&sagt=merke_bort");
    CHECK(second.header("location") == first.header("location"));
}

TEST_CASE("a badge that nobody knows is noted beside the sender, and what is none is refused") {
    Desk desk;
    const auto code = returned_items(desk.app, desk.app.product(), 1).front();
    desk.scan("%VASK");
    desk.scan("%MEGFREMMED-99");
    desk.scan(code);
    CHECK(last_by(desk.app, code) == "FREMMED-99");
    // The sender is whoever is signed in, whatever the badge says.
    const auto noted = desk.app.stored().rows(
        "select a.name from event e join actor a on a.id = e.actor_id where e.operator = "
        "'FREMMED-99'");
    REQUIRE(noted.size() == 1);
    CHECK(noted.front().front() == "lager");

    desk.address = "/skranke?modus=vask&merke=KARI7";
    const std::string too_long(61, 'A');
    const Answer refused = desk.scan("%MEG" + too_long);
    CHECK(holds(refused, "Merket kan ikke brukes."));
    CHECK(holds(refused, "KARI7"));
    // An address that somebody made up.
    for (const char* made_up : {"%3Cscript%3E", "Kari%20Nordmann", "A%22onfocus%3D"}) {
        const Answer page = desk.app.get("/skranke?merke=" + std::string(made_up));
        CHECK(page.status == 200);
        CHECK_FALSE(holds(page, "noteres på merket"));
    }
}

TEST_CASE("training is given by whose badge was read") {
    Desk desk;
    const auto code = desk.app.ready_item(desk.app.product(Body().raw("needs_training", "true")));
    desk.lend_to(desk.app.borrower());
    desk.scan("%MEGKARI7");
    CHECK(holds(desk.scan(code),
                "name=\"_given_by\" type=\"text\" maxlength=\"100\" value=\"KARI7\""));
}

TEST_CASE("it is washed as its product says, or as was chosen for all that follow") {
    Desk desk;
    const auto codes =
        returned_items(desk.app, desk.app.product(Body().set("wash_class", "disinfect")), 4);
    const Answer page = desk.scan("%VASK");
    CHECK(holds(page, "<option value=\"\" selected>Slik produktet skal vaskes</option>"));
    desk.scan(codes[0]);
    CHECK(last_method(desk.app, codes[0]) == "disinfect");

    const Answer chosen = desk.scan(codes[1], {{"metode", "machine_60"}});
    CHECK(last_method(desk.app, codes[1]) == "machine_60");
    CHECK(holds(chosen, "<option value=\"machine_60\" selected>"));
    desk.scan(codes[2]);
    CHECK(last_method(desk.app, codes[2]) == "machine_60");
    // What is no method is none; "as the product says" is chosen again.
    desk.scan(codes[3], {{"metode", "none"}});
    CHECK(last_method(desk.app, codes[3]) == "disinfect");
    CHECK_FALSE(holds(desk.scan("%KONTROLL"), "name=\"metode\""));
}

TEST_CASE("what rests for infection is not washed before its day, whatever the method") {
    Desk desk;
    const auto code = desk.app.ready_item();
    desk.app.loan(code);
    desk.scan("%INN");
    desk.scan(code, {{"_infectious", "true"}});
    desk.scan("%VASK");
    const Answer refused = desk.scan(code, {{"metode", "disinfect"}});
    CHECK(holds(refused, "Ikke gjort"));
    CHECK(desk.app.state_of(code) == "quarantine");
    desk.app.clock.set("2026-11-28T08:00:00.000Z");
    desk.scan(code);
    CHECK(desk.app.state_of(code) == "to_inspect");
    CHECK(last_method(desk.app, code) == "disinfect");
}

TEST_CASE("in the wash queue each has the method of its product until another is chosen") {
    TestApp app;
    const auto by_hand =
        returned_items(app, app.product(Body().set("wash_class", "hand")), 1).front();
    const auto machine = returned_items(app, app.product(), 1).front();
    const Answer queue = app.get("/ko/vask?depot=SMS");
    const auto select = [](const std::string& code) {
        return "<select class=\"ds-input\" name=\"method/" + code + "\"";
    };
    const auto chosen_of = [&](const Answer& page, const std::string& code) {
        const auto begin = page.body.find(select(code));
        REQUIRE(begin != std::string::npos);
        const std::string options =
            page.body.substr(begin, page.body.find("</select>", begin) - begin);
        const auto end = options.find("\" selected>");
        REQUIRE(end != std::string::npos);
        const auto from = options.rfind('"', end - 1) + 1;
        return options.substr(from, end - from);
    };
    CHECK(chosen_of(queue, by_hand) == "hand");
    CHECK(chosen_of(queue, machine) == "machine");

    const Fields wrong{{"_depot", "SMS"},
                       {"item", by_hand},
                       {"method/" + by_hand, "disinfect"},
                       {"item", machine},
                       {"method/" + machine, "none"}};
    const Answer refused = app.send("lager", "/ko/vask", wrong);
    CHECK(refused.status == 422);
    CHECK(chosen_of(refused, by_hand) == "disinfect");
    CHECK(app.state_of(by_hand) == "to_clean");

    Fields right = wrong;
    right.back().second = "machine_85";
    CHECK(app.send("lager", "/ko/vask", right).status == 303);
    CHECK(last_method(app, by_hand) == "disinfect");
    CHECK(last_method(app, machine) == "machine_85");
}

TEST_CASE("a misread does not use up what was said of the next aid") {
    Desk desk;
    const auto code = desk.app.ready_item();
    desk.app.loan(code);
    desk.scan("%INN");
    CHECK(holds(desk.scan("SN-4711", {{"_infectious", "true"}}),
                "name=\"_infectious\" value=\"true\" checked"));
    CHECK_FALSE(holds(desk.scan(code, {{"_infectious", "true"}}),
                      "name=\"_infectious\" value=\"true\" checked"));

    desk.scan("%KONTROLL");
    const Answer misread =
        desk.type("SN-4711", {{"_failed", "true"}, {"_findings", "Bremsen \"slarker\""}});
    CHECK(misread.status == 200);
    CHECK(holds(misread, "Ukjent kode"));
    CHECK(holds(misread, "name=\"_failed\" value=\"true\" checked"));
    CHECK(holds(misread, "value=\"Bremsen &quot;slarker&quot;\""));
    CHECK(holds(desk.scan("%FEIL"), "name=\"_failed\" value=\"true\" checked"));
    desk.scan("%INN");
    CHECK(holds(desk.scan("%FEIL"), "Det gjelder bare kontroll."));
}

TEST_CASE("what is said of the next aid holds until an aid is scanned") {
    Desk desk;
    const auto code = desk.app.ready_item();
    const auto failing = desk.app.item(desk.app.product());
    desk.app.loan(code);
    const std::string ticked = "name=\"_infectious\" value=\"true\" checked";
    desk.scan("%INN");
    CHECK(holds(desk.scan("%SMITTE"), ticked));
    // A badge, a command of another mode, nothing at all.
    for (const char* between : {"%MEGanna", "%FEIL", "", "%INN"}) {
        INFO(between);
        CHECK(holds(desk.scan(between), ticked));
    }
    // Whoever takes the tick away has taken it back.
    CHECK_FALSE(holds(desk.scan("%MEGanna", {{"_boxes", "true"}}), ticked));
    desk.scan("%SMITTE");
    CHECK_FALSE(holds(desk.scan(code), ticked));
    CHECK(desk.app.state_of(code) == "quarantine");

    desk.scan("%KONTROLL");
    desk.scan("%FEIL");
    desk.scan("%MEGanna");
    desk.scan(failing);
    CHECK(desk.app.state_of(failing) == "to_repair");
}

TEST_CASE("the button beside a scan takes back that one and never the last of another page") {
    Desk desk;
    const auto first = desk.app.ready_item();
    const auto second = desk.app.ready_item();
    const auto borrower = desk.app.borrower();
    desk.lend_to(borrower);
    const Answer page = desk.scan(first);
    const std::string scan = value_of(page, "_scan");
    desk.app.clock.advance(std::chrono::seconds(1));
    desk.scan(second);
    Fields form = support::standing_of(page);
    form.insert(form.end(), {{"_key", "of-the-first-page"}, {"_scan", scan}, {"code", "%ANGRE"}});
    // Another page has scanned since: nothing is taken back instead.
    CHECK(desk.app.send("lager", "/skranke", form).status == 422);
    for (const auto& code : {first, second}) {
        CHECK(desk.app.get("/api/v1/items/" + code).json.flag("/on_loan"));
    }
}

TEST_CASE("the name of a shelf that is too long is refused, not cut") {
    Desk desk;
    desk.scan("%FLYTT");
    CHECK(holds(desk.scan("Hylla ved døra mot søra"), "Navnet på hyllen er for langt."));
    CHECK(holds(desk.scan("ååååååååååååååååååå1"), "Hyllen er valgt."));
}

TEST_CASE("the button that takes back is sent twice and takes back one") {
    Desk desk;
    const auto first = desk.app.ready_item();
    const auto second = desk.app.ready_item();
    desk.app.loan(std::vector{first, second});
    desk.scan("%INN");
    desk.scan(first);
    const Answer page = desk.scan(second);
    Fields form = support::standing_of(page);
    form.insert(form.end(), {{"_key", value_of(page, "_key")}, {"code", "%ANGRE"}});
    const Answer once = desk.app.send("lager", "/skranke", form);
    CHECK(once.status == 303);
    CHECK(desk.app.send("lager", "/skranke", form).header("location") == once.header("location"));
    CHECK(desk.app.get("/api/v1/items/" + second).json.flag("/on_loan"));
    CHECK_FALSE(desk.app.get("/api/v1/items/" + first).json.flag("/on_loan"));
}
