// What the pages of borrowers hold, for whom, and what their forms do.

#include "pages/ask.hpp"
#include "support/test_app.hpp"

#include <catch2/catch.hpp>

namespace {

using support::Answer;
using support::Body;
using support::TestApp;

bool holds(const Answer& page, std::string_view text) {
    return page.body.find(text) != std::string::npos;
}

std::string page_of(std::int64_t borrower, std::string_view more = {}) {
    return "/lanere/" + std::to_string(borrower) + std::string(more);
}

Body address() {
    return Body().set("street", "Storgata 1").set("postal_code", "3210").set("city", "Sandefjord");
}

}  // namespace

TEST_CASE("a borrower is looked up by a form, and nothing of the person gets into an address") {
    TestApp app;
    const auto kari = app.borrower(Body().set("address", address()));
    CHECK(holds(app.get("/lanere"), "action=\"/lanere\""));
    for (const char* text : {"kari nord", "33416000"}) {
        const auto found = app.send("lager", "/lanere", {{"q", text}});
        CHECK(found.status == 200);
        CHECK(holds(found, "href=\"" + page_of(kari) + "\""));
        CHECK(holds(found, "Kari Nordmann"));
        CHECK(holds(found, "Sandefjord"));
        CHECK(holds(found, "value=\"" + std::string(text) + "\""));
    }
    CHECK(holds(app.send("lager", "/lanere", {{"q", "ola"}}), "Ingen lånere passer"));
    const auto empty = app.send("ergo", "/lanere", {{"q", ""}});
    CHECK(empty.status == 422);
    CHECK(holds(empty, "id=\"f-q-error\""));
    CHECK(app.send("sjafor", "/lanere", {{"q", "kari"}}).status == 403);
    CHECK(app.get("/lanere", "sjafor").status == 403);
}

TEST_CASE("more than a page of borrowers that fit go on by a form") {
    TestApp app;
    for (int i = 0; i < 51; ++i) {
        app.borrower(Body().set("name", "Kari Nummer" + std::to_string(100 + i)));
    }
    const auto first = app.send("lager", "/lanere", {{"q", "kari"}});
    CHECK(holds(first, "Nummer149"));
    CHECK(!holds(first, "Nummer150"));
    const std::string before = "name=\"_cursor\" value=\"";
    const auto at = first.body.find(before);
    REQUIRE(at != std::string::npos);
    const auto begin = at + before.size();
    const std::string cursor = first.body.substr(begin, first.body.find('"', begin) - begin);
    const auto second = app.send("lager", "/lanere", {{"q", "kari"}, {"_cursor", cursor}});
    CHECK(!holds(second, "Nummer149"));
    CHECK(holds(second, "Nummer150"));
    CHECK(!holds(second, "_cursor"));
}

TEST_CASE("a borrower is registered, and what is wrong stands at its field with what was typed") {
    TestApp app;
    CHECK(app.get("/lanere/ny").status == 200);
    const auto wrong = app.send("ergo", "/lanere/ny",
                                {{"kind", "person"},
                                 {"name", ""},
                                 {"phone", "12"},
                                 {"address/street", "Gata 1"},
                                 {"address/postal_code", "32"},
                                 {"address/city", "Larvik"}});
    CHECK(wrong.status == 422);
    for (const char* id : {"f-name-error", "f-phone-error", "f-address/postal_code-error"}) {
        CHECK(holds(wrong, "id=\"" + std::string(id) + "\""));
    }
    CHECK(!holds(wrong, "id=\"f-address/city-error\""));
    CHECK(holds(wrong, "href=\"#f-phone\""));
    CHECK(holds(wrong, "Telefon: Telefonnummeret har"));
    CHECK(holds(wrong, "value=\"Gata 1\""));
    CHECK(holds(wrong, "value=\"32\""));

    const auto made =
        app.send("ergo", "/lanere/ny", {{"kind", "unit"}, {"name", "Avdeling 3"}, {"phone", ""}});
    CHECK(made.status == 303);
    CHECK(made.header("location") == "/lanere/1?done=made");
    const auto person_only =
        app.send("ergo", "/lanere/ny",
                 {{"kind", "unit"}, {"name", "Avdeling 4"}, {"birth_date", "2001-01-01"}});
    CHECK(holds(person_only, "id=\"f-birth_date-error\""));
}

TEST_CASE("whoever registers somebody who may be there already sees that first, and merges them") {
    TestApp app;
    const auto old = app.borrower();
    const auto made =
        app.send("lager", "/lanere/ny",
                 {{"kind", "person"}, {"name", "K Nordmann"}, {"phone", "33 41 60 00"}});
    const std::string other = page_of(old + 1, "/duplikater");
    CHECK(made.header("location") == other + "?done=similar");
    const auto seen = app.get(other);
    CHECK(holds(seen, "Kari Nordmann, 33 41 60 00"));
    CHECK(holds(seen, "href=\"" + page_of(old) + "\""));

    const auto none = app.send("lager", other, {});
    CHECK(none.status == 422);
    CHECK(holds(none, "id=\"f-these-into-error\""));
    const auto merged = app.send("lager", other, {{"into", std::to_string(old)}});
    CHECK(merged.header("location") == page_of(old) + "?done=merged");
    // Who asks for what is no more is led to what it became.
    const auto gone = app.get(page_of(old + 1));
    CHECK(gone.status == 303);
    CHECK(gone.header("location") == page_of(old));
}

TEST_CASE("the page of a borrower shows what they have, had, and what their reader may do") {
    TestApp app;
    const auto kari = app.borrower(Body().set("address", address()));
    const auto code = app.ready_item(app.product());
    const auto other = app.ready_item(app.product(Body().set("name", "Dusjkrakk")));
    app.loan(code, Body().set("borrower_id", kari).set("start", "2026-08-03"));
    const auto back = app.loan(other, Body().set("borrower_id", kari));
    app.send("lager", "/lan/" + std::to_string(back) + "/linje/2/levert", {{"reason", "returned"}});

    const auto lager = app.get(page_of(kari));
    CHECK(holds(lager, "Storgata 1, 3210 Sandefjord"));
    CHECK(holds(lager, "Rullator Gemino 20"));
    CHECK(holds(lager, "03.11.2026"));
    CHECK(holds(lager, "20 dager over fristen"));
    CHECK(holds(lager, "Levert inn"));
    CHECK(holds(lager, "href=\"/skranke?laner=1\""));
    CHECK(holds(lager, "href=\"/bestill?laner=1\""));
    // Names are not for the history of the browser.
    CHECK(holds(lager, "<title>Låner 1 "));
    for (const char* only : {"/innsyn", "/rapport", "/slett"}) CHECK(!holds(lager, only));

    const auto ergo = app.get(page_of(kari), "ergo");
    CHECK(!holds(ergo, "/skranke?laner=1"));
    CHECK(holds(ergo, "href=\"/bestill?laner=1\""));
    const auto leder = app.get(page_of(kari), "leder");
    CHECK(!holds(leder, "/bestill?laner=1"));
    for (const char* only : {"/innsyn", "/rapport", "/slett"}) {
        CHECK(holds(leder, "action=\"" + page_of(kari, only) + "\""));
    }
    CHECK(app.get(page_of(kari), "sjafor").status == 403);
    CHECK(app.get(page_of(kari), "admin").status == 403);
    CHECK(app.get("/lanere/999").status == 404);
}

TEST_CASE("a protected address, and any sign of it, is on no page of who may not know") {
    TestApp app;
    const auto kari = app.call("leder", "POST", "/api/v1/borrowers",
                               Body()
                                   .set("kind", "person")
                                   .set("name", "Kari Nordmann")
                                   .set("phone", "33 41 60 00")
                                   .set("address", address())
                                   .set("protection", "fortrolig"))
                          .json.number("/id");
    const auto loan =
        "/lan/" + std::to_string(app.loan(app.ready_item(), Body().set("borrower_id", kari)));
    for (const char* role : {"lager", "ergo"}) {
        for (const std::string& target :
             {page_of(kari), page_of(kari, "/endre"), page_of(kari, "/duplikater"), loan,
              loan + "/kvittering", loan + "/linje/1", std::string("/lan")}) {
            const auto page = app.get(target, role);
            CHECK(page.status == 200);
            for (const char* sign : {"Storgata", "3210", "ortrolig", "dressevern"}) {
                INFO(target << " " << sign);
                CHECK(!holds(page, sign));
            }
        }
        CHECK(!holds(app.send(role, "/lanere", {{"q", "kari"}}), "Sandefjord"));
        CHECK(app.send(role, page_of(kari, "/vern"), {{"protection", "none"}}).status == 403);
        // It stays what it was, whatever else is changed.
        CHECK(app.send(role, page_of(kari, "/endre"),
                       {{"name", "Kari Nordmann"},
                        {"phone", "33 41 60 01"},
                        {"address/street", ""},
                        {"address/postal_code", ""},
                        {"address/city", ""}})
                  .status == 303);
    }
    const auto leder = app.get(page_of(kari), "leder");
    CHECK(holds(leder, "Storgata 1, 3210 Sandefjord"));
    CHECK(holds(leder, "Fortrolig adresse"));
    CHECK(holds(app.get(page_of(kari, "/endre"), "leder"), "33 41 60 01"));

    const auto kept = app.send("leder", page_of(kari, "/vern"),
                               {{"protection", "strengt_fortrolig"},
                                {"address/street", "Storgata 1"},
                                {"address/postal_code", "3210"},
                                {"address/city", "Sandefjord"}});
    CHECK(kept.status == 422);
    CHECK(holds(kept, "id=\"f-protect-address/street-error\""));
    const auto emptied = app.send("leder", page_of(kari, "/vern"),
                                  {{"protection", "strengt_fortrolig"},
                                   {"address/street", ""},
                                   {"address/postal_code", ""},
                                   {"address/city", ""}});
    CHECK(emptied.status == 303);
}

TEST_CASE("what was typed is kept when somebody else changed the borrower meanwhile") {
    TestApp app;
    const auto kari = app.borrower();
    const auto late =
        app.send("lager", page_of(kari, "/endre"),
                 {{"_version", "\"99\""}, {"name", "Kari Olsen"}, {"phone", "33 41 60 00"}});
    CHECK(late.status == 422);
    CHECK(holds(late, "value=\"Kari Olsen\""));
    CHECK(holds(late, "i mellomtiden"));
    CHECK(!holds(app.get(page_of(kari)), "Kari Olsen"));
}

TEST_CASE("a death and a move are registered, and what the borrower has is to be fetched") {
    TestApp app;
    const auto kari = app.borrower();
    const auto ola = app.borrower(Body().set("name", "Ola"));
    app.loan(app.ready_item(), Body().set("borrower_id", kari));
    const auto future = app.send("ergo", page_of(kari, "/dod"), {{"day", "2026-12-24"}});
    CHECK(future.status == 422);
    CHECK(holds(future, "id=\"f-deceased-day-error\""));
    CHECK(holds(future, "value=\"2026-12-24\""));
    CHECK(app.send("ergo", page_of(kari, "/dod"), {{"day", "2026-11-20"}}).header("location") ==
          page_of(kari) + "?done=departed");
    const auto dead = app.get(page_of(kari));
    CHECK(holds(dead, "20.11.2026"));
    CHECK(!holds(dead, "/skranke?laner"));
    CHECK(app.get("/api/v1/pickups?day=2026-11-24").json.size("/items") == 1);

    CHECK(app.send("lager", page_of(ola, "/flyttet"),
                   {{"day", "2026-11-20"},
                    {"address/street", "Ny vei 2"},
                    {"address/postal_code", "3160"},
                    {"address/city", "Stokke"}})
              .status == 303);
    CHECK(holds(app.get(page_of(ola)), "Ny vei 2, 3160 Stokke"));
}

TEST_CASE("a leader says why before seeing what is stored, who has seen it, and erasing it") {
    TestApp app;
    const auto kari = app.borrower();
    const std::string reason = "Personen har bedt om innsyn";
    const auto logged = [&](const std::string& action) {
        return app.stored().value("select coalesce(why, '-') from access_log where action = '" +
                                  action + "' order by id desc limit 1");
    };
    for (const char* part : {"/innsyn", "/rapport", "/slett"}) {
        const auto silent = app.send("leder", page_of(kari, part), {});
        CHECK(silent.status == 422);
        CHECK(holds(silent, "Velg hvorfor."));
        CHECK(app.send("lager", page_of(kari, part), {{"_why", reason}}).status == 403);
    }
    app.get(page_of(kari), "ergo");
    const auto seen = app.send("leder", page_of(kari, "/innsyn"), {{"_why", reason}});
    CHECK(seen.status == 200);
    CHECK(holds(seen, "Slo opp personen"));
    CHECK(logged("POST /lanere/{id}/innsyn") == reason);
    const auto report = app.send("leder", page_of(kari, "/rapport"), {{"_why", reason}});
    CHECK(report.status == 200);
    CHECK(holds(report, "33 41 60 00"));
    CHECK(logged("POST /lanere/{id}/rapport") == reason);

    const auto loan = app.loan(app.ready_item(), Body().set("borrower_id", kari));
    const auto open = app.send("leder", page_of(kari, "/slett"), {{"_why", reason}});
    CHECK(open.status == 422);
    CHECK(holds(open, "Lån " + std::to_string(loan) + " er åpent."));
    app.send("lager", "/lan/1/linje/1/levert", {{"reason", "returned"}});
    const auto erased = app.send("leder", page_of(kari, "/slett"), {{"_why", reason}});
    CHECK(erased.header("location") == page_of(kari) + "?done=erased");
    CHECK(logged("POST /lanere/{id}/slett") == reason);
    CHECK(!holds(app.get(page_of(kari)), "Kari Nordmann"));
}

TEST_CASE("whoever is on a page of borrowers is in the access log once for it") {
    TestApp app;
    const auto kari = app.borrower();
    const auto rows = [&] { return app.stored().value("select count(*) from access_log"); };
    const auto before = std::stoi(rows());
    app.get(page_of(kari));
    app.get(page_of(kari, "/endre"));
    app.send("lager", "/lanere", {{"q", "kari"}});
    CHECK(std::stoi(rows()) == before + 3);
    app.get("/lanere");
    app.send("lager", "/lanere", {{"q", "ingen"}});
    CHECK(std::stoi(rows()) == before + 3);
}

TEST_CASE("whoever registers a borrower in the middle of a booking comes back to it") {
    TestApp app;
    const std::string back = "/bestill?depot=SMS&valg=p1x1";
    const auto page = app.get("/lanere/ny?til=" + pages::encoded(back), "ergo");
    CHECK(page.body.find(R"(name="_to" value="/bestill?depot=SMS&amp;valg=p1x1")") !=
          std::string::npos);
    const auto wrong = app.send("ergo", "/lanere/ny", {{"kind", "person"}, {"_to", back}});
    CHECK(wrong.status == 422);
    CHECK(wrong.body.find(R"(name="_to" value="/bestill?)") != std::string::npos);
    const auto made =
        app.send("ergo", "/lanere/ny", {{"kind", "person"}, {"name", "Kari Ny"}, {"_to", back}});
    CHECK(made.header("location") == back + "&laner=1&done=made");
    for (const char* other : {"https://example.com/", "//example.com", "/lan", "/bestillinger"}) {
        const auto odd = app.send("ergo", "/lanere/ny",
                                  {{"kind", "person"}, {"name", "Per Sen"}, {"_to", other}});
        CHECK(odd.header("location").starts_with("/lanere/"));
    }
}
