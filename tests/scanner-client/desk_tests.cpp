// The desk against the real server: what a person says, and what they are told.

#include <catch2/catch.hpp>

#include <fstream>
#include <thread>

#include "depot/oslo_time.hpp"
#include "scanner-client/desk.hpp"
#include "support/json.hpp"
#include "support/program.hpp"
#include "support/raw_client.hpp"
#include "support/temp_database.hpp"

using scanner::Answer;
using scanner::Kind;
using support::Json;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

domain::Instant now() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
}
domain::Day today() { return depot::oslo_day(now()); }

// A depot with its server, and one desk in it.
struct Scene {
    support::TempDatabase database;
    std::string token = new_token("lager");
    std::optional<support::RunningServer> server{std::in_place, database.url(),
                                                 std::vector<std::string>{}};
    std::string url = "http://127.0.0.1:" + std::to_string(server->port());
    scanner::Http http{{url, token, "nb"}, std::chrono::seconds(3)};
    std::int64_t product = made("/products", R"({"name": "Rullator Prøve", "iso": "12060602",
                                                 "tracking": "serial"})");
    std::int64_t borrower =
        made("/borrowers", R"({"kind": "person", "name": "Kari Prøve", "phone": "44 44 44 44"})");

    std::string new_token(const std::string& role) {
        auto printed = support::run_program(
            {"token", "add", role, "--role", role, "--depot", "SMS", "--database", database.url()});
        return printed.output.substr(0, printed.output.find('\n'));
    }
    Json post(const std::string& path, const std::string& body) {
        const auto reply = http.post(path, body);
        INFO(path << " " << reply.body);
        REQUIRE(reply.status / 100 == 2);
        return Json::parse(reply.body);
    }
    std::int64_t made(const std::string& path, const std::string& body) {
        return post(path, body).number("/id");
    }
    std::string new_item(const std::string& depot, std::int64_t of) {
        return post("/items", R"({"product_id": )" + std::to_string(of) +
                                  R"(, "shelf": "B3", "depot": ")" + depot + "\"}")
            .text("/code");
    }
    std::string ready_item(const std::string& depot = "SMS", std::int64_t of = 0) {
        std::string code = new_item(depot, of == 0 ? product : of);
        post("/items/" + code + "/inspect", R"({"ok": true})");
        return code;
    }
    // Lent so many days ago; its loan.
    Json loan(const std::string& code, int days_ago = 0) {
        return post("/loans", R"({"borrower_id": )" + std::to_string(borrower) +
                                  R"(, "depot": "SMS", "start": ")" +
                                  domain::to_text(today() - std::chrono::days(days_ago)) +
                                  R"(", "lines": [{"item": ")" + code + R"("}]})");
    }
};

struct AtDesk {
    explicit AtDesk(Scene& scene, const std::string& language = "nb", const std::string& token = "",
                    const std::string& printer_uri = "")
        : site{scene.url, token.empty() ? scene.token : token, language},
          file(scene.database.folder() / "outbox"),
          outbox(file),
          known(scene.database.folder() / "known", "SMS"),
          http(site, std::chrono::seconds(3)),
          sender(site, outbox, known) {
        if (!printer_uri.empty()) printer = *scanner::Printer::at(printer_uri);
        desk.emplace(scanner::Station{"SMS", "skranke", language, "zebra-57x32", now, today},
                     outbox, sender, known, http, printer ? &*printer : nullptr);
    }
    Answer say(const std::string& line) { return desk->take(line); }

    scanner::Site site;
    std::filesystem::path file;
    scanner::Outbox outbox;
    scanner::Known known;
    scanner::Http http;
    scanner::Sender sender;
    std::optional<scanner::Printer> printer;
    std::optional<scanner::Desk> desk;

    // Until it has heard of the aid, as it does by itself after its start.
    void learn_of(const std::string& code) {
        for (int tries = 0; tries < 500 && !known.item(code); ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        REQUIRE(known.item(code));
    }
};

}  // namespace

TEST_CASE("an aid goes out and comes home at the desk, and every answer says what is next") {
    Scene scene;
    AtDesk at(scene);
    const auto code = scene.ready_item();
    CHECK(has(at.say("%UT").text, "Hvem låner?"));
    CHECK(at.say(code).kind == Kind::refused);
    CHECK(has(at.say("kari").text, "Nytt lån til Kari Prøve"));
    const auto out = at.say("HTTPSØ--KL.EXAMPLE-E-" + code);
    CHECK(out.kind == Kind::done);
    CHECK(has(out.text, "Ut til Kari Prøve: Rullator Prøve ("));
    CHECK(has(out.text, "Gi til låneren. Frist "));
    CHECK(has(at.say("%FERDIG").text, "Ferdig. Lån 1: 1 hjelpemiddel"));
    at.say("%INN");
    CHECK(has(at.say(code).text, "Til rengjøring: SMS, vask."));
    CHECK(at.say(code).kind == Kind::nothing_to_do);
    at.say("%VASK");
    CHECK(has(at.say(code).text, "Til kontroll: SMS, kontroll."));
    at.say("%KONTROLL");
    CHECK(has(at.say(code).text, "Klar. Sett på plass: SMS, hylle B3."));
    at.say("%FLYTT");
    CHECK(at.say(code).kind == Kind::refused);
    at.say("hylle C1");
    CHECK(at.say(code).kind == Kind::done);
    at.say("%SE");
    CHECK(has(at.say(code).text, "): Klar. Sett på plass: SMS, hylle C1."));
    CHECK(at.outbox.waiting() == 0);
}

TEST_CASE("who has the loan is found by slip, number, phone and name") {
    Scene scene;
    scene.made("/borrowers", R"({"kind": "person", "name": "Kari Berg"})");
    const auto code = scene.ready_item();
    scene.loan(code);
    AtDesk at(scene);
    CHECK(has(at.say("%LAN1").text, "Lån 1, Kari Prøve: 1 hjelpemiddel ute, frist "));
    CHECK(has(at.say("lån 1").text, "Lån 1, Kari Prøve"));
    CHECK(has(at.say("#1").text, "Lån 1, Kari Prøve"));
    CHECK(has(at.say("lån 99").text, "Lån 99 finnes ikke"));
    CHECK(has(at.say("/4444 4444").text, "Nytt lån til Kari Prøve"));
    const auto both = at.say("/kari");
    CHECK(both.choices == std::vector<std::string>{"Kari Prøve, 44 44 44 44", "Kari Berg"});
    CHECK(has(at.say("3").text, "Skriv et nummer fra listen"));
    CHECK(has(at.say("2").text, "Nytt lån til Kari Berg"));
    CHECK(has(at.say("/ingen").text, "Ingen treff på «ingen»"));
    at.say("%INN");
    at.say(code);
    CHECK(has(at.say("lån 1").text, "Lån 1 er avsluttet"));
}

TEST_CASE("who forgets to finish a borrower lends them nothing more") {
    Scene scene;
    AtDesk at(scene);
    const auto one = scene.ready_item();
    const auto two = scene.ready_item();
    at.say("/kari");
    CHECK(at.say(one).kind == Kind::done);
    at.say("%INN");
    at.say("%UT");
    CHECK(has(at.say(two).text, "Hvem låner?"));
    at.say("/kari");
    CHECK(at.say(two).kind == Kind::done);
    CHECK(scene.database.value("select count(*) from loan") == "2");
}

TEST_CASE("a long overdue aid is flagged with its days and why it may be needed for good") {
    Scene scene;
    const auto code = scene.ready_item();
    const auto loan = scene.loan(code, 150);
    const auto due = domain::parse_day(loan.text("/lines/0/due"));
    const auto days = (today() - *due).count();
    REQUIRE(days > 14);
    {
        AtDesk at(scene);
        at.say("%SE");
        const auto seen = at.say(code);
        REQUIRE(seen.attention.size() == 2);
        CHECK(seen.attention[0] == std::to_string(days) + " dager over fristen");
        CHECK(has(seen.attention[1], "Kandidat for varig behov (lenge over fristen)"));
    }
    // The same is known while the server is away.
    AtDesk at(scene);
    at.learn_of(code);
    for (int tries = 0; tries < 500 && at.known.item(code)->due.empty(); ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    scene.server->stop();
    at.say("%INN");
    const auto stored = at.say(code);
    CHECK(stored.kind == Kind::stored);
    CHECK(has(stored.text, "Rullator Prøve"));
    CHECK(has(stored.text, "Sist kjent: utlånt."));
    REQUIRE(stored.attention.size() == 1);
    CHECK(stored.attention[0] == std::to_string(days) + " dager over fristen");
    CHECK(at.outbox.waiting() == 1);
}

TEST_CASE("an aid of the other depot, and one with infection, are flagged") {
    Scene scene;
    const auto code = scene.ready_item("ENGVEIEN");
    scene.loan(code);
    AtDesk at(scene);
    CHECK(at.say("%SMITTE").kind == Kind::failed);
    at.say("%INN");
    at.say("%SMITTE");
    const auto in = at.say(code);
    CHECK(has(in.text, "Karantene til "));
    CHECK(in.attention == std::vector<std::string>{"Hører til ENGVEIEN. Legg det til overføring",
                                                   "SMITTE. Bruk hansker, hold det for seg selv"});
    CHECK(has(at.say("%ANGRE").text, "Angret: Rullator Prøve"));
    CHECK(at.say(code).attention ==
          std::vector<std::string>{"Hører til ENGVEIEN. Legg det til overføring"});
}

TEST_CASE("an inspection that fails sends the aid to repair, and only that one") {
    Scene scene;
    AtDesk at(scene);
    const auto one = scene.ready_item();
    const auto two = scene.ready_item();
    at.say("%KONTROLL");
    at.say("%FEIL");
    CHECK(has(at.say(one).text, "Ikke i orden: Rullator Prøve"));
    CHECK(has(at.say(two).text, "Klar."));
}

TEST_CASE("misreads and rubbish change nothing and are told by name") {
    Scene scene;
    AtDesk at(scene);
    at.say("%INN");
    CHECK(has(at.say("7K3QF28").text, "kontrolltegnet stemmer ikke"));
    CHECK(at.say("7K3QF28").kind == Kind::unknown);
    CHECK(at.say("123456").kind == Kind::unknown);
    CHECK(has(at.say("%TULL").text, "%TULL finnes ikke"));
    CHECK(at.say("%MEG").kind != Kind::done);
    CHECK(at.say(std::string(600, 'x')).kind == Kind::unknown);
    CHECK(at.say("\xff\xfe").kind == Kind::unknown);
    CHECK(at.say(std::string("a\0b", 3)).kind == Kind::unknown);
    CHECK(at.say("").kind == Kind::info);
    CHECK(has(at.say("%ANGRE").text, "ingenting å angre"));
    CHECK(scene.database.value("select count(*) from event") == "0");
    scene.server->stop();
    at.say(scene.token);  // the first one notices that the server is gone
    const auto waiting = at.outbox.waiting();
    CHECK(has(at.say("7K3QF28").text, "er lest feil"));
    CHECK(at.outbox.waiting() == waiting);
}

TEST_CASE("without a server scans are kept, taken back, and lent on the number of a slip") {
    Scene scene;
    const auto code = scene.ready_item();
    AtDesk at(scene);
    at.learn_of(code);
    scene.server->stop();
    CHECK(has(at.say("/kari").text, "Søk trenger serveren"));
    CHECK(has(at.say("%LAN1").text, "Lån 1, ikke kontrollert"));
    const auto out = at.say(code);
    CHECK(out.kind == Kind::stored);
    CHECK(has(out.text, "Rullator Prøve"));
    CHECK(has(out.text, "Sist kjent: klar."));
    CHECK(at.outbox.waiting() == 1);
    CHECK(has(at.say("%ANGRE").text, "Angret"));
    CHECK(at.outbox.waiting() == 0);
}

TEST_CASE("a token that counts no more keeps every scan and says whom to tell") {
    Scene scene;
    const auto code = scene.ready_item();
    AtDesk at(scene, "nb", "kl_nobodys_token");
    at.say("%INN");
    const auto answer = at.say(code);
    CHECK(answer.kind == Kind::stored);
    REQUIRE_FALSE(answer.attention.empty());
    CHECK(has(answer.attention.back(), "nøkkel gjelder ikke lenger"));
    CHECK(at.outbox.waiting() == 1);
}

TEST_CASE("the desk speaks nynorsk, with the server's words too") {
    Scene scene;
    const auto code = scene.ready_item();
    scene.loan(code);
    AtDesk at(scene, "nn");
    CHECK(has(at.say("%INN").text, "kjem inn"));
    CHECK(has(at.say(code).text, "Til reingjering"));
}

TEST_CASE("labels, slips and sheets come out of the printer, and what fails is said") {
    Scene scene;
    const auto code = scene.ready_item();
    scene.loan(code);
    const auto paper = scene.database.folder() / "ut.zpl";
    {
        AtDesk at(scene);
        CHECK(has(at.say("%ETIKETT").text, "--printer"));
        CHECK(has(at.say("%ARK").text, "--printer"));
    }
    {
        AtDesk at(scene, "nb", "", "file:" + paper.string());
        CHECK(has(at.say("%SLIPP").text, "Velg et lån først"));
        at.say("%ETIKETT");
        CHECK(at.say(code).kind == Kind::done);
        at.say("lån 1");
        CHECK(at.say("%SLIPP").kind == Kind::done);
        CHECK(at.say("%ARK").kind == Kind::done);
        CHECK(at.say("merke KARI7").kind == Kind::done);
        CHECK(has(at.say("hylleetikett b3").text, "Skrevet ut: hylleetikett for B3"));
        CHECK(at.say("hylleetikett Ø").kind == Kind::failed);
        at.say("%ETIKETT");
        CHECK(at.say("2222222").kind != Kind::done);
    }
    CHECK(std::filesystem::exists(paper));
    for (const char* more : {"ut-2.zpl", "ut-3.zpl", "ut-4.zpl", "ut-5.zpl"}) {
        CHECK(std::filesystem::exists(scene.database.folder() / more));
    }
    AtDesk at(scene, "nb", "", "tcp://127.0.0.1:1");
    const auto off = at.say("%ARK");
    CHECK(off.kind == Kind::failed);
    CHECK(has(off.text, "Utskriften mislyktes: 127.0.0.1:1"));
}

TEST_CASE("what is said of the next aid outlives a misread and an empty line") {
    Scene scene;
    const auto infected = scene.ready_item();
    const auto failing = scene.ready_item();
    scene.loan(infected);
    AtDesk at(scene);
    at.say("%INN");
    at.say("%SMITTE");
    CHECK(at.say("7K3QF28").kind == Kind::unknown);
    at.say("");
    CHECK(has(at.say(infected).text, "Karantene til "));
    at.say("%KONTROLL");
    at.say("%FEIL");
    CHECK(at.say("7K3QF28").kind == Kind::unknown);
    CHECK(has(at.say(failing).text, "Til reparasjon"));
}

TEST_CASE("an aid never goes to the one who was at the desk before") {
    Scene scene;
    const auto other = scene.made(
        "/borrowers", R"({"kind": "person", "name": "Ola Berg", "phone": "91 12 23 34"})");
    scene.made("/borrowers", R"({"kind": "person", "name": "Ola Dahl"})");
    AtDesk at(scene);
    const auto code = [&] { return scene.ready_item(); };

    at.say("/kari");
    CHECK(at.say(code()).kind == Kind::done);
    // The next one's phone number, without a word of finishing.
    CHECK(has(at.say("91122334").text, "Nytt lån til Ola Berg"));
    CHECK(has(at.say(code()).text, "Ut til Ola Berg"));
    CHECK(scene.database.value("select borrower_id from loan order by id desc limit 1") ==
          std::to_string(other));
    // A search that finds nobody, or more than one, or a loan that is not there.
    for (const char* said : {"/ingen", "/ola", "lån 99"}) {
        CAPTURE(said);
        at.say("91122334");
        at.say(said);
        CHECK(at.say(code()).kind == Kind::refused);
    }
    // %UT begins with the next one.
    at.say("91122334");
    CHECK(at.say(code()).kind == Kind::done);
    at.say("%UT");
    CHECK(at.say(code()).kind == Kind::refused);
    CHECK(scene.database.value("select count(*) from loan") == "3");
}

TEST_CASE("after the only aid of a loan is taken back, the borrower is still at the desk") {
    Scene scene;
    AtDesk at(scene);
    const auto one = scene.ready_item();
    const auto two = scene.ready_item();
    at.say("/kari");
    at.say(one);
    CHECK(at.say("%ANGRE").kind == Kind::done);
    CHECK(at.say(two).kind == Kind::done);
    CHECK(has(at.say("%FERDIG").text, "1 hjelpemiddel skannet ut"));
    CHECK(scene.database.value("select count(*) from loan where ended_at is null") == "1");
}

TEST_CASE("undo asks before it takes back an earlier scan than the last") {
    Scene scene;
    const auto out = scene.ready_item();
    const auto home = scene.ready_item();
    scene.loan(out);
    AtDesk at(scene);
    at.say("%INN");
    CHECK(at.say(out).kind == Kind::done);
    CHECK(at.say(home).kind == Kind::nothing_to_do);
    CHECK(at.say("%ANGRE").kind == Kind::info);
    CHECK(at.say("%ANGRE").kind == Kind::done);
}

TEST_CASE("a person's name is no code, and is sent nowhere") {
    Scene scene;
    AtDesk at(scene);
    at.say("%INN");
    CHECK(has(at.say("Kari Nordmann").text, "ikke en kode"));
    CHECK(at.say("merke Kåre").kind == Kind::failed);
    CHECK(scene.database.value("select count(*) from scan") == "0");
}

TEST_CASE("a loan number that nobody can check is taken from a slip alone") {
    Scene scene;
    AtDesk at(scene);
    scene.server->stop();
    CHECK(has(at.say("lån 12").text, "Skann låneslippen"));
    CHECK(at.say("7K3QF27").kind == Kind::refused);
    CHECK(has(at.say("%LAN12").text, "Lån 12, ikke kontrollert"));
}

TEST_CASE("training is recorded at the desk, with the hand-over") {
    Scene scene;
    const auto hoist = scene.made("/products", R"({"name": "Løfter Prøve", "iso": "12360301",
                                                   "tracking": "serial", "needs_training": true})");
    AtDesk at(scene);
    const auto one = scene.ready_item("SMS", hoist);
    const auto two = scene.ready_item("SMS", hoist);
    const auto three = scene.ready_item("SMS", hoist);
    CHECK(at.say("%OPPLART").kind == Kind::failed);
    CHECK(at.say("opplæring").kind == Kind::failed);
    at.say("/kari");
    const auto refused = at.say(one);
    CHECK(refused.kind == Kind::refused);
    CHECK(has(refused.text,
              "): Krever opplæring. Er den gitt: skann %OPPLÆRT og så hjelpemiddelet."));
    CHECK(has(at.say("%OPPLART").text, "Opplæring gitt til låneren."));
    CHECK(at.say("7K3QF28").kind == Kind::unknown);
    CHECK(at.say(one).kind == Kind::done);
    // It holds for one aid.
    CHECK(at.say(two).kind == Kind::refused);
    at.say("%MEGKARI7");
    CHECK(at.say("%opplært").kind == Kind::info);
    CHECK(at.say(two).kind == Kind::done);
    CHECK(has(at.say("Opplæring Ola Sønn").text, "Opplæring gitt til Ola Sønn."));
    CHECK(at.say(three).kind == Kind::done);
    CHECK(at.say("opplæring " + std::string(101, 'x')).kind == Kind::failed);
    CHECK(scene.database.list(
              "select given_by || '/' || given_to from training order by loan_line_id") ==
          "skranke/Kari Prøve,KARI7/Kari Prøve,KARI7/Ola Sønn");
    CHECK(scene.database.value("select distinct day from training") == domain::to_text(today()));
}

TEST_CASE("a shelf is named by its label, and no name is longer than the server takes") {
    Scene scene;
    const auto code = scene.ready_item();
    AtDesk at(scene);
    at.say("%FLYTT");
    CHECK(has(at.say("%HYLLEC+2").text, "Hylle C-2."));
    CHECK(at.say(code).kind == Kind::done);
    CHECK(scene.database.value("select shelf from item") == "C-2");
    CHECK(at.say("hylle " + std::string(21, 'x')).kind == Kind::failed);
    CHECK(at.say("%MEG" + std::string(61, 'X')).kind == Kind::failed);
    CHECK(has(at.say("%HYLLE").text, "%HYLLE finnes ikke"));
    CHECK(at.say(code).kind == Kind::nothing_to_do);
    // A scan of the label itself moves nothing on the server either.
    CHECK(scene
              .post("/scans", R"({"id": "018f0000-0000-7000-8000-000000000001", "device": "x",
        "happened_at": ")" + domain::to_text(now()) +
                                  R"(", "mode": "lookup", "code": "%HYLLEB3", "depot": "SMS"})")
              .text("/result") == "nothing_to_do");
}

TEST_CASE("a shelf is counted, and closed by who has seen how the count stands") {
    Scene scene;
    const auto here = scene.ready_item();
    const auto also = scene.ready_item();
    const auto gone = scene.ready_item();
    AtDesk at(scene);
    CHECK(at.say("%AVSLUTT").kind == Kind::failed);
    at.say("%TELL");
    CHECK(has(at.say("%FERDIG").text, "Ingenting telles her nå."));
    CHECK(has(at.say("%HYLLEB3").text, "Teller hylle B3."));
    const auto seen = at.say(here);
    CHECK(seen.kind == Kind::done);
    CHECK(has(seen.text, "Talt: Rullator Prøve ("));
    CHECK(seen.attention.empty());
    at.say(here);
    // Not yet: nobody has seen what would become of the rest.
    const auto asked = at.say("%AVSLUTT");
    CHECK(asked.kind == Kind::info);
    CHECK(has(asked.text, "Talt 1 av 3 på hylle B3. Mangler: Rullator Prøve ("));
    at.say(also);
    CHECK(at.say("%AVSLUTT").kind == Kind::info);
    const auto stands = at.say("%FERDIG");
    const auto printed = gone.substr(0, 3) + "-" + gone.substr(3, 3) + "-" + gone.substr(6);
    CHECK(stands.text == "Talt 2 av 3 på hylle B3. Mangler: Rullator Prøve (" + printed +
                             "). Skann %AVSLUTT for å avslutte tellingen.");
    CHECK(scene.database.value("select count(*) from item where state = 'missing'") == "0");
    const auto closed = at.say("%AVSLUTT");
    CHECK(closed.kind == Kind::done);
    CHECK(closed.text ==
          "Tellingen på hylle B3 er avsluttet. 1 er nå savnet: Rullator Prøve (" + printed + ").");
    CHECK(scene.database.value("select code from item where state = 'missing'") == gone);
    // The next scan does not begin to count the whole depot.
    CHECK(has(at.say(here).text, "Hvilken hylle nå?"));
    CHECK(scene.database.value("select count(*) from stock_count") == "1");
    at.say("%TELL");
    CHECK(at.say(here).kind == Kind::done);
    CHECK(has(at.say("%FERDIG").text, "Talt 1 av 2 i SMS. Mangler: "));
    // A shelf of the whole depot's count is part of it.
    CHECK(at.say("hylle B3").attention.empty());
    at.say(also);
    CHECK(has(at.say("%FERDIG").text, "Talt 2 av 2 i SMS. Alt stemmer."));
    CHECK(has(at.say("%AVSLUTT").text, "Ingenting mangler."));
}

TEST_CASE("a count that was begun is gone on with, and one left open is named") {
    Scene scene;
    const auto code = scene.ready_item();
    {
        AtDesk at(scene);
        at.say("%TELL");
        at.say("hylle B3");
        at.say(code);
        CHECK(at.say("hylle B4").attention ==
              std::vector<std::string>{"Tellingen på hylle B3 er ikke avsluttet"});
        CHECK(at.say("%SE").attention ==
              std::vector<std::string>{"Tellingen på hylle B4 er ikke avsluttet"});
    }
    AtDesk at(scene);
    at.say("%TELL");
    CHECK(has(at.say(code).text, "telles alt"));
    at.say("hylle B3");
    CHECK(has(at.say("%FERDIG").text, "Talt 1 av 1 på hylle B3."));
    // Somebody else closes it.
    scene.post("/counts/1/close", "{}");
    const auto late = at.say(code);
    CHECK(late.attention ==
          std::vector<std::string>{"Tellingen er avsluttet et annet sted. Skann %TELL for å telle "
                                   "igjen"});
}

TEST_CASE("what is counted without a server counts once the count is open") {
    Scene scene;
    const auto one = scene.ready_item();
    const auto two = scene.ready_item();
    AtDesk at(scene);
    at.learn_of(one);
    at.say("%TELL");
    at.say("hylle B3");
    at.say(one);
    const auto port = scene.server->port();
    scene.server->stop();
    // The count is open, so this one will be in it.
    const auto stored = at.say(two);
    CHECK(stored.kind == Kind::stored);
    CHECK(std::none_of(stored.attention.begin(), stored.attention.end(),
                       [](const std::string& text) { return has(text, "ikke åpnet"); }));
    CHECK(has(at.say("%FERDIG").text, "ikke sendt ennå"));
    CHECK(has(at.say("%AVSLUTT").text, "ikke sendt ennå"));
    // This one would not.
    at.say("%TELL");
    CHECK(has(at.say("hylle C1").attention.front(), "Tellingen er ikke åpnet"));
    CHECK(has(at.say(one).attention.front(), "Tellingen er ikke åpnet"));
    scene.server.emplace(scene.database.url(), std::vector<std::string>{}, port);
    for (int tries = 0; tries < 1000 && at.outbox.waiting() > 0; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    at.say("hylle B3");
    CHECK(has(at.say("%FERDIG").text, "Talt 2 av 2 på hylle B3. Alt stemmer."));
}

TEST_CASE("a checklist is answered by the same aid once more, and by nothing else") {
    Scene scene;
    const auto bed = scene.made("/products", R"({"name": "Seng Prøve", "iso": "18121001",
                           "tracking": "serial", "checklist": ["bremser", "hjul og ramme"]})");
    const auto one = scene.new_item("SMS", bed);
    const auto two = scene.new_item("SMS", bed);
    AtDesk at(scene);
    at.say("%KONTROLL");
    const auto asked = at.say(one);
    CHECK(asked.kind == Kind::refused);
    CHECK(has(asked.text,
              "): Sjekk: bremser, hjul og ramme. Er alt i orden: skann hjelpemiddelet "
              "en gang til. Er noe galt: skann %FEIL og så hjelpemiddelet."));
    // Another aid, or any other line, forgets it.
    CHECK(at.say(two).kind == Kind::refused);
    CHECK(at.say(one).kind == Kind::refused);
    at.say("?");
    CHECK(at.say(one).kind == Kind::refused);
    CHECK(has(at.say("HTTPS://KL.EXAMPLE/E/" + one).text, "Klar."));
    CHECK(at.say(two).kind == Kind::refused);
    at.say("%FEIL");
    CHECK(has(at.say(two).text, "Til reparasjon"));
    CHECK(scene.database.value("select count(*) from item where state = 'ready'") == "1");
}

TEST_CASE("accessories are asked for at the return, and found again at the inspection") {
    Scene scene;
    const auto plain = scene.ready_item();
    const auto of_one = scene.made("/products", R"({"name": "Rullator Kurv", "iso": "12060602",
                                       "tracking": "serial", "accessories": ["kurv"]})");
    const auto of_three = scene.made("/products", R"({"name": "Stol Prøve", "iso": "12220302",
        "tracking": "serial", "accessories": ["pute", "bord", "fotplater"]})");
    const auto basket = scene.ready_item("SMS", of_one);
    const auto chair = scene.ready_item("SMS", of_three);
    for (const auto& code : {plain, basket, chair}) scene.loan(code);
    AtDesk at(scene);
    CHECK(has(at.say("%MANGLER").text, "Skann det inn først."));
    at.say("%INN");
    CHECK(has(at.say(basket).text, "Sjekk tilbehør: kurv. Mangler noe: skann %MANGLER."));
    const auto noted = at.say("%MANGLER");
    CHECK(noted.kind == Kind::done);
    CHECK(has(noted.text, "Notert: Rullator Kurv ("));
    CHECK(has(noted.text, ") mangler kurv. Be låneren om det."));
    CHECK_FALSE(has(at.say(plain).text, "tilbehør"));
    CHECK(at.say("%MANGLER").kind == Kind::failed);

    CHECK(has(at.say(chair).text, "Sjekk tilbehør: pute, bord, fotplater."));
    const auto which = at.say("%MANGLER");
    CHECK(which.choices == std::vector<std::string>{"pute", "bord", "fotplater"});
    CHECK(at.say("1 4").kind == Kind::failed);
    CHECK(has(at.say("3, 1").text, "mangler fotplater, pute."));
    CHECK(scene.database.list("select name from missing_accessory order by name") ==
          "fotplater,kurv,pute");
    // Any other line than numbers ends the question.
    at.say("%MANGLER");
    CHECK(at.say("?").choices.empty());
    CHECK(at.say("2").kind != Kind::done);

    at.say("%VASK");
    for (const auto& code : {basket, chair}) at.say(code);
    CHECK(at.say("%KOMPLETT").kind == Kind::failed);
    at.say("%KONTROLL");
    const auto refused = at.say(basket);
    CHECK(refused.kind == Kind::refused);
    CHECK(has(refused.text,
              "Mangler: kurv. Er det på plass nå: skann %KOMPLETT og så "
              "hjelpemiddelet."));
    CHECK(refused.attention.empty());
    at.say("%KOMPLETT");
    CHECK(has(at.say(basket).text, "Klar."));
    CHECK(at.say(chair).kind == Kind::refused);
    at.say("%KOMPLETT");
    CHECK(has(at.say(chair).text, "Klar."));
    CHECK(scene.database.value("select count(*) from missing_accessory where settled_event is "
                               "null") == "0");
}

TEST_CASE("accessories need the server, and the answer says so") {
    Scene scene;
    const auto product = scene.made("/products", R"({"name": "Rullator Kurv", "iso": "12060602",
                                        "tracking": "serial", "accessories": ["kurv"]})");
    const auto code = scene.ready_item("SMS", product);
    scene.loan(code);
    AtDesk at(scene);
    at.say("%INN");
    at.say(code);
    scene.server->stop();
    CHECK(has(at.say("%MANGLER").text, "får ikke svar fra serveren"));
    at.say("%KONTROLL");
    at.say("%KOMPLETT");
    CHECK(has(at.say(code).text, "får ikke svar fra serveren"));
    CHECK(at.outbox.waiting() == 0);
}

TEST_CASE("one aid is swapped for another in the same loan, with its days") {
    Scene scene;
    const auto hoist = scene.made("/products", R"({"name": "Løfter Prøve", "iso": "12360301",
                                                   "tracking": "serial", "needs_training": true})");
    const auto old = scene.ready_item();
    const auto other = scene.ready_item();
    const auto third = scene.ready_item("SMS", hoist);
    const auto loan = scene.loan(old, 20);
    AtDesk at(scene);
    // Who is at the desk is another matter.
    at.say("/kari");
    CHECK(has(at.say("%BYTT").text, "Skann det som kommer tilbake."));
    CHECK(at.say("7K3QF28").kind == Kind::unknown);
    CHECK(at.say("2222222").kind == Kind::unknown);
    CHECK(has(at.say(old).text, ") kommer tilbake. Skann det låneren får i stedet."));
    CHECK(at.say(old).kind == Kind::refused);
    const auto swapped = at.say(other);
    CHECK(swapped.kind == Kind::done);
    CHECK(has(swapped.text, "Byttet på lån 1: Rullator Prøve ("));
    CHECK(has(swapped.text, "skal til rengjøring."));
    const auto lines = Json::parse(at.http.get("/loans/1").body);
    CHECK(lines.text("/lines/0/state") == "ended");
    CHECK(lines.text("/lines/0/end_reason") == "swapped");
    CHECK(lines.text("/lines/1/item") == other);
    CHECK(lines.text("/lines/1/due") == loan.text("/lines/0/due"));
    CHECK(at.known.item(old)->state == "to_clean");
    CHECK(at.known.item(other)->on_loan);
    CHECK(has(at.say("%SLIPP").text, "--printer"));  // of that loan
    CHECK(has(at.say("%ANGRE").text, "Et bytte angres ikke"));
    CHECK(at.say(other).kind == Kind::refused);  // nobody borrows now

    // What comes instead may need training.
    at.say("%BYTT");
    at.say(other);
    CHECK(has(at.say(third).text, "Krever opplæring."));
    CHECK(at.say("%OPPLART").kind == Kind::info);
    CHECK(at.say(third).kind == Kind::done);
    CHECK(scene.database.value("select given_by || '/' || given_to from training") ==
          "skranke/låneren");

    // What is not out is not swapped, and another command ends it.
    at.say("%BYTT");
    CHECK(has(at.say(old).text, "er ikke utlånt."));
    at.say("%BYTT");
    at.say(third);
    CHECK(at.say("%OPPLART").kind == Kind::info);
    at.say("%SE");
    CHECK(at.say("%OPPLART").kind == Kind::failed);
    CHECK(at.say(old).kind == Kind::done);
    CHECK(scene.database.value("select count(*) from loan_line where ended_at is null") == "1");
    at.say("%BYTT");
    scene.server->stop();
    CHECK(has(at.say(third).text, "Bytte trenger serveren"));
}

TEST_CASE("what has no label of its own goes out and is counted by its number") {
    Scene scene;
    const auto aid = scene.ready_item();
    const auto sticks = scene.made("/products", R"({"name": "Krykke Prøve", "iso": "12030301",
                                       "tracking": "counted", "hms_nr": "123456"})");
    AtDesk at(scene);
    CHECK(at.say("antall 3").kind == Kind::failed);
    at.say("%SE");
    CHECK(at.say("123456").text ==
          "Krykke Prøve (123456): Ingen har talt hvor mange som er på lager.");
    at.say("%TELL");
    at.say("hylle B3");
    CHECK(has(at.say("123456").text, "Hvor mange? Skriv for eksempel: antall 3."));
    for (const char* wrong : {"antall", "antall x", "antall 100001", "antall -1", "stk"}) {
        CHECK(at.say(wrong).kind != Kind::info);
    }
    CHECK(has(at.say("40 stk").text, "40 stk. Skann HMS-nummeret"));
    const auto counted = at.say("123456");
    CHECK(has(counted.text, "Talt: 40 stk. Krykke Prøve (123456)."));
    CHECK(counted.attention.empty());
    // It holds for one scan, and not for an aid with a label.
    CHECK(has(at.say("123456").text, "Hvor mange?"));
    at.say("antall 2");
    CHECK(at.say(aid).kind == Kind::refused);
    CHECK(at.say(aid).kind == Kind::done);
    CHECK(has(at.say("%FERDIG").text, "Annet antall enn ventet: Krykke Prøve."));
    CHECK(at.say("%AVSLUTT").kind == Kind::done);
    at.say("%SE");
    CHECK(at.say("123456").text == "Krykke Prøve (123456): 40 på lager.");

    at.say("/kari");
    CHECK(at.say("antall 0").kind == Kind::failed);
    CHECK(at.say("antall 41").kind == Kind::info);
    CHECK(at.say("123456").kind == Kind::refused);
    at.say("antall 2");
    const auto out = at.say("123456");
    CHECK(out.kind == Kind::done);
    CHECK(has(out.text, "Ut til Kari Prøve: 2 stk. Krykke Prøve (123456). Gi til låneren."));
    CHECK(has(out.text, "Igjen på lager: 38."));
    CHECK(at.say("%ANGRE").text == "Angret: 2 stk. 123456.");
    CHECK(at.say("%SE").kind == Kind::info);
    CHECK(at.say("123456").text == "Krykke Prøve (123456): 40 på lager.");
    at.say("/kari");
    at.say("antall 2");
    CHECK(at.say("123456").kind == Kind::done);
    CHECK(at.say(aid).kind == Kind::done);
    CHECK(at.say("%ANGRE").kind == Kind::done);
    CHECK(scene.database.value(
              "select sum(quantity) from loan_line where ended_at is null and product_id = " +
              std::to_string(sticks)) == "2");
    scene.server->stop();
    at.say("antall 1");
    const auto stored = at.say("123456");
    CHECK(stored.kind == Kind::stored);
    CHECK(has(stored.text, "1 stk. 123456"));
}
