// Booking on one page, bookings, and what is free. It is Monday 23 November 2026.

#include <algorithm>

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;
using Fields = TestApp::Fields;

namespace {

bool has(const Answer& page, std::string_view text) {
    return page.body.find(text) != std::string::npos;
}

// How often the text stands there.
int count(const Answer& page, std::string_view text) {
    int found = 0;
    for (auto at = page.body.find(text); at != std::string::npos; at = page.body.find(text, at + 1))
        ++found;
    return found;
}

std::string id(std::int64_t number) { return std::to_string(number); }

// The form as it is sent, with these fields in place of its own.
Fields form(std::int64_t product, std::int64_t borrower, const Fields& given = {}) {
    Fields fields{{"lines/0/product_id", id(product)},
                  {"lines/0/quantity", "1"},
                  {"from", "2026-11-24"},
                  {"to", "2026-12-04"},
                  {"depot", "SMS"},
                  {"borrower_id", borrower == 0 ? "" : id(borrower)},
                  {"handover", "pickup"},
                  {"priority", "normal"}};
    for (const auto& [name, value] : given) {
        const auto same = [&](const auto& field) { return field.first == name; };
        std::erase_if(fields, same);
        fields.emplace_back(name, value);
    }
    return fields;
}

Answer step(TestApp& app, const Fields& fields) { return app.send("ergo", "/bestill/vis", fields); }
Answer book(TestApp& app, const Fields& fields) { return app.send("ergo", "/bestill", fields); }

std::int64_t set_of(TestApp& app, std::int64_t product) {
    const auto made =
        app.post("/api/v1/sets",
                 Body()
                     .set("name", "Hjem fra sykehus")
                     .list("lines", {Body().set("iso", "120606").text(),
                                     Body().set("product_id", product).set("quantity", 2).text()}));
    return made.json.number("/id");
}

}  // namespace

TEST_CASE("a loan is booked on one page, step by step, and then it is there") {
    TestApp app;
    const auto product = app.product();
    app.ready_item(product);
    const auto borrower = app.borrower(Body().set("name", "Kari Nordmann"));

    // The next open day, and three months on.
    const auto empty = app.get("/bestill", "ergo");
    CHECK(empty.status == 200);
    CHECK(has(empty, R"(name="from" type="date" value="2026-11-24")"));
    CHECK(has(empty, R"(name="to" type="date" value="2027-02-24")"));

    // Found by a synonym.
    const auto found = step(app, {{"_q", "rollator"}, {"depot", "SMS"}});
    CHECK(found.status == 200);
    CHECK(has(found, R"(name="_do" value="add:)" + id(product) + "\""));

    const auto chosen = step(app, {{"_q", "rollator"},
                                   {"_do", "add:" + id(product)},
                                   {"from", "2026-11-24"},
                                   {"to", "2026-12-04"},
                                   {"depot", "SMS"}});
    CHECK(has(chosen, R"(name="lines/0/product_id" value=")" + id(product) + "\""));
    CHECK(has(chosen, "<b>1</b> på"));
    CHECK(has(chosen, R"(<span class="date">24.11.</span> <b>1</b>)"));
    CHECK(has(chosen, "Ledig dag for dag på"));

    const auto people = step(app, form(product, 0, {{"_who", "nordmann"}}));
    CHECK(has(people, "Kari Nordmann"));
    CHECK(has(people, R"(value="who:)" + id(borrower) + "\""));

    const auto known = step(app, form(product, 0, {{"_do", "who:" + id(borrower)}}));
    CHECK(has(known, R"(name="borrower_id" value=")" + id(borrower) + "\""));

    const auto booked = book(app, form(product, borrower));
    CHECK(booked.status == 303);
    CHECK(booked.header("location") == "/bestillinger/1?done=booked");
    const auto page = app.get("/bestillinger/1?done=booked", "ergo");
    CHECK(has(page, "Bestillingen er lagret."));
    CHECK(has(page, "Kari Nordmann"));
    CHECK(has(page, "24.11.2026–04.12.2026"));
}

TEST_CASE("a link says what is booked, for whom and when") {
    TestApp app;
    const auto product = app.product();
    const auto borrower = app.borrower();
    const auto page = app.get("/bestill?produkt=" + id(product) + "&laner=" + id(borrower) +
                                  "&depot=ENGVEIEN&fra=2026-12-01&til=2026-12-10",
                              "ergo");
    CHECK(has(page, "Rullator Gemino 20"));
    CHECK(has(page, "Kari Nordmann"));
    CHECK(has(page, R"(name="from" type="date" value="2026-12-01")"));
    CHECK(has(page, R"(name="depot" value="ENGVEIEN" checked)"));
    CHECK(has(app.get("/bestill?laner=999", "ergo"), "Fant ikke låneren"));
    CHECK(app.get("/bestill", "leder").status == 403);
    CHECK(app.get("/bestill", "sjafor").status == 403);
}

TEST_CASE("a set becomes several lines, and all of them are booked for one borrower") {
    TestApp app;
    const auto rollator = app.product();
    const auto stool = app.product(Body().set("name", "Dusjkrakk").set("iso", "09330703"));
    app.ready_item(rollator);
    const auto set = set_of(app, stool);
    const auto borrower = app.borrower();
    CHECK(has(app.get("/bestill", "ergo"), "Hjem fra sykehus"));
    const auto page = step(app, {{"_do", "set:" + id(set)}, {"depot", "SMS"}});
    CHECK(has(page, R"(name="lines/0/iso" value="120606")"));
    CHECK(has(page, "Samme type som Rullator Gemino 20"));
    CHECK(has(page, R"(name="lines/1/quantity" type="text" inputmode="numeric" value="2")"));
    const auto booked = book(app, {{"lines/0/iso", "120606"},
                                   {"lines/0/quantity", "1"},
                                   {"lines/1/product_id", id(stool)},
                                   {"lines/1/quantity", "2"},
                                   {"from", "2026-11-24"},
                                   {"to", "2026-12-04"},
                                   {"depot", "SMS"},
                                   {"borrower_id", id(borrower)},
                                   {"handover", "pickup"},
                                   {"priority", "normal"}});
    CHECK(booked.status == 303);
    CHECK(booked.header("location") == "/bestillinger?laner=" + id(borrower) + "&done=booked");
    const auto list = app.get("/bestillinger?laner=" + id(borrower), "ergo");
    CHECK(has(list, "Samme type som Rullator Gemino 20"));
    CHECK(has(list, "Dusjkrakk"));
}

TEST_CASE("buttons of the form take away, widen, move and choose again") {
    TestApp app;
    const auto one = app.product();
    const auto other = app.product(Body().set("name", "Rullator Taurus"));
    const auto borrower = app.borrower();
    CHECK(!has(step(app, form(one, 0, {{"_do", "remove:0"}})), "lines/0/product_id"));
    CHECK(has(step(app, form(one, 0, {{"_do", "any:0:120606"}})),
              R"(name="lines/0/iso" value="120606")"));
    CHECK(has(step(app, form(one, 0, {{"_do", "swap:0:" + id(other)}})), "Rullator Taurus"));
    CHECK(has(step(app, form(one, 0, {{"_do", "add:" + id(one)}})),
              R"(inputmode="numeric" value="2")"));
    const auto moved = step(app, form(one, 0, {{"_do", "move:2026-12-01:ENGVEIEN"}}));
    CHECK(has(moved, R"(name="from" type="date" value="2026-12-01")"));
    CHECK(has(moved, R"(name="to" type="date" value="2026-12-11")"));
    CHECK(has(moved, R"(name="depot" value="ENGVEIEN" checked)"));
    CHECK(has(step(app, form(one, borrower, {{"_do", "other"}})), "Søk etter navn eller telefon"));
    for (const char* odd :
         {"remove:7", "any:0:x", "swap:0:", "move:x", "who:x", "add:", ":", "x"}) {
        CHECK(step(app, form(one, borrower, {{"_do", odd}})).status == 200);
    }
    CHECK(app.get("/bestill/vis", "ergo").status == 303);
}

TEST_CASE("where there is too little, the page says what else can be had and from when") {
    TestApp app;
    const auto product = app.product();
    const auto other = app.product(Body().set("name", "Rullator Taurus"));
    const auto code = app.ready_item(product);
    app.ready_item(other);
    // Out until 23 February 2027, and two open days in the wash.
    app.loan(code);
    const auto page = step(app, form(product, 0));
    CHECK(has(page, "<b>0</b> på"));
    CHECK(has(page, "settes den i kø"));
    CHECK(has(page, R"(value="swap:0:)" + id(other) + "\""));
    CHECK(has(page, R"(value="move:2027-02-26:SMS")"));
    CHECK(has(page, "26.02.2027"));
    CHECK(has(page, R"(<td class="none")"));
    CHECK(!has(page, "Det neste året"));
    CHECK(has(step(app, form(product, 0, {{"lines/0/quantity", "2"}})), "Det neste året"));
    // Booked all the same, it waits.
    const auto borrower = app.borrower();
    CHECK(book(app, form(product, borrower)).status == 303);
    CHECK(has(app.get("/bestillinger/1", "ergo"), "venter på at noe blir ledig"));
}

TEST_CASE("what does not bear the borrower is pointed out with what does") {
    TestApp app;
    const auto weak = app.product(Body().set("max_user_kg", 100));
    const auto strong = app.product(Body().set("name", "Rullator Taurus").set("max_user_kg", 200));
    app.ready_item(weak);
    app.ready_item(strong);
    const auto page = step(app, form(weak, 0, {{"user_kg", "150"}}));
    CHECK(has(page, "Tåler bare 100 kg."));
    CHECK(has(page, R"(value="swap:0:)" + id(strong) + "\""));
    CHECK(!has(step(app, form(weak, 0, {{"user_kg", "100"}})), "Tåler bare"));
}

TEST_CASE("what is wrong is said at its field, and all that was typed is kept") {
    TestApp app;
    const auto product = app.product();
    const auto borrower = app.borrower();
    const auto wrong = book(app, {{"lines/0/product_id", id(product)},
                                  {"lines/0/quantity", "ti"},
                                  {"from", "2026-11-20"},
                                  {"to", "2026-11-19"},
                                  {"depot", "SMS"},
                                  {"handover", "delivery"},
                                  {"priority", "hast"},
                                  {"reason", "Hjem <i>i dag</i>"},
                                  {"needed_by", ""},
                                  {"user_kg", "tung"}});
    CHECK(wrong.status == 422);
    CHECK(has(wrong, "Bestillingen er ikke sendt."));
    CHECK(has(wrong, R"(id="f-from-error">Datoen har vært.)"));
    CHECK(has(wrong, R"(id="f-to-error">Siste dag kan ikke være før første dag.)"));
    CHECK(has(wrong, R"(id="f-borrower_id-error")"));
    CHECK(has(wrong, R"(id="f-needed_by-error")"));
    CHECK(has(wrong, R"(id="f-user_kg-error")"));
    CHECK(has(wrong, R"(id="f-lines/0-error")"));
    CHECK(has(wrong, R"(value="ti")"));
    CHECK(has(wrong, R"(value="Hjem &lt;i&gt;i dag&lt;/i&gt;")"));
    CHECK(has(wrong, R"(name="from" type="date" value="2026-11-20")"));
    CHECK(has(wrong, R"(name="handover" value="delivery" checked)"));

    const auto nothing = book(app, {{"from", "2026-11-24"}, {"to", "2026-12-04"}});
    CHECK(nothing.status == 422);
    CHECK(has(nothing, R"(id="f-lines-error")"));
    CHECK(book(app, form(product, borrower, {{"to", "2028-11-24"}})).status == 422);
    // Already while it is being filled in.
    CHECK(has(step(app, form(product, borrower, {{"from", "2026-11-20"}})), "Datoen har vært."));
    CHECK(app.get("/api/v1/bookings").json.size("/items") == 0);
}

TEST_CASE("nobody drives to an address that is not there, and no page shows it") {
    TestApp app;
    const auto product = app.product();
    const auto hidden = app.post("/api/v1/borrowers",
                                 Body()
                                     .set("kind", "person")
                                     .set("name", "Siri Skjult")
                                     .set("protection", "strengt_fortrolig"),
                                 "leder")
                            .json.number("/id");
    const auto answer = book(app, form(product, hidden, {{"handover", "delivery"}}));
    CHECK(answer.status == 422);
    CHECK(has(answer, R"(id="f-handover-error">Adressen avtales med låneren)"));
    CHECK(!has(answer, "fortrolig"));
    CHECK(book(app, form(product, hidden)).status == 303);
}

TEST_CASE("to registering a borrower goes what was chosen, by ids alone") {
    TestApp app;
    const auto answer = app.send("ergo", "/bestill/ny-laner",
                                 form(7, 0, {{"reason", "Hjem i dag"}, {"_who", "Nordmann"}}));
    CHECK(answer.status == 303);
    const std::string to = answer.header("location");
    CHECK(to.starts_with("/lanere/ny?til="));
    CHECK(to.find("p7x1") != std::string::npos);
    CHECK(to.find("Hjem") == std::string::npos);
    CHECK(to.find("Nordmann") == std::string::npos);
    const auto product = app.product();
    const auto back =
        app.get("/bestill?valg=p" + id(product) + "x3.i120606x2.zz.p0&depot=SMS", "ergo");
    CHECK(has(back, R"(name="lines/0/product_id" value=")" + id(product) + "\""));
    CHECK(has(back, R"(inputmode="numeric" value="3")"));
    CHECK(has(back, R"(name="lines/1/iso" value="120606")"));
    CHECK(!has(back, "lines/2/"));
}

TEST_CASE("bookings are listed with names, one's own first, and taken along as CSV") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.ready_item(product);
    const auto kari = app.borrower(Body().set("name", "Kari Nordmann"));
    const auto ola = app.borrower(Body().set("name", "Ola Ås"));
    CHECK(book(app, form(product, kari)).status == 303);
    CHECK(app.send("ergo2", "/bestill", form(product, ola, {{"priority", "normal"}})).status ==
          303);
    const auto mine = app.get("/bestillinger", "ergo");
    CHECK(has(mine, "Kari Nordmann"));
    CHECK(!has(mine, "Ola Ås"));
    CHECK(has(mine, "24.11.2026"));
    CHECK(has(mine, "Holdes av"));
    CHECK(has(mine, code.substr(0, 3) + "-" + code.substr(3, 3)));
    CHECK(has(app.get("/bestillinger?mine=false", "ergo"), "Ola Ås"));
    CHECK(has(app.get("/bestillinger", "leder"), "Ola Ås"));
    CHECK(!has(app.get("/bestillinger", "leder"), R"(href="/bestill")"));
    CHECK(!has(app.get("/bestillinger?state=closed", "lager"), "Kari Nordmann"));
    CHECK(!has(app.get("/bestillinger?depot=ENGVEIEN", "lager"), "Kari Nordmann"));
    const auto csv = app.get("/bestillinger?format=csv&mine=false", "ergo");
    CHECK(csv.content_type == "text/csv;charset=utf-8");
    CHECK(has(csv, "Ola Ås"));
    CHECK(app.get("/bestillinger", "sjafor").status == 403);
}

TEST_CASE("whoever waits sees the place in the queue, in the list and on the pages") {
    TestApp app;
    const auto product = app.product();
    app.ready_item(product);
    const auto ola = app.borrower(Body().set("name", "Ola Ås"));
    for (const auto borrower : {app.borrower(), app.borrower(), ola}) {
        REQUIRE(book(app, form(product, borrower)).status == 303);
        app.clock.advance(std::chrono::minutes(1));
    }
    const auto list = app.get("/bestillinger", "ergo");
    CHECK(count(list, "Nr. 1 i køen") == 1);
    CHECK(count(list, "Nr. 2 i køen") == 1);
    CHECK(count(list, " i køen") == 2);
    CHECK(has(app.get("/bestillinger/3", "ergo"), "Nr. 2 i køen"));
    CHECK(!has(app.get("/bestillinger/1", "ergo"), " i køen"));
    CHECK(has(app.get("/lanere/" + id(ola), "ergo"), "Nr. 2 i køen"));
    CHECK(has(app.get("/bestillinger?format=csv", "ergo"), ";Nr. 2 i køen;"));
    REQUIRE(app.send("ergo", "/bestillinger/2/avbestill", {}).status == 303);
    CHECK(has(app.get("/bestillinger/3", "ergo"), "Nr. 1 i køen"));
}

TEST_CASE("who needs it later stands in no queue and lacks nothing") {
    TestApp app;
    const auto product = app.product();
    app.item(product);
    // Asked for first, but for the summer.
    book(app, form(product, app.borrower(), {{"from", "2027-06-01"}, {"to", "2027-06-20"}}));
    book(app, form(product, app.borrower()));
    const Answer later = app.get("/bestillinger/1", "ergo");
    CHECK(has(later, "Når dagen nærmer seg"));
    CHECK_FALSE(has(later, " i køen"));
    CHECK_FALSE(has(later, "venter på at noe blir ledig"));
    CHECK(app.get("/api/v1/bookings/1").json.is_null("/queue_position"));
    CHECK(has(app.get("/bestillinger/2", "ergo"), "Nr. 1 i køen"));
}

TEST_CASE("a list of many bookings asks for no more than one of a few") {
    TestApp app;
    const auto product = app.product();
    const auto statements = [&] { return app.statements_of_page("lager", "/bestillinger"); };
    app.ready_item(product);
    for (const char* depot : {"SMS", "SMS", "ENGVEIEN"}) {
        book(app, form(product, app.borrower(), {{"depot", depot}}));
    }
    const auto few = statements();
    CHECK(few < 20);
    for (int i = 0; i < 40; ++i) {
        if (i % 4 == 0) app.ready_item(product);
        book(app, form(product, app.borrower(), {{"depot", i % 2 == 0 ? "SMS" : "ENGVEIEN"}}));
    }
    CHECK(statements() == few);
}

TEST_CASE("a booking is held, stands ready and goes out, each by whom it concerns") {
    TestApp app;
    const auto hoist = app.product(
        Body().set("name", "Personløfter").set("iso", "12360301").set("needs_training", true));
    const auto code = app.ready_item(hoist);
    const auto borrower = app.borrower();
    CHECK(book(app, form(hoist, borrower, {{"from", "2027-02-01"}, {"to", "2027-02-10"}})).status ==
          303);
    const auto waits = app.get("/bestillinger/1", "ergo");
    CHECK(has(waits, "Hold av det som står på hylla"));
    CHECK(!has(waits, "Lever ut"));
    CHECK(app.send("ergo", "/bestillinger/1/hold-av", {}).header("location") ==
          "/bestillinger/1?done=allocated");
    const auto held = app.get("/bestillinger/1", "lager");
    CHECK(has(held, R"(href="/hjelpemidler/)" + code + "\""));
    CHECK(has(held, "B3"));
    CHECK(!has(app.get("/bestillinger/1", "ergo"), "Står klar til utlevering"));
    CHECK(app.send("lager", "/bestillinger/1/klar", {}).status == 303);
    const auto ready = app.get("/bestillinger/1", "lager");
    CHECK(has(ready, "Klar til henting"));
    CHECK(has(ready, R"(name="training/given_by")"));
    const auto refused =
        app.send("lager", "/bestillinger/1/lever-ut", {{"training/given_by", "Ida"}});
    CHECK(refused.status == 422);
    CHECK(has(refused, R"(value="Ida")"));
    CHECK(has(refused, R"(id="f-training/given_to-error")"));
    CHECK(app.send("ergo", "/bestillinger/1/lever-ut", {}).status == 403);
    CHECK(app.send("lager", "/bestillinger/1/lever-ut",
                   {{"training/given_by", "Ida"},
                    {"training/given_to", "Kari"},
                    {"training/day", "2026-11-23"}})
              .header("location") == "/bestillinger/1?done=handed_out");
    const auto out = app.get("/bestillinger/1?done=handed_out", "lager");
    CHECK(has(out, "Utlevert. Lånet er registrert."));
    CHECK(has(out, R"(href="/lan/1")"));
    CHECK(count(out, R"(<form class="fields")") == 0);
    CHECK(app.get("/bestillinger/99", "lager").status == 404);
}

TEST_CASE("a booking that is not needed is cancelled, once") {
    TestApp app;
    const auto product = app.product();
    CHECK(book(app, form(product, app.borrower())).status == 303);
    CHECK(app.send("ergo", "/bestillinger/1/avbestill", {}).status == 303);
    CHECK(has(app.get("/bestillinger/1", "ergo"), "Avbestilt"));
    CHECK(app.send("ergo", "/bestillinger/1/avbestill", {}).status == 422);
    CHECK(app.get("/bestillinger/1", "leder").status == 200);
    CHECK(app.send("leder", "/bestillinger/1/avbestill", {}).status == 403);
}

TEST_CASE("everybody sees what is free in a month, and who books goes on from there") {
    TestApp app;
    const auto product = app.product();
    app.ready_item(product);
    const auto search = app.get("/ledig?q=rollator", "sjafor");
    CHECK(has(search, R"(href="/ledig?produkt=)" + id(product)));
    const auto page = app.get("/ledig?produkt=" + id(product), "ergo");
    CHECK(has(page, R"(<span class="date">23.11.</span> <b>1</b>)"));
    CHECK(!has(page, R"(<span class="date">22.11.</span>)"));
    CHECK(has(page, R"(<span class="date">31.12.</span>)"));
    CHECK(has(page, R"(href="/bestill?produkt=)" + id(product) + "&amp;depot=SMS\""));
    CHECK(!has(app.get("/ledig?produkt=" + id(product), "sjafor"), R"(href="/bestill)"));
    const auto later = app.get("/ledig?iso=120606&maned=2027-01&depot=SMS", "ergo");
    CHECK(has(later, "Alle i klassen 120606"));
    CHECK(has(later, R"(<span class="date">1.1.</span>)"));
    CHECK(has(later, "fra=2027-01-01"));
    CHECK(app.get("/ledig?produkt=999", "ergo").status == 404);
    CHECK(app.get("/ledig?maned=x&iso=1", "ergo").status == 200);
}

TEST_CASE("a booking is changed on a page of its own") {
    TestApp app;
    const auto product = app.product();
    app.ready_item(product);
    const auto made = app.post("/api/v1/bookings", Body()
                                                       .set("product_id", product)
                                                       .set("depot", "SMS")
                                                       .set("from", "2026-11-24")
                                                       .set("to", "2026-12-04")
                                                       .set("priority", "hast")
                                                       .set("reason", "hjem fra sykehus")
                                                       .set("needed_by", "2026-11-24T12:00:00.000Z")
                                                       .set("borrower_id", app.borrower()));
    const std::string page = "/bestillinger/" + id(made.json.number("/id"));
    const std::string change = page + "/endre";
    CHECK(has(app.get(page, "ergo"), "href=\"" + change + "\""));
    CHECK_FALSE(has(app.get(page, "leder"), change));

    const Answer shown = app.get(change, "ergo");
    CHECK(shown.status == 200);
    CHECK(has(shown, "Slik står den nå"));
    CHECK(has(shown, "Kari Nordmann"));
    CHECK(has(shown, "24.11.2026–04.12.2026"));
    CHECK(has(shown, "name=\"quantity\" type=\"text\" value=\"1\""));
    CHECK(has(shown, "name=\"from\" type=\"date\" value=\"2026-11-24\""));
    // By the clock on the wall in Oslo.
    CHECK(has(shown, "name=\"needed_by\" type=\"datetime-local\" value=\"2026-11-24T13:00\""));
    const auto version = [&] {
        const Answer now = app.get(change, "ergo");
        const std::string before = "name=\"_version\" value=\"";
        const auto at = now.body.find(before) + before.size();
        std::string tag = now.body.substr(at, now.body.find('"', at) - at);
        for (auto quote = tag.find("&quot;"); quote != std::string::npos;
             quote = tag.find("&quot;")) {
            tag.replace(quote, 6, "\"");
        }
        return tag;
    };
    const Fields good{{"quantity", "2"},        {"from", "2026-11-26"},
                      {"to", "2026-12-11"},     {"depot", "SMS"},
                      {"handover", "delivery"}, {"priority", "normal"},
                      {"reason", "hjem"},       {"needed_by", "2026-11-24T13:00"},
                      {"user_kg", "85"},        {"seat_width_mm", ""}};
    const auto with = [&](const Fields& given) {
        Fields fields{{"_version", version()}};
        for (const auto& [name, value] : good) {
            const auto other = std::find_if(given.begin(), given.end(),
                                            [&](const auto& field) { return field.first == name; });
            fields.emplace_back(name, other == given.end() ? value : other->second);
        }
        return fields;
    };

    const Answer wrong = app.send(
        "ergo", change,
        with({{"quantity", "mange"}, {"to", "2026-11-20"}, {"priority", "hast"}, {"reason", ""}}));
    CHECK(wrong.status == 422);
    CHECK(has(wrong, "name=\"quantity\" type=\"text\" value=\"mange\""));
    CHECK(has(wrong, "id=\"f-to-error\">Siste dag kan ikke være før første dag."));
    CHECK(has(wrong, "id=\"f-reason-error\">Feltet må fylles ut."));
    CHECK(has(wrong, "name=\"user_kg\" type=\"text\" value=\"85\""));
    CHECK(has(wrong, "24.11.2026–04.12.2026"));

    // Somebody else was quicker: said, with how it stands now, and what was typed is kept.
    const Fields mine = with({{"quantity", "3"}});
    REQUIRE(app.send("lager", change, with({{"quantity", "4"}})).status == 303);
    const Answer late = app.send("ergo", change, mine);
    CHECK(late.status == 422);
    CHECK(has(late, "Noen har endret dette i mellomtiden."));
    CHECK(has(late, "<dd>4</dd>"));
    CHECK(has(late, "name=\"quantity\" type=\"text\" value=\"3\""));

    const Answer done = app.send("ergo", change, with({}));
    CHECK(done.header("location") == page + "?done=saved");
    const auto now = app.get("/api/v1/bookings/" + id(made.json.number("/id"))).json;
    CHECK(now.number("/quantity") == 2);
    CHECK(now.text("/from") == "2026-11-26");
    CHECK(now.text("/handover") == "delivery");
    CHECK(now.is_null("/reason"));
    CHECK(now.number("/user_kg") == 85);

    app.send("ergo", page + "/avbestill", {});
    CHECK_FALSE(has(app.get(page, "ergo"), change));
    CHECK(has(app.send("ergo", change, with({})), "Bestillingen er avsluttet. Lag en ny."));
}
