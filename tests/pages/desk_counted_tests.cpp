// Counted products at the desk: out by number to whoever is there, and back from them.

#include "support/desk_page.hpp"

using support::Answer;
using support::Body;
using support::Desk;
using support::Fields;
using support::holds;
using support::TestApp;
using support::value_of;

namespace {

// Nine of them at SMS.
std::int64_t counted(TestApp& app, const std::string& name, const std::string& number) {
    const auto product =
        app.product(Body().set("tracking", "counted").set("local_nr", number).set("name", name));
    const Answer received = app.post("/api/v1/stock-movements", Body()
                                                                    .set("product_id", product)
                                                                    .set("depot", "SMS")
                                                                    .set("quantity", 9)
                                                                    .set("kind", "received"));
    REQUIRE(received.status == 201);
    return product;
}

std::int64_t in_stock(TestApp& app, const std::string& number) {
    return app.scanned("lookup", number).json.number("/product/in_stock");
}

// The form of the page that holds the field, with those fields and where the desk stands.
Answer send(Desk& desk, const std::string& path, Fields more, const std::string& key = "once") {
    Fields fields = support::standing_of(desk.page());
    fields.emplace_back("_key", key);
    fields.insert(fields.end(), more.begin(), more.end());
    return desk.app.send("lager", path, fields);
}

std::string back(std::int64_t loan, int line) {
    return "back/" + std::to_string(loan) + "/" + std::to_string(line);
}

std::int64_t lent(TestApp& app, std::int64_t borrower, const std::vector<std::int64_t>& products,
                  int quantity) {
    std::vector<std::string> lines;
    for (const std::int64_t product : products) {
        lines.push_back(Body().set("product_id", product).set("quantity", quantity).text());
    }
    const Answer made =
        app.post("/api/v1/loans",
                 Body().set("borrower_id", borrower).set("depot", "SMS").list("lines", lines));
    REQUIRE(made.status == 201);
    return made.json.number("/id");
}

}  // namespace

TEST_CASE("what has no label goes out by number, on the loan of what was scanned") {
    Desk desk;
    const auto tips = counted(desk.app, "Krykkedupp", "DUPP12");
    const auto borrower = desk.app.borrower();
    desk.lend_to(borrower);
    desk.scan(desk.app.ready_item());
    CHECK(holds(desk.page(), "Ta ut noe som telles"));
    const std::string number = std::to_string(tips);
    const Answer out =
        desk.follow(send(desk, "/skranke/antall", {{"product_id", number}, {"quantity", "4"}}));
    CHECK(holds(out, "Utlånt: 4 Krykkedupp"));
    const Answer loans = desk.app.get("/api/v1/loans?borrower=" + std::to_string(borrower));
    CHECK(loans.json.size("/items") == 1);
    CHECK(loans.json.size("/items/0/lines") == 2);
    CHECK(in_stock(desk.app, "DUPP12") == 5);

    // Sent twice, lent once.
    send(desk, "/skranke/antall", {{"product_id", number}, {"quantity", "2"}}, "twice");
    desk.app.clock.advance(std::chrono::seconds(1));
    CHECK(in_stock(desk.app, "DUPP12") == 3);
    send(desk, "/skranke/antall", {{"product_id", number}, {"quantity", "2"}}, "twice");
    CHECK(in_stock(desk.app, "DUPP12") == 3);
}

TEST_CASE("what is used up is given to the borrower for good") {
    Desk desk;
    const auto number = std::to_string(counted(desk.app, "Batteri 312", "BATT"));
    const auto borrower = desk.app.borrower();
    desk.lend_to(borrower);
    const Answer given = desk.follow(send(
        desk, "/skranke/antall", {{"product_id", number}, {"quantity", "6"}, {"_do", "give"}}));
    CHECK(holds(given, "Delt ut. Det skal ikke tilbake."));
    const Answer handouts = desk.app.get("/api/v1/handouts?borrower=" + std::to_string(borrower));
    REQUIRE(handouts.json.size("/items") == 1);
    CHECK(handouts.json.number("/items/0/quantity") == 6);
    CHECK(handouts.json.text("/items/0/depot") == "SMS");
    CHECK(in_stock(desk.app, "BATT") == 3);
    CHECK(desk.app.get("/api/v1/loans?borrower=" + std::to_string(borrower)).json.size("/items") ==
          0);
}

TEST_CASE("the counted things of one borrower do not come back from another") {
    Desk desk;
    const auto number = std::to_string(counted(desk.app, "Krykkedupp", "DUPP12"));
    const auto kari = desk.app.borrower(Body().set("name", "Kari Første"));
    const auto unik = desk.app.borrower(Body().set("name", "Unik Tredjemann"));
    for (const auto borrower : {kari, unik}) {
        desk.lend_to(borrower);
        desk.follow(send(desk, "/skranke/antall", {{"product_id", number}, {"quantity", "1"}},
                         std::to_string(borrower)));
    }
    const auto loan = [&](std::int64_t borrower) {
        return std::to_string(desk.app.get("/api/v1/loans?borrower=" + std::to_string(borrower))
                                  .json.number("/items/0/id"));
    };
    desk.address = "/skranke?modus=inn";
    CHECK(holds(desk.scan("#" + loan(kari)), "back/" + loan(kari) + "/"));
    const Answer other = desk.scan("Unik Tredjemann");
    CHECK(holds(other, "back/" + loan(unik) + "/"));
    CHECK_FALSE(holds(other, "back/" + loan(kari) + "/"));
}

TEST_CASE("a number that cannot go out is said at its field and kept") {
    Desk desk;
    const auto number = std::to_string(counted(desk.app, "Krykkedupp", "DUPP12"));
    desk.lend_to(desk.app.borrower());
    for (const char* what : {"", "give"}) {
        for (const auto& [typed, wrong] :
             {std::pair("10", "Det er ikke så mange på lager. Tell opp, eller ta færre."),
              {"mange", "Verdien er av feil slag."},
              {"", "Feltet må fylles ut."}}) {
            INFO(what << " " << typed);
            const Answer refused =
                send(desk, "/skranke/antall",
                     {{"product_id", number}, {"quantity", typed}, {"_do", what}});
            CHECK(refused.status == 422);
            CHECK(holds(refused, "id=\"f-counted-quantity-error\">" + std::string(wrong)));
            CHECK(holds(refused,
                        "name=\"quantity\" type=\"text\" value=\"" + std::string(typed) + "\""));
            CHECK(holds(refused, "<details class=\"ds-details\" open>"));
            CHECK(support::count_of(refused, " autofocus") == 1);
        }
    }
    CHECK(in_stock(desk.app, "DUPP12") == 9);
    CHECK(desk.app.stored().rows("select id from loan").empty());

    const auto nameless = desk.app.product(
        Body().set("tracking", "counted").set("name", "Uten nummer").raw("hms_nr", "null"));
    CHECK(holds(send(desk, "/skranke/antall",
                     {{"product_id", std::to_string(nameless)}, {"quantity", "1"}}),
                "Det har ikke noe nummer"));
    // To nobody nothing goes out.
    const Answer nobody =
        desk.app.send("lager", "/skranke/antall", {{"product_id", number}, {"quantity", "1"}});
    CHECK(nobody.header("location") == "/skranke?modus=ut&sagt=velg_laner");
}

TEST_CASE("what the borrower has of counted products comes back by number") {
    Desk desk;
    const auto tips = counted(desk.app, "Krykkedupp", "DUPP12");
    const auto gloves = counted(desk.app, "Hanske", "HANS3");
    const auto borrower = desk.app.borrower(Body().set("name", "Kari Enestående"));
    const auto first = lent(desk.app, borrower, {tips, gloves}, 4);
    const auto second = lent(desk.app, borrower, {tips}, 2);
    desk.app.loan(desk.app.ready_item(), Body().set("borrower_id", borrower));

    desk.scan("%INN");
    const Answer found = desk.scan("enestående");
    CHECK(desk.address == "/skranke?modus=inn&laner=" + std::to_string(borrower));
    CHECK(holds(found, "Kommer inn fra"));
    CHECK(holds(found, "Krykkedupp, lån " + std::to_string(first)));
    CHECK(holds(found, "Ute: 4. Frist 23.02.2027."));
    CHECK(support::count_of(found, "name=\"back/") == 3);
    CHECK(holds(found, "name=\"" + back(first, 1) + "\" type=\"text\" value=\"4\""));
    CHECK(holds(found, "name=\"" + back(second, 3) + "\" type=\"text\" value=\"2\""));

    const Answer came =
        desk.follow(send(desk, "/skranke/tilbake",
                         {{back(first, 1), "3"}, {back(first, 2), "0"}, {back(second, 3), " 2 "}}));
    CHECK(holds(came, "Registrert som levert inn."));
    // 9 - 4 - 2 + 3 + 2 and 9 - 4.
    CHECK(in_stock(desk.app, "DUPP12") == 8);
    CHECK(in_stock(desk.app, "HANS3") == 5);
    CHECK(desk.app.get("/api/v1/loans/" + std::to_string(second)).json.text("/state") == "ended");
    CHECK(holds(came, "name=\"" + back(first, 1) + "\" type=\"text\" value=\"1\""));
    CHECK_FALSE(holds(came, back(second, 3)));

    const Answer rest = desk.follow(
        send(desk, "/skranke/tilbake", {{back(first, 1), "1"}, {back(first, 2), "4"}}, "rest"));
    CHECK(holds(rest, "Ingenting av det som telles, er ute her."));
    CHECK(desk.app.get("/api/v1/loans/" + std::to_string(first)).json.text("/state") == "ended");
    // The aid with a label is scanned.
    CHECK(desk.app.get("/api/v1/loans?state=open&borrower=" + std::to_string(borrower))
              .json.size("/items") == 1);
}

TEST_CASE("a return that is sent twice counts once, and of a refused one nothing counts") {
    Desk desk;
    const auto tips = counted(desk.app, "Krykkedupp", "DUPP12");
    const auto gloves = counted(desk.app, "Hanske", "HANS3");
    const auto loan = lent(desk.app, desk.app.borrower(), {tips, gloves}, 4);
    desk.scan("%INN");
    desk.scan("%LAN" + std::to_string(loan));
    CHECK(desk.address == "/skranke?modus=inn&lan=" + std::to_string(loan));

    for (const auto& [typed, wrong] :
         {std::pair("5", "Så mange er ikke utlånt."), {"fire", "Verdien er av feil slag."}}) {
        INFO(typed);
        const Answer refused =
            send(desk, "/skranke/tilbake", {{back(loan, 1), "4"}, {back(loan, 2), typed}});
        CHECK(refused.status == 422);
        CHECK(holds(refused, "id=\"f-back-" + back(loan, 2) + "-error\">" + wrong));
        CHECK(holds(refused, "name=\"" + back(loan, 2) + "\" type=\"text\" value=\"" +
                                 std::string(typed) + "\""));
    }
    const Answer none = send(desk, "/skranke/tilbake", {{back(loan, 1), ""}, {back(loan, 2), "0"}});
    CHECK(none.status == 422);
    CHECK(holds(none, "Skriv hvor mange som kom inn."));
    CHECK(in_stock(desk.app, "DUPP12") == 5);
    CHECK(in_stock(desk.app, "HANS3") == 5);

    const Fields form{{back(loan, 1), "1"}};
    const Answer once = send(desk, "/skranke/tilbake", form, "twice");
    const Answer again = send(desk, "/skranke/tilbake", form, "twice");
    CHECK(once.status == 303);
    CHECK(again.header("location") == once.header("location"));
    CHECK(in_stock(desk.app, "DUPP12") == 6);
    // Of a line that is not there.
    CHECK(send(desk, "/skranke/tilbake", {{"back/98765/1", "1"}}, "other").status == 422);
    CHECK(send(desk, "/skranke/tilbake", {{"back/", "1"}}, "none").status == 422);
}

TEST_CASE("a slip at the return shows that loan alone, one that is over is said") {
    Desk desk;
    const auto tips = counted(desk.app, "Krykkedupp", "DUPP12");
    const auto borrower = desk.app.borrower();
    const auto one = lent(desk.app, borrower, {tips}, 4);
    const auto other = lent(desk.app, borrower, {tips}, 2);
    desk.scan("%INN");
    const Answer shown = desk.scan("#" + std::to_string(one));
    CHECK(holds(shown, back(one, 1)));
    CHECK_FALSE(holds(shown, "back/" + std::to_string(other)));
    CHECK(holds(shown, "Kari Nordmann"));
    desk.follow(send(desk, "/skranke/tilbake", {{back(one, 1), "4"}}));
    const Answer over = desk.scan("%LAN" + std::to_string(one));
    CHECK(holds(over, "Det er ikke noe åpent lån med det nummeret."));
    CHECK(desk.address == "/skranke?modus=inn&sagt=ikke_lan");
    // The number on the shelf says nothing of whose they were.
    CHECK(holds(desk.scan("DUPP12"), "Skann lånets slipp, eller skriv navnet på låneren"));
}

TEST_CASE("at another depot it says where the loan's pieces are booked") {
    Desk desk;
    const auto loan =
        lent(desk.app, desk.app.borrower(), {counted(desk.app, "Krykkedupp", "DUPP12")}, 4);
    desk.address = "/skranke?modus=inn&depot=ENGVEIEN&lan=" + std::to_string(loan);
    CHECK(holds(desk.page(), "Føres tilbake på SMS."));
}

TEST_CASE("the driver neither looks for borrowers nor takes in by number") {
    TestApp app;
    const auto borrower = app.borrower();
    const auto loan = lent(app, borrower, {counted(app, "Krykkedupp", "DUPP12")}, 4);
    const Answer page = app.get("/skranke?modus=inn&laner=" + std::to_string(borrower), "sjafor");
    CHECK(page.status == 200);
    CHECK_FALSE(holds(page, "Kari Nordmann"));
    CHECK_FALSE(holds(page, "back/"));
    const Answer name = app.send("sjafor", "/skranke", {{"modus", "inn"}, {"code", "Kari"}});
    CHECK(holds(name, "«Kari» er ikke en kode."));
    CHECK(app.send("sjafor", "/skranke/tilbake", {{back(loan, 1), "4"}}).status == 403);
}

TEST_CASE("the last thing done by number at the desk is undone beside it in the list") {
    Desk desk;
    const auto tips = counted(desk.app, "Krykkedupp", "DUPP12");
    const auto number = std::to_string(counted(desk.app, "Batteri 312", "BATT"));
    const auto borrower = desk.app.borrower();
    const auto loan = lent(desk.app, borrower, {tips}, 4);
    // As the button beside it is pressed.
    const auto undo_last = [&] {
        const Answer shown = desk.page();
        CHECK(support::count_of(shown, "value=\"%ANGRE\"") == 1);
        Fields fields = support::standing_of(shown);
        fields.emplace_back("code", "%ANGRE");
        fields.emplace_back("_scan", value_of(shown, "_scan"));
        return desk.follow(desk.app.send("lager", "/skranke", fields));
    };

    desk.address = "/skranke?modus=inn&laner=" + std::to_string(borrower);
    const Answer came = desk.follow(send(desk, "/skranke/tilbake", {{back(loan, 1), "3"}}, "back"));
    CHECK(holds(came, "Levert inn: 3 Krykkedupp"));
    CHECK(in_stock(desk.app, "DUPP12") == 8);
    const Answer out_again = undo_last();
    CHECK(holds(out_again, "Angret. Det står som før skanningen."));
    CHECK(in_stock(desk.app, "DUPP12") == 5);
    CHECK(holds(out_again, "name=\"" + back(loan, 1) + "\" type=\"text\" value=\"4\""));
    CHECK_FALSE(holds(out_again, "value=\"%ANGRE\""));

    desk.lend_to(borrower);
    const Answer given = desk.follow(send(
        desk, "/skranke/antall", {{"product_id", number}, {"quantity", "6"}, {"_do", "give"}}));
    CHECK(holds(given, "Delt ut: 6 Batteri 312"));
    CHECK(in_stock(desk.app, "BATT") == 3);
    undo_last();
    CHECK(in_stock(desk.app, "BATT") == 9);
    CHECK(holds(desk.app.get("/utdeling"), "Angret"));

    // Two after each other: the last first.
    desk.lend_to(borrower);
    for (const char* quantity : {"1", "2"}) {
        desk.follow(send(desk, "/skranke/antall",
                         {{"product_id", std::to_string(tips)}, {"quantity", quantity}},
                         std::string("out-") + quantity));
        desk.app.clock.advance(std::chrono::seconds(1));
    }
    CHECK(in_stock(desk.app, "DUPP12") == 2);
    undo_last();
    CHECK(in_stock(desk.app, "DUPP12") == 4);
    undo_last();
    CHECK(in_stock(desk.app, "DUPP12") == 5);
}
