// Who has looked at whom: what is logged, and what leaders are told of it.

#include <catch2/catch.hpp>

#include <regex>
#include <set>

#include "api/access_texts.hpp"
#include "api/openapi.hpp"
#include "api/routes.hpp"
#include "db/access_store.hpp"
#include "db/query.hpp"
#include "depot/access_review.hpp"
#include "support/person.hpp"
#include "support/step_counter.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::Headers;
using support::Json;
using support::Person;
using support::refusal;
using support::TestApp;
using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

namespace {

std::string number(std::int64_t id) { return std::to_string(id); }

// The names of schemas that show a person: directly or by what they refer to.
std::set<std::string> personal_schemas() {
    const Json all = Json::parse(api::schemas());
    // The reasons of extensions, talks and the log of a person are about one as well.
    std::set<std::string> personal{"extension_list", "seen_by", "contact", "contact_list"};
    const std::regex reference("#/components/schemas/(\\w+)\"");
    for (bool grows = true; grows;) {
        grows = false;
        for (const std::string& name : all.keys("")) {
            const std::string text = all.dump("/" + name);
            bool shows = false;
            for (const char* field : {"\"phone\":", "\"birth_date\":", "\"national_number\":"}) {
                shows = shows || text.find(field) != std::string::npos;
            }
            for (std::sregex_iterator at(text.begin(), text.end(), reference), end; at != end;
                 ++at) {
                shows = shows || personal.contains((*at)[1]);
            }
            grows = (shows && personal.insert(name).second) || grows;
        }
    }
    return personal;
}

std::string action_of(const routing::Route& route) {
    return std::string(routing::to_text(route.method)) + " " + std::string(route.path);
}

std::vector<const routing::Route*> personal_routes() {
    const auto personal = personal_schemas();
    std::vector<const routing::Route*> found;
    for (const routing::Route& route : api::routes()) {
        if (personal.contains(std::string(route.answer))) found.push_back(&route);
    }
    return found;
}

std::int64_t rows(TestApp& app) {
    return std::stoll(app.stored().value("select count(*) from access_log"));
}

// "action status" of the last row.
std::string last_row(TestApp& app) {
    const auto row =
        app.stored().rows("select action, status from access_log order by id desc limit 1");
    return row.at(0).at(0) + " " + row.at(0).at(1);
}

}  // namespace

TEST_CASE("a route whose answer shows a person is of a kind that logs it, and has words for it") {
    const auto found = personal_routes();
    CHECK(found.size() > 10);
    for (const routing::Route* route : found) {
        INFO(action_of(*route));
        CHECK((std::holds_alternative<routing::Disclose>(route->handler) ||
               std::holds_alternative<routing::Write>(route->handler)));
        CHECK(api::has_access_text(action_of(*route)));
    }
}

TEST_CASE("each route whose answer shows a person logs it once, with its status") {
    TestApp app;
    const auto product = app.product();
    const auto one = app.ready_item(product);
    const auto kari = app.borrower();
    const auto loan = app.loan({one, app.ready_item(product)}, Body().set("borrower_id", kari));
    const auto other = app.loan(app.ready_item(product), Body().set("borrower_id", kari));
    const auto loans = "/api/v1/loans/" + number(loan);
    app.post(loans + "/extensions", Body().set("months", 2).set("reason", "opptrening"), "ergo");
    app.loan(app.ready_item(product), Body().set("borrower_id", app.borrower()));
    const std::string task =
        "/api/v1/candidates/" + app.stored().value("select max(id) from candidate");
    const auto notice =
        app.post("/api/v1/notices", Body().set("title", "Bremsen").set("product_id", product))
            .json.number("/id");
    const auto fetch = [&](std::int64_t from) {
        return app.post("/api/v1/pickups",
                        Body().set("kind", "fetch").set("loan_id", from).set("day", "2026-11-24"));
    };
    const auto person = [&] { return "/api/v1/borrowers/" + number(app.borrower()); };
    const auto fresh = person();
    const std::map<std::string, std::function<Answer()>> calls{
        {"GET /api/v1/borrowers", [&] { return app.get("/api/v1/borrowers"); }},
        {"POST /api/v1/borrowers",
         [&] {
             return app.post("/api/v1/borrowers",
                             Body().set("kind", "person").set("name", "Ola Prøve"));
         }},
        {"GET /api/v1/borrowers/{id}", [&] { return app.get(fresh); }},
        {"PATCH /api/v1/borrowers/{id}",
         [&] {
             return app.call("lager", "PATCH", fresh, Body().set("name", "Kari Ny"),
                             {{"if-match", "*"}});
         }},
        {"POST /api/v1/borrowers/{id}/deceased",
         [&, path = person()] { return app.post(path + "/deceased", Body()); }},
        {"POST /api/v1/borrowers/{id}/moved",
         [&, path = person()] { return app.post(path + "/moved", Body()); }},
        {"POST /api/v1/borrowers/search",
         [&] { return app.post("/api/v1/borrowers/search", Body().set("q", "kari")); }},
        {"GET /api/v1/borrowers/{id}/duplicates", [&] { return app.get(fresh + "/duplicates"); }},
        {"POST /api/v1/borrowers/{id}/merge",
         [&, path = person(), into = app.borrower()] {
             return app.post(path + "/merge", Body().set("into", into));
         }},
        {"POST /api/v1/borrowers/{id}/erase",
         [&, path = person()] { return app.post(path + "/erase", Body(), "leder"); }},
        {"GET /api/v1/borrowers/{id}/report", [&] { return app.get(fresh + "/report", "leder"); }},
        {"GET /api/v1/borrowers/{id}/seen-by",
         [&] { return app.get(fresh + "/seen-by", "leder"); }},
        {"GET /api/v1/loans/{id}/extensions", [&] { return app.get(loans + "/extensions"); }},
        {"GET /api/v1/borrowers/{id}/contacts", [&] { return app.get(fresh + "/contacts"); }},
        {"POST /api/v1/borrowers/{id}/contacts",
         [&] { return app.post(fresh + "/contacts", Body().set("outcome", "other")); }},
        {"GET /api/v1/borrowers/{id}/contacts/{contact}",
         [&, talk = app.post(fresh + "/contacts", Body().set("outcome", "other"))] {
             return app.get(talk.header("location"));
         }},
        {"GET /api/v1/calls",
         [&] {
             app.clock.set("2027-06-30T08:00:00.000Z");
             const Answer answer = app.get("/api/v1/calls");
             app.clock.set(TestApp::start);
             return answer;
         }},
        {"GET /api/v1/overdue",
         [&] {
             app.clock.set("2027-06-30T08:00:00.000Z");
             const Answer answer = app.get("/api/v1/overdue");
             app.clock.set(TestApp::start);
             return answer;
         }},
        {"GET /api/v1/candidates", [&] { return app.get("/api/v1/candidates"); }},
        {"GET /api/v1/candidates/{id}", [&] { return app.get(task); }},
        {"POST /api/v1/candidates/{id}/decide",
         [&] { return app.post(task + "/decide", Body().set("to", "assessing"), "ergo"); }},
        {"GET /api/v1/notices/{id}/contacts",
         [&] { return app.get("/api/v1/notices/" + number(notice) + "/contacts"); }},
        {"POST /api/v1/pickups", [&] { return fetch(other); }},
        {"GET /api/v1/pickups", [&] { return app.get("/api/v1/pickups?day=2026-11-24"); }},
        {"GET /api/v1/pickups/{id}", [&] { return app.get("/api/v1/pickups/1"); }},
        {"POST /api/v1/pickups/{id}/done",
         [&] { return app.post("/api/v1/pickups/1/done", Body().set("outcome", "nobody_home")); }},
    };
    // The pick-up comes before what looks at it.
    REQUIRE(fetch(loan).status == 201);
    for (const routing::Route* route : personal_routes()) {
        const std::string action = action_of(*route);
        INFO(action);
        const auto call = calls.find(action);
        REQUIRE(call != calls.end());
        const auto before = rows(app);
        const Answer answer = call->second();
        INFO(answer.body);
        CHECK(answer.status == route->success);
        CHECK(rows(app) == before + 1);
        CHECK(last_row(app) == action + " " + number(route->success));
        CHECK(app.stored().value("select depot_id from access_log order by id desc limit 1") ==
              "SMS");
    }
}

TEST_CASE(
    "an answer that the sender already has, and one that is given again, are logged as well") {
    TestApp app;
    const auto kari = "/api/v1/borrowers/" + number(app.borrower());
    const auto tag = app.get(kari).header("etag");
    auto before = rows(app);
    CHECK(app.call("lager", "GET", kari, "", {{"if-none-match", tag}}).status == 304);
    CHECK(rows(app) == before + 1);
    CHECK(last_row(app) == "GET /api/v1/borrowers/{id} 304");

    const Headers key{{"idempotency-key", "k-1"}};
    const Body ola = Body().set("kind", "person").set("name", "Ola Prøve");
    before = rows(app);
    const auto first = app.call("lager", "POST", "/api/v1/borrowers", ola, key);
    const auto again = app.call("lager", "POST", "/api/v1/borrowers", ola, key);
    CHECK(again.json.number("/id") == first.json.number("/id"));
    CHECK(rows(app) == before + 2);
    CHECK(last_row(app) == "POST /api/v1/borrowers 201");
    // With the same key and other content nobody is shown.
    CHECK(app.call("lager", "POST", "/api/v1/borrowers", Body().merge(ola).set("name", "Per"), key)
              .status == 422);
    CHECK(rows(app) == before + 2);
}

TEST_CASE("that a national number is taken tells of its person, and is in that one's log") {
    TestApp app;
    const auto kari = app.borrower(Body().set("national_number", "13820599335"));
    const auto ola = app.borrower(Body().set("name", "Ola Prøve").set("phone", "911 22 333"));
    const std::string of_kari = "/api/v1/borrowers/" + number(kari);
    const Body wanted =
        Body().set("kind", "person").set("name", "X Y").set("national_number", "13820599335");
    const auto logged = [&] {
        return last_row(app) + " " +
               app.stored().list(
                   "select borrower_id from access_log_person where access_id ="
                   " (select max(id) from access_log)");
    };
    const auto borrowers = app.stored().value("select count(*) from borrower");

    auto before = rows(app);
    const auto taken = app.post("/api/v1/borrowers?why=ringte", wanted);
    CHECK(refusal(taken) == "409 /national_number national_number_taken");
    CHECK(taken.header("location") == of_kari);
    CHECK(rows(app) == before + 1);
    CHECK(logged() == "POST /api/v1/borrowers 409 " + number(kari));
    CHECK(app.stored().value("select why from access_log order by id desc limit 1") == "ringte");

    // Under a key as well, and when it is said again.
    const Headers key{{"idempotency-key", "k-1"}};
    const auto first = app.call("lager", "POST", "/api/v1/borrowers", wanted, key);
    const auto again = app.call("lager", "POST", "/api/v1/borrowers", wanted, key);
    CHECK(first.status == 409);
    CHECK(again.status == 409);
    CHECK(again.body == first.body);
    CHECK(again.content_type == first.content_type);
    CHECK(again.headers == first.headers);
    CHECK(rows(app) == before + 3);
    CHECK(logged() == "POST /api/v1/borrowers 409 " + number(kari));

    before = rows(app);
    CHECK(app.call("lager", "PATCH", "/api/v1/borrowers/" + number(ola),
                   Body().set("national_number", "13820599335"), {{"if-match", "*"}})
              .status == 409);
    CHECK(rows(app) == before + 1);
    CHECK(logged() == "PATCH /api/v1/borrowers/{id} 409 " + number(kari));
    CHECK(app.stored().value("select count(*) from borrower") == borrowers);

    const auto told = app.get(of_kari + "/seen-by", "leder").json.each("/items", "/what");
    CHECK(told == Texts{"Oppga fødselsnummeret for en annen og fikk vite at personen er registrert",
                        "Oppga fødselsnummeret og fikk vite at personen er registrert",
                        "Oppga fødselsnummeret og fikk vite at personen er registrert",
                        "Oppga fødselsnummeret og fikk vite at personen er registrert",
                        "Registrerte personen"});
    // Who was refused has changed nobody: to the review it is a look.
    app.clock.set("2026-11-24T08:00:00.000Z");
    app.post("/api/v1/borrowers", wanted, "ergo");
    const auto review =
        app.get("/api/v1/access-log/review?from=2026-11-24&to=2026-11-24", "leder").json;
    REQUIRE(review.size("/items") == 1);
    CHECK(review.text("/items/0/kind") == "no_relation");
    CHECK(review.each("/items/0/borrowers") == Texts{number(kari)});
    // A refusal that tells of nobody is nowhere.
    before = rows(app);
    CHECK(app.post("/api/v1/borrowers", Body().set("kind", "person")).status == 400);
    CHECK(rows(app) == before);
}

TEST_CASE("a row says what the actor was called then, whatever the name is now") {
    TestApp app;
    const auto kari = "/api/v1/borrowers/" + number(app.borrower());
    Person ola(app, "Ola Prøve", "leder");
    ola.set_up();
    const std::string user = "/api/v1/users/" + number(ola.id);
    REQUIRE(ola.get(kari).status == 200);
    const Body days = Body().set("from", "2026-11-01").set("to", "2026-11-22");
    REQUIRE(ola.post("/api/v1/access-log/reviews", days).status == 201);
    REQUIRE(app.patch(user, Body().set("name", "Ola Ny"), "admin").status == 200);
    REQUIRE(ola.get(kari).status == 200);
    const Texts names{"Ola Ny", "Ola Prøve", "lager"};
    CHECK(app.get(kari + "/seen-by", "leder").json.each("/items", "/by") == names);
    CHECK(app.get("/api/v1/access-log?to=2026-11-23&actor=" + number(ola.id), "leder")
              .json.each("/items", "/by") == Texts{"Ola Ny", "Ola Prøve"});
    CHECK(app.get("/api/v1/access-log/reviews", "leder").json.each("/items", "/by") ==
          Texts{"Ola Prøve"});
    // Whose name it was is judged by the name of that day.
    const auto namesake = app.borrower(Body().set("name", "Ola Ny"));
    app.clock.set("2026-11-24T08:00:00.000Z");
    app.database().write([&](db::WriteTx& tx) {
        db::access::append(tx, {app.clock.now().instant,
                                domain::ActorId{ola.id},
                                domain::Role::leder,
                                "SMS",
                                "GET /api/v1/borrowers/{id}",
                                200,
                                std::nullopt,
                                {domain::BorrowerId{namesake}}});
    });
    REQUIRE(app.patch(user, Body().set("name", "Ola Nyere"), "admin").status == 200);
    const auto review =
        app.get("/api/v1/access-log/review?from=2026-11-24&to=2026-11-24", "leder").json;
    CHECK(review.each("/items", "/kind") == Texts{"own_name", "no_relation"});
    CHECK(review.each("/items", "/by") == Texts{"Ola Ny", "Ola Ny"});
}

TEST_CASE("who moved and borrows anew is changed by that, which is logged once") {
    TestApp app;
    const auto product = app.product();
    const auto moved = app.borrower();
    app.post("/api/v1/borrowers/" + number(moved) + "/moved", Body());
    auto before = rows(app);
    app.loan(app.ready_item(product), Body().set("borrower_id", moved));
    CHECK(rows(app) == before + 1);
    CHECK(last_row(app) == "reminders begin again -");
    before = rows(app);
    app.loan(app.ready_item(product), Body().set("borrower_id", moved));
    CHECK(rows(app) == before);
    // A scan that lends shows nobody.
    app.scanned("out", app.ready_item(product),
                Body().set("details", Body().set("borrower", moved)));
    CHECK(rows(app) == before);
}

TEST_CASE("what the program does to persons by itself is in the log as its own") {
    TestApp app;
    const domain::BorrowerId kari{app.borrower()};
    app.database().write([&](db::WriteTx& tx) {
        db::access::append_own(tx, app.clock.now().instant, "forget", {kari, kari});
    });
    const auto told = app.get("/api/v1/borrowers/" + number(kari.value) + "/seen-by", "leder");
    REQUIRE(told.json.size("/items") == 2);
    CHECK(told.json.text("/items/0/by") == "system");
    CHECK(told.json.is_null("/items/0/role"));
    CHECK(told.json.is_null("/items/0/depot"));
    CHECK(told.json.text("/items/0/what") == "Så eller behandlet opplysninger om personen");
    // At whatever hour, it is nothing for the review.
    app.clock.set("2026-11-24T01:00:00.000Z");
    app.database().write([&](db::WriteTx& tx) {
        db::access::append_own(tx, app.clock.now().instant, "forget", {kari});
    });
    CHECK(app.get("/api/v1/access-log/review?from=2026-11-24&to=2026-11-24", "leder")
              .json.size("/items") == 0);
}

TEST_CASE("the figures say how long the tail of the log is that waits for its seal") {
    TestApp app;
    const auto figures = [&] { return app.call("", "GET", "/metrics").body; };
    CHECK_THAT(figures(), Catch::Contains("access_unsealed_rows 0\n") &&
                              Catch::Contains("access_unsealed_seconds 0\n"));
    app.borrower();
    app.clock.advance(1500ms);
    app.borrower();
    CHECK_THAT(figures(), Catch::Contains("access_unsealed_rows 2\n") &&
                              Catch::Contains("access_unsealed_seconds 1.5\n"));
}

TEST_CASE("leaders read the log, the latest first, by who looked, at whom and when") {
    TestApp app;
    const auto kari = app.borrower();
    const auto ola = app.borrower(Body().set("name", "Ola Prøve"));
    app.get("/api/v1/borrowers/" + number(kari) + "?why=ringte", "ergo");
    app.clock.set("2026-11-24T08:00:00.000Z");
    app.get("/api/v1/borrowers", "ergo");
    app.get("/api/v1/borrowers/" + number(ola), "lager2");

    const auto list = [&](const std::string& query) {
        return app.get("/api/v1/access-log" + query, "leder");
    };
    const auto all = list("");
    CHECK(all.json.each("/items", "/id") == Texts{"5", "4", "3", "2", "1"});
    CHECK(all.json.text("/items/0/action") == "GET /api/v1/borrowers/{id}");
    CHECK(all.json.text("/items/0/what") == "Slo opp personen");
    CHECK(all.json.text("/items/0/by") == "lager2");
    CHECK(all.json.text("/items/0/role") == "lager");
    CHECK(all.json.text("/items/0/depot") == "SMS");
    CHECK(all.json.number("/items/0/status") == 200);
    CHECK(all.json.each("/items/1/borrowers") == Texts{number(kari), number(ola)});
    // Why is a text about people: without one of them it is not told.
    CHECK(all.json.is_null("/items/2/why"));
    // By ids: nobody is shown, nobody is logged.
    CHECK(rows(app) == 5);

    const auto ergo = number(all.json.number("/items/1/actor_id"));
    CHECK(list("?actor=" + ergo).json.each("/items", "/id") == Texts{"4", "3"});
    CHECK(list("?from=2026-11-24").json.each("/items", "/id") == Texts{"5", "4"});
    CHECK(list("?to=2026-11-23").json.each("/items", "/id") == Texts{"3", "2", "1"});
    CHECK(list("?from=2026-11-24&to=2026-11-24&actor=" + ergo).json.each("/items", "/id") ==
          Texts{"4"});
    CHECK(rows(app) == 5);
    const auto of_kari = list("?borrower=" + number(kari));
    CHECK(of_kari.json.each("/items", "/id") == Texts{"4", "3", "1"});
    CHECK(of_kari.json.text("/items/1/why") == "ringte");
    CHECK(last_row(app) == "GET /api/v1/access-log 200");
    CHECK(list("?borrower=" + number(ola) + "&actor=" + ergo).json.each("/items", "/id") ==
          Texts{"4"});
    CHECK(list("?borrower=" + number(ola) + "&to=2026-11-23").json.each("/items", "/id") ==
          Texts{"2"});

    Texts paged;
    std::string cursor;
    do {
        const auto page = list("?to=2026-11-24&actor=" + ergo + "&limit=1" +
                               (cursor.empty() ? "" : "&cursor=" + cursor));
        for (const auto& id : page.json.each("/items", "/id")) paged.push_back(id);
        cursor = page.json.is_null("/next") ? "" : page.json.text("/next");
    } while (!cursor.empty());
    CHECK(paged == Texts{"4", "3"});
    CHECK(refusal(list("?from=2026-11-24&to=2026-11-23&cursor=x&borrower=0")) ==
          "400 ?borrower too_small ?to wrong_order ?cursor invalid_cursor");
}

TEST_CASE("why somebody looks is in no address of the next page") {
    TestApp app;
    app.borrower();
    app.borrower(Body().set("name", "Kari Prøve"));
    const auto first = app.get("/api/v1/borrowers?why=ringte%20om%20mora&limit=1&q=kari");
    REQUIRE_FALSE(first.json.is_null("/next"));
    const std::string link = first.header("link");
    CHECK(link == "</api/v1/borrowers?limit=1&q=kari&cursor=" + first.json.text("/next") +
                      ">; rel=\"next\"");
    // It leads on as it is; whoever has a reason gives it again.
    CHECK(app.get(link.substr(1, link.find('>') - 1)).json.size("/items") == 1);
    CHECK(app.stored().value(
              "select coalesce(why, '-') from access_log order by id desc limit 1") == "-");
}

TEST_CASE("a person is told who has seen them, when, as what, doing what and why") {
    TestApp app;
    const auto kari = "/api/v1/borrowers/" + number(app.borrower());
    app.clock.advance(1h);
    app.get(kari + "?why=ringte%20inn", "ergo");
    const auto told = [&](const char* language) {
        return app.call("leder", "GET", kari + "/seen-by?why=innsyn", "",
                        {{"accept-language", language}});
    };
    const auto nb = told("nb");
    REQUIRE(nb.json.size("/items") == 2);
    CHECK(nb.json.text("/items/0/at") == "2026-11-23T09:00:00.000Z");
    CHECK(nb.json.text("/items/0/by") == "ergo");
    CHECK(nb.json.text("/items/0/role") == "ergo");
    CHECK(nb.json.text("/items/0/why") == "ringte inn");
    CHECK(nb.json.each("/items", "/what") == Texts{"Slo opp personen", "Registrerte personen"});
    // Who asked that has been told something of them too.
    CHECK(told("nn").json.text("/items/0/what") == "Såg kven som har sett personen");
    CHECK(told("en").json.each("/items", "/what").back() == "Registered the person");
    const auto page = app.get(kari + "/seen-by?limit=3", "leder");
    CHECK(page.json.size("/items") == 3);
    CHECK(app.get(kari + "/seen-by?limit=3&cursor=" + page.json.text("/next"), "leder")
              .json.each("/items", "/what") == Texts{"Slo opp personen", "Registrerte personen"});
    CHECK(app.get("/api/v1/borrowers/99/seen-by", "leder").status == 404);
    const auto ward =
        app.borrower(Body().set("kind", "unit").set("name", "Avdeling 3").without("phone"));
    CHECK(app.get("/api/v1/borrowers/" + number(ward) + "/seen-by", "leder").json.size("/items") ==
          0);
}

TEST_CASE("the review shows what is unlike the day's work, and nothing of an ordinary day") {
    TestApp app;
    const auto product = app.product();
    const auto kari = app.borrower();
    const auto loan = app.loan(app.ready_item(product), Body().set("borrower_id", kari));
    const auto ola = app.borrower(Body().set("name", "Ola Prøve"));
    const auto namesake = app.borrower(Body().set("name", "Ergo"));
    CHECK(loan == 1);
    const auto review = [&](const std::string& query) {
        return app.get("/api/v1/access-log/review?" + query, "leder");
    };
    const auto found = [](const Answer& answer) {
        Texts all;
        for (std::size_t i = 0; i < answer.json.size("/items"); ++i) {
            const std::string at = "/items/" + std::to_string(i);
            std::string text = answer.json.text(at + "/day") + " " +
                               answer.json.text(at + "/kind") + " " + answer.json.text(at + "/by");
            for (const auto& person : answer.json.each(at + "/borrowers")) text += " " + person;
            all.push_back(text);
        }
        return all;
    };
    // Registering, and looking at who has a loan of the depot's, is the day's work.
    app.get("/api/v1/borrowers/" + number(kari), "ergo");
    CHECK(found(review("from=2026-11-23&to=2026-11-23")).empty());

    app.clock.set("2026-11-24T08:00:00.000Z");
    const auto logged = rows(app);
    app.get("/api/v1/borrowers/" + number(ola), "ergo");
    app.get("/api/v1/borrowers/" + number(namesake), "ergo");
    app.clock.set("2026-11-24T19:00:00.000Z");
    app.get("/api/v1/borrowers/" + number(kari), "lager");
    const auto day = review("from=2026-11-01&to=2026-11-30");
    CHECK(found(day) ==
          Texts{"2026-11-24 unusual_hours lager " + number(kari),
                "2026-11-24 own_name ergo " + number(namesake),
                "2026-11-24 no_relation ergo " + number(ola) + " " + number(namesake)});
    CHECK(day.json.text("/items/0/text") == "Så personer utenom vanlig arbeidstid.");
    CHECK(day.json.each("/items/2/rows") == Texts{number(logged + 1), number(logged + 2)});
    CHECK(day.json.number("/items/2/looks") == 2);
    CHECK(day.json.number("/items/2/persons") == 2);
    // Of whose name it says something is in the log.
    CHECK(last_row(app) == "GET /api/v1/access-log/review 200");
    CHECK(app.stored().list("select borrower_id from access_log_person where access_id = " +
                            number(rows(app))) == number(namesake));

    // On a Saturday everything is unusual; the list shows all three.
    app.clock.set("2026-11-28T11:00:00.000Z");
    app.call("admin", "PUT", "/api/v1/settings", Body().set("lookups_per_day", 2),
             {{"if-match", "*"}});
    app.get("/api/v1/borrowers", "lager");
    CHECK(found(review("from=2026-11-28&to=2026-11-28")) ==
          Texts{"2026-11-28 unusual_hours lager 1 2 3", "2026-11-28 many_lookups lager 1 2 3",
                "2026-11-28 no_relation lager 2 3"});

    // Page by page the same.
    Texts paged;
    std::string cursor;
    do {
        const auto page = review("from=2026-11-01&to=2026-11-28&limit=1" +
                                 (cursor.empty() ? "" : "&cursor=" + cursor));
        for (const auto& one : found(page)) paged.push_back(one);
        cursor = page.json.is_null("/next") ? "" : page.json.text("/next");
    } while (!cursor.empty());
    CHECK(paged == found(review("from=2026-11-01&to=2026-11-28")));
    // By the new setting the three that were registered on the 23rd are many as well.
    CHECK(paged.size() == 7);

    CHECK(review("from=2026-11-01&to=2026-12-01").status == 200);
    CHECK(refusal(review("from=2026-11-01&to=2026-12-02")) == "400 ?to over_a_month");
    CHECK(refusal(review("from=2026-11-02&to=2026-11-01")) == "400 ?to wrong_order");
    CHECK(refusal(review("")) == "400 ?from required ?to required");
}

TEST_CASE(
    "whoever is found by a search is looked at, and the review asks what ties them to the reader") {
    TestApp app;
    const auto kari = app.borrower();
    app.clock.set("2026-11-24T08:00:00.000Z");
    app.post("/api/v1/borrowers/search", Body().set("q", "kari"), "ergo");
    const auto review = [&] {
        return app.get("/api/v1/access-log/review?from=2026-11-24&to=2026-11-24", "leder").json;
    };
    REQUIRE(review().size("/items") == 1);
    CHECK(review().text("/items/0/kind") == "no_relation");
    CHECK(review().each("/items/0/borrowers") == Texts{number(kari)});
    // The negative control: a change ties.
    app.call("ergo", "PATCH", "/api/v1/borrowers/" + number(kari), Body().set("name", "Kari Ny"),
             {{"if-match", "*"}});
    CHECK(review().size("/items") == 0);
}

TEST_CASE(
    "the review takes for changes what changes somebody, and for looks what only shows them") {
    for (const routing::Route* route : personal_routes()) {
        INFO(action_of(*route));
        CHECK(depot::changes_persons(action_of(*route)) ==
              std::holds_alternative<routing::Write>(route->handler));
    }
    CHECK(depot::changes_persons("reminders begin again"));
}

TEST_CASE("leaders sign that days were reviewed, and it stays") {
    TestApp app;
    const auto sign = [&](const Body& body) {
        return app.post("/api/v1/access-log/reviews", body, "leder");
    };
    const auto first = sign(Body().set("from", "2026-11-01").set("to", "2026-11-15"));
    CHECK(first.status == 201);
    CHECK(first.json.text("/by") == "leder");
    CHECK(first.json.is_null("/note"));
    sign(Body().set("from", "2026-11-16").set("to", "2026-11-23").set("note", "Snakket med to."));
    const auto list = app.get("/api/v1/access-log/reviews", "leder");
    CHECK(list.json.each("/items", "/to") == Texts{"2026-11-23", "2026-11-15"});
    CHECK(list.json.text("/items/0/note") == "Snakket med to.");
    const auto page = app.get("/api/v1/access-log/reviews?limit=1", "leder");
    CHECK(app.get("/api/v1/access-log/reviews?limit=1&cursor=" + page.json.text("/next"), "leder")
              .json.each("/items", "/to") == Texts{"2026-11-15"});
    const auto before = app.stored().dump();
    CHECK(refusal(sign(Body().set("from", "2026-11-24").set("to", "2026-11-23"))) ==
          "400 /to wrong_order");
    CHECK(refusal(sign(Body().set("from", "2026-11-23").set("to", "2026-11-24"))) ==
          "400 /to in_the_future");
    CHECK(refusal(sign(Body().set("note", 1))) ==
          "400 /from required /to required /note wrong_type");
    CHECK(app.stored().dump() == before);
    CHECK_THROWS_WITH(app.stored().execute("delete from access_review"),
                      Catch::Contains("are never"));
}
