// Signing in and out, how long a session lasts, and when it ends at once.

#include <catch2/catch.hpp>

#include <thread>

#include "api/routes.hpp"
#include "db/meta_store.hpp"
#include "db/query.hpp"
#include "db/session_store.hpp"
#include "db/sign_in_store.hpp"
#include "db/user_store.hpp"
#include "identity/password.hpp"
#include "identity/token.hpp"
#include "support/log_capture.hpp"
#include "support/person.hpp"

using namespace std::chrono_literals;
using support::Body;
using support::Headers;
using support::Person;
using support::TestApp;

namespace {

constexpr const char* session = "/api/v1/session";

Person set_up(TestApp& app, const std::string& name, std::string_view role = "lager") {
    Person person(app, name, role);
    person.set_up();
    return person;
}

// That somebody was seen is stored behind the request's back: wait for it.
void wait_until_seen(TestApp& app) {
    const auto behind = [&](db::ReadTx& tx) {
        return db::Query(tx, "select 1 from session where seen_at < :now")
            .with(app.clock.now().instant)
            .one<std::int64_t>()
            .has_value();
    };
    for (int i = 0; i < 1000 && app.database().read(behind); ++i) {
        std::this_thread::sleep_for(5ms);
    }
}

// What the stolen cookie of a session is answered.
int with_cookie(TestApp& app, const std::string& cookie) {
    return app.call("", "GET", session, "", {{"cookie", cookie}}).status;
}

Body sign_in_body(std::string_view name, std::string_view password) {
    return Body().set("name", name).set("password", password);
}

}  // namespace

TEST_CASE("somebody new changes the password, enrols, and then works") {
    TestApp app;
    Person kari(app, "Kari Nordmann", "ergo");
    const auto first = kari.sign_in();
    REQUIRE(first.status == 200);
    CHECK(first.json.text("/user/name") == "Kari Nordmann");
    CHECK(first.json.text("/user/role") == "ergo");
    CHECK(first.json.text("/user/depot") == "SMS");
    CHECK(first.json.number("/user/id") == kari.id);
    CHECK(first.json.text("/assurance") == "one_factor");
    CHECK(first.json.dump("/needs") == R"(["password_change","second_factor_enrolment"])");
    CHECK(first.json.text("/expires_at") == "2026-11-23T08:30:00.000Z");
    CHECK(kari.get("/api/v1/items").code() == "password_change_needed");

    const std::string chosen = "grønn lampe under trappa";
    const auto changed =
        kari.post("/api/v1/session/password", Body().set("old", kari.password).set("new", chosen));
    REQUIRE(changed.status == 200);
    CHECK(changed.json.dump("/needs") == R"(["second_factor_enrolment"])");
    CHECK(kari.get("/api/v1/items").code() == "enrolment_needed");

    Person same = kari;
    same.password = chosen;
    const auto enrolment = same.post("/api/v1/session/enrolment");
    REQUIRE(enrolment.status == 200);
    CHECK(enrolment.json.text("/secret").size() == 32);
    CHECK(enrolment.json.text("/uri").find("Korttidslager:Kari%20Nordmann?secret=" +
                                           enrolment.json.text("/secret")) != std::string::npos);

    Person ready(app, "Ola Nordmann", "ergo");
    ready.set_up();
    CHECK(ready.recovery_codes.size() == 10);
    const auto now = ready.get(session);
    CHECK(now.json.text("/assurance") == "fresh");
    CHECK(now.json.size("/needs") == 0);
    CHECK(ready.get("/api/v1/items").status == 200);
    CHECK(ready.get("/api/v1/users").code() == "not_allowed");
}

TEST_CASE("the cookie of a session is for this host alone, over TLS, and no script reads it") {
    TestApp app;
    Person kari(app, "Kari", "ergo");
    const std::string set = kari.sign_in().header("set-cookie");
    CHECK(set.starts_with("__Host-kl="));
    CHECK(set.substr(set.find(';')) == "; Secure; HttpOnly; SameSite=Strict; Path=/");
    CHECK(set.find("Domain") == std::string::npos);
    CHECK(kari.get(session).header("set-cookie").empty());
    const auto ended = kari.call("DELETE", session);
    CHECK(ended.status == 204);
    CHECK(ended.header("set-cookie") ==
          "__Host-kl=; Max-Age=0; Secure; HttpOnly; SameSite=Strict; Path=/");
}

TEST_CASE("who has a second factor shows it with the password or after it") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    app.clock.advance(1min);
    kari.cookie.clear();
    const auto both = kari.sign_in(kari.code());
    REQUIRE(both.status == 200);
    CHECK(both.json.text("/assurance") == "fresh");

    app.clock.advance(1min);
    Person elsewhere = kari;
    elsewhere.cookie.clear();
    const auto one = elsewhere.sign_in();
    CHECK(one.json.text("/assurance") == "one_factor");
    CHECK(one.json.dump("/needs") == R"(["second_factor"])");
    CHECK(elsewhere.get("/api/v1/items").code() == "second_factor_needed");
    const std::string before = elsewhere.cookie;
    const auto two =
        elsewhere.post("/api/v1/session/second-factor", Body().set("code", elsewhere.code()));
    REQUIRE(two.status == 200);
    CHECK(two.json.text("/assurance") == "fresh");
    CHECK(elsewhere.cookie != before);
    CHECK(with_cookie(app, before) == 401);
    CHECK(elsewhere.get("/api/v1/items").status == 200);
    CHECK(kari.get(session).status == 200);
}

TEST_CASE("with one factor nothing is reached but the own session, the password and enrolment") {
    TestApp app;
    Person kari = set_up(app, "Kari", "admin");
    app.clock.advance(1min);
    kari.cookie.clear();
    REQUIRE(kari.sign_in().status == 200);
    int reached = 0;
    for (const routing::Route& route : api::routes()) {
        if (!route.roles.has(domain::Role::admin)) continue;
        const std::string method(routing::to_text(route.method));
        if (std::string(route.path) == session && method == "DELETE") continue;
        std::string path(route.path);
        for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
            path.replace(open, path.find('}', open) - open + 1, "999999");
        }
        Headers headers{{"if-match", "*"}};
        const auto answer = kari.call(method, path, method == "GET" ? "" : R"({"no": 1})", headers);
        INFO(method << " " << path << " " << answer.body);
        if (route.assurance == routing::Assurance::one_factor) {
            CHECK(path.starts_with(session));
            ++reached;
        } else {
            CHECK(answer.code() == "second_factor_needed");
        }
    }
    CHECK(reached == 5);
}

TEST_CASE("each code of a second factor counts once, and none is taken back in time") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    app.clock.advance(1min);
    const std::string code = kari.code();
    CHECK(kari.sign_in(code).status == 200);
    CHECK(kari.sign_in(code).status == 401);
    app.clock.advance(2min);
    const std::string old = kari.code(-1);
    CHECK(kari.sign_in(kari.code()).status == 200);
    // Within the step before, and never used; but a later one was.
    CHECK(kari.sign_in(old).status == 401);
    CHECK(kari.sign_in(kari.code(1)).status == 200);
    CHECK(kari.sign_in(kari.code(2)).status == 401);
}

TEST_CASE("a recovery code stands in for the application once") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    const std::string code = kari.recovery_codes.at(3);
    CHECK(kari.sign_in(code).status == 200);
    CHECK(kari.sign_in(code).status == 401);
    std::string typed = kari.recovery_codes.at(4);
    for (char& c : typed) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    CHECK(kari.sign_in(typed).json.text("/assurance") == "fresh");
    Person other = set_up(app, "Ola");
    CHECK(kari.sign_in(other.recovery_codes.at(0)).status == 401);
}

TEST_CASE("a cookie that somebody gave the browser before is worth nothing after sign-in") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    Person attacker = set_up(app, "Ola");
    const std::string planted = attacker.cookie;
    kari.cookie = planted;
    app.clock.advance(1min);
    REQUIRE(kari.sign_in(kari.code()).status == 200);
    CHECK(kari.cookie != planted);
    CHECK(with_cookie(app, planted) == 401);
    CHECK(kari.get(session).json.text("/user/name") == "Kari");
}

TEST_CASE("a session ends when it was not used for half an hour, to the millisecond") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    const auto began = app.clock.now().instant;
    app.clock.advance(30min - 1ms);
    CHECK(kari.get(session).status == 200);
    wait_until_seen(app);
    CHECK(kari.get(session).json.text("/expires_at") == domain::to_text(began + 60min - 1ms));
    app.clock.advance(30min);
    CHECK(kari.get(session).status == 401);
    CHECK(kari.get(session).code() == "not_signed_in");
}

TEST_CASE("a session ends eight hours after sign-in, to the millisecond") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    for (int i = 0; i < 23; ++i) {
        app.clock.advance(20min);
        REQUIRE(kari.get(session).status == 200);
        wait_until_seen(app);
    }
    app.clock.advance(20min - 1ms);
    CHECK(kari.get(session).status == 200);
    app.clock.advance(1ms);
    CHECK(kari.get(session).status == 401);
}

TEST_CASE("the old cookie is worth nothing after each event that ends or renews the session") {
    TestApp app;
    Person admin = set_up(app, "Sjefen", "admin");
    Person kari = set_up(app, "Kari");
    const std::string user = "/api/v1/users/" + std::to_string(kari.id);
    const auto fresh_again = [&] {
        app.clock.advance(1min);
        kari.cookie.clear();
        REQUIRE(kari.sign_in(kari.code()).status == 200);
        REQUIRE(with_cookie(app, kari.cookie) == 200);
        return kari.cookie;
    };
    const auto as_admin = [&](const Body& change) {
        return app.patch(user, change, "admin").status;
    };

    std::string old = fresh_again();
    const auto signed_out = kari.call("DELETE", session);
    CHECK(signed_out.status == 204);
    CHECK(signed_out.header("clear-site-data") == R"("cache", "storage")");
    CHECK(with_cookie(app, old) == 401);

    old = fresh_again();
    CHECK(kari.post("/api/v1/session/again", Body().set("password", kari.password)).status == 200);
    CHECK(with_cookie(app, old) == 401);
    CHECK(with_cookie(app, kari.cookie) == 200);

    old = fresh_again();
    const std::string chosen = "to blå kopper på hylla";
    CHECK(kari.post("/api/v1/session/password", Body().set("old", kari.password).set("new", chosen))
              .status == 200);
    kari.password = chosen;
    CHECK(with_cookie(app, old) == 401);
    CHECK(with_cookie(app, kari.cookie) == 200);

    // What does not change a right leaves the session as it is.
    old = fresh_again();
    CHECK(as_admin(Body().set("name", "Kari Nordmann")) == 200);
    kari.name = "Kari Nordmann";
    CHECK(with_cookie(app, old) == 200);

    for (const Body& change :
         {Body().set("role", "ergo"), Body().set("depot", "ENGVEIEN"),
          Body().set("sees_protected", true), Body().set("sees_protected", false)}) {
        old = fresh_again();
        CHECK(as_admin(change) == 200);
        INFO(change.text());
        CHECK(with_cookie(app, old) == 401);
    }
    old = fresh_again();
    CHECK(as_admin(Body().set("disabled", true)) == 200);
    CHECK(with_cookie(app, old) == 401);
    CHECK(kari.sign_in(kari.code(1)).status == 401);
    CHECK(as_admin(Body().set("disabled", false)) == 200);
    CHECK(with_cookie(app, old) == 401);

    old = fresh_again();
    const auto reset = app.call("admin", "POST", user + "/reset-password");
    CHECK(with_cookie(app, old) == 401);
    CHECK(kari.sign_in(kari.code(1)).status == 401);
    kari.password = reset.json.text("/password");
    old = fresh_again();
    CHECK(app.call("admin", "POST", user + "/reset-second-factor").status == 200);
    CHECK(with_cookie(app, old) == 401);
    kari.cookie.clear();
    CHECK(kari.sign_in().json.dump("/needs") == R"(["password_change","second_factor_enrolment"])");
    CHECK(with_cookie(app, admin.cookie) == 200);
}

TEST_CASE("changing the password ends the other sessions and keeps this one") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    app.clock.advance(1min);
    Person phone = kari;
    phone.cookie.clear();
    REQUIRE(phone.sign_in(phone.code()).status == 200);
    CHECK(kari.post("/api/v1/session/password",
                    Body().set("old", kari.password).set("new", "to blå kopper på hylla"))
              .status == 200);
    CHECK(phone.get(session).status == 401);
    CHECK(kari.get(session).status == 200);
}

TEST_CASE("the own sessions are listed and ended one by one, nobody else's") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    app.clock.advance(1min);
    Person phone = kari;
    phone.cookie.clear();
    REQUIRE(phone.sign_in(phone.code()).status == 200);
    Person ola = set_up(app, "Ola");

    const auto list = kari.get("/api/v1/sessions");
    REQUIRE(list.json.size("/items") == 2);
    CHECK(list.json.flag("/items/0/current"));
    CHECK_FALSE(list.json.flag("/items/1/current"));
    const auto page = kari.get("/api/v1/sessions?limit=1");
    CHECK(page.json.size("/items") == 1);
    CHECK(kari.get("/api/v1/sessions?limit=1&cursor=" + page.json.text("/next"))
              .json.number("/items/0/id") == list.json.number("/items/1/id"));

    const std::string other =
        "/api/v1/sessions/" + std::to_string(list.json.number("/items/1/id")) + "/end";
    CHECK(ola.post(other).status == 404);
    CHECK(phone.get(session).status == 200);
    CHECK(kari.post(other).status == 204);
    CHECK(phone.get(session).status == 401);
    CHECK(kari.post(other).status == 404);
    CHECK(kari.get("/api/v1/sessions").json.size("/items") == 1);
}

TEST_CASE("what was shown has to be shown again after five minutes for a user's administration") {
    TestApp app;
    Person admin = set_up(app, "Sjefen", "admin");
    CHECK(admin.get("/api/v1/users").status == 200);
    app.clock.advance(5min);
    CHECK(admin.get("/api/v1/users").code() == "shown_again_needed");
    CHECK(admin.get("/api/v1/tokens").code() == "shown_again_needed");
    CHECK(admin.get("/api/v1/settings").status == 200);
    CHECK(admin.get(session).json.text("/assurance") == "two_factors");

    const auto wrong = admin.post("/api/v1/session/again", Body().set("password", "something"));
    CHECK(wrong.status == 403);
    CHECK(wrong.errors() == std::vector<std::string>{"/password wrong_password"});
    CHECK(admin.get("/api/v1/users").status == 403);
    const auto again = admin.post("/api/v1/session/again", Body().set("code", admin.code()));
    CHECK(again.json.text("/assurance") == "fresh");
    CHECK(admin.get("/api/v1/users").status == 200);
    app.clock.advance(5min);
    CHECK(admin.post("/api/v1/session/again", Body().set("password", admin.password)).status ==
          200);
    CHECK(admin.get("/api/v1/users").status == 200);
    CHECK(admin.post("/api/v1/session/again", Body().set("note", 1)).errors() ==
          std::vector<std::string>{"/password required", "/note unknown_field"});
    CHECK(admin.post("/api/v1/session/again", Body().set("password", "a").set("code", "b"))
              .errors() == std::vector<std::string>{"/code password_or_code"});
}

TEST_CASE("protecting somebody's address takes what was shown within five minutes") {
    TestApp app;
    Person leader = set_up(app, "Leder", "leder");
    const auto protect = [&] {
        return leader.post(
            "/api/v1/borrowers",
            Body().set("kind", "person").set("name", "Kari").set("protection", "fortrolig"));
    };
    const auto made = protect();
    REQUIRE(made.status == 201);
    app.clock.advance(5min);
    CHECK(protect().errors() == std::vector<std::string>{"/protection shown_again_needed"});
    const std::string path = made.header("location");
    CHECK(leader.get(path).json.text("/protection") == "fortrolig");
    CHECK(leader.call("PATCH", path, R"({"protection": "none"})", {{"if-match", "*"}}).code() ==
          "shown_again_needed");
    CHECK(leader.call("PATCH", path, R"({"phone": "44 44 44 44"})", {{"if-match", "*"}}).status ==
          200);
}

TEST_CASE("what cannot be taken back, or tells all of a person, takes what was just shown") {
    TestApp app;
    Person leader = set_up(app, "Leder", "leder");
    const auto made = leader.post(
        "/api/v1/borrowers",
        Body().set("kind", "person").set("name", "Kari").set("protection", "fortrolig"));
    const std::string path = made.header("location");
    const auto open = app.borrower(Body().set("name", "Ola"));
    const auto double_of = app.borrower(Body().set("name", "Ola N."));
    const std::string address =
        R"({"address": {"street": "Nygata 1", "postal_code": "3210", "city": "Sandefjord"}})";
    const auto change = [&](const std::string& body, const std::string& at) {
        return leader.call("PATCH", at, body, {{"if-match", "*"}});
    };
    const std::string of_open = "/api/v1/borrowers/" + std::to_string(open);
    const std::string of_double = "/api/v1/borrowers/" + std::to_string(double_of);
    const auto steps = [&] {
        return std::vector{change(address, path).status,
                           leader.call("POST", path + "/moved", address).status,
                           change(R"({"address": null})", path).status,
                           leader.get(path + "/report").status,
                           leader.post(of_double + "/merge", Body().set("into", open)).status,
                           leader.post(path + "/erase").status};
    };
    app.clock.advance(5min);
    const auto before = app.stored().value("select count(*) from access_log");
    CHECK(change(address, path).errors() ==
          std::vector<std::string>{"/address shown_again_needed"});
    CHECK(leader.call("POST", path + "/moved", address).errors() ==
          std::vector<std::string>{"/address shown_again_needed"});
    CHECK(leader.get(path + "/report").code() == "shown_again_needed");
    CHECK(leader.post(of_double + "/merge", Body().set("into", open)).code() ==
          "shown_again_needed");
    CHECK(leader.post(path + "/erase").code() == "shown_again_needed");
    CHECK(app.stored().value("select count(*) from access_log") == before);
    // Everyday work goes on: what is not protected, and what stays as it is.
    CHECK(change(address, of_open).status == 200);
    CHECK(change(R"({"phone": "44 44 44 44", "address": null})", path).status == 200);
    CHECK(leader.call("POST", path + "/moved", "{}").status == 200);

    REQUIRE(leader.post("/api/v1/session/again", Body().set("password", leader.password)).status ==
            200);
    CHECK(steps() == std::vector{200, 200, 200, 200, 200, 200});
}

TEST_CASE("of more than twenty sessions of a user the oldest ends, those of one factor first") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    Person ola = set_up(app, "Ola");
    std::vector<std::string> both{kari.cookie};
    const auto sign_in = [&](const std::string& code) {
        kari.cookie.clear();
        REQUIRE(kari.sign_in(code).status == 200);
        return kari.cookie;
    };
    for (const int i : {0, 1}) {
        both.push_back(sign_in(kari.recovery_codes.at(static_cast<std::size_t>(i))));
    }
    std::vector<std::string> one;
    for (int i = 0; i < 17; ++i) one.push_back(sign_in(""));
    CHECK(app.stored().value("select count(*) from session") == "21");
    CHECK(with_cookie(app, one.front()) == 200);
    // The twenty-first.
    one.push_back(sign_in(""));
    CHECK(with_cookie(app, one[0]) == 401);
    CHECK(with_cookie(app, one[1]) == 200);
    for (const std::string& cookie : both) CHECK(with_cookie(app, cookie) == 200);
    CHECK(ola.get(session).status == 200);
    // Whoever knows the password alone ends none of two factors, but can still sign in.
    for (int i = 0; i < 25; ++i) one.push_back(sign_in(""));
    for (const std::string& cookie : both) CHECK(with_cookie(app, cookie) == 200);
    CHECK(with_cookie(app, one.back()) == 200);
    for (int i = 2; i < 10; ++i) {
        both.push_back(sign_in(kari.recovery_codes.at(static_cast<std::size_t>(i))));
    }
    CHECK(app.stored().value("select count(*) from session where two_factors = 1") == "12");
    CHECK(app.stored().value("select count(*) from session") == "21");
}

TEST_CASE("a new password is judged, with all that is wrong with it, and stored as a hash alone") {
    TestApp app;
    Person kari(app, "Kari Nordmann", "lager");
    REQUIRE(kari.sign_in().status == 200);
    const auto change = [&](std::string_view from, std::string_view to) {
        return kari.post("/api/v1/session/password", Body().set("old", from).set("new", to));
    };
    const auto before = app.stored().dump();
    CHECK(change(kari.password, "Nordmann12").errors() ==
          std::vector<std::string>{"/new password_too_short", "/new context_password"});
    CHECK(change(kari.password, "Sommer2026!!").errors() ==
          std::vector<std::string>{"/new common_password"});
    CHECK(change(kari.password, kari.password).errors() ==
          std::vector<std::string>{"/new same_password"});
    CHECK(change(kari.password, "engveien medisinske").status == 400);
    CHECK(kari.post("/api/v1/session/password", Body()).errors() ==
          std::vector<std::string>{"/old required", "/new required"});
    CHECK(app.stored().dump() == before);
    CHECK(change("not this one, surely", "grønn lampe under trappa").errors() ==
          std::vector<std::string>{"/old wrong_password"});
    REQUIRE(change(kari.password, "grønn lampe under trappa").status == 200);
    const auto dump = app.stored().dump();
    CHECK(dump.find("grønn lampe") == std::string::npos);
    CHECK(dump.find(kari.password) == std::string::npos);
    CHECK(dump.find("$argon2id$v=19$m=8,t=1,p=1$") != std::string::npos);
}

TEST_CASE("who knows the password alone does not change it when there is a second factor") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    app.clock.advance(1min);
    Person thief = kari;
    thief.cookie.clear();
    REQUIRE(thief.sign_in().status == 200);
    CHECK(thief
              .post("/api/v1/session/password",
                    Body().set("old", kari.password).set("new", "to blå kopper på hylla"))
              .code() == "second_factor_needed");
    CHECK(thief.post("/api/v1/session/enrolment").code() == "second_factor_needed");
    // Nor while its owner is about to take another one.
    REQUIRE(kari.post("/api/v1/session/enrolment").status == 200);
    CHECK(thief.post("/api/v1/session/enrolment/confirm", Body().set("code", "000000")).code() ==
          "second_factor_needed");
    CHECK(thief.post("/api/v1/session/again", Body().set("password", kari.password)).code() ==
          "second_factor_needed");
    app.clock.advance(6min);
    CHECK(kari.post("/api/v1/session/enrolment").code() == "shown_again_needed");
    CHECK(kari.get(session).status == 200);
}

TEST_CASE("another second factor takes the place of the first, with its recovery codes") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    const auto old_secret = kari.secret;
    const auto old_codes = kari.recovery_codes;
    app.clock.advance(1min);
    CHECK(kari.post("/api/v1/session/enrolment/confirm", Body().set("code", kari.code())).code() ==
          "no_enrolment");
    Person again = kari;
    const auto enrolment = again.post("/api/v1/session/enrolment");
    REQUIRE(enrolment.status == 200);
    CHECK(
        again.post("/api/v1/session/enrolment/confirm", Body().set("code", kari.code())).errors() ==
        std::vector<std::string>{"/code wrong_code"});
    // Until it is confirmed the first one counts.
    CHECK(kari.sign_in(kari.code()).status == 200);
    again.cookie = kari.cookie;
    again.secret = support::from_base32(enrolment.json.text("/secret"));
    const auto confirmed =
        again.post("/api/v1/session/enrolment/confirm", Body().set("code", again.code()));
    REQUIRE(confirmed.status == 200);
    CHECK(confirmed.json.size("/recovery_codes") == 10);
    app.clock.advance(1min);
    CHECK(kari.sign_in(kari.code()).status == 401);
    CHECK(kari.sign_in(old_codes.at(0)).status == 401);
    again.cookie.clear();
    CHECK(again.sign_in(again.code()).status == 200);
    CHECK(old_secret != again.secret);
}

TEST_CASE("no secret of anybody is in what is stored") {
    TestApp app;
    Person kari = set_up(app, "Kari Nordmann");
    app.clock.advance(1min);
    CHECK(kari.sign_in(kari.code()).status == 200);
    CHECK(app.call("", "POST", session, sign_in_body("tried-name-of-nobody", "tried-secret"))
              .status == 401);
    const std::string token = kari.cookie.substr(kari.cookie.find('=') + 1);
    const auto dump = app.stored().dump();
    CHECK(dump.find(kari.password) == std::string::npos);
    CHECK(dump.find(token) == std::string::npos);
    CHECK(dump.find(kari.secret) == std::string::npos);
    for (const auto& code : kari.recovery_codes) CHECK(dump.find(code) == std::string::npos);
    CHECK(dump.find("tried-name-of-nobody") == std::string::npos);
    CHECK(dump.find("tried-secret") == std::string::npos);
    CHECK(dump.find("Kari Nordmann") != std::string::npos);  // the search finds what is there
}

TEST_CASE("who signs in, fails to and is refused is in the program's log, by number and no name") {
    TestApp app;
    const support::LogCapture log(app.stored().folder() / "log");
    Person kari = set_up(app, "Kari Loggpr\u00f8ve");
    app.call("", "POST", session, sign_in_body(kari.name, "feil passord feil").text());
    app.call("", "POST", session, sign_in_body("Ukjent Navnepr\u00f8ve", "feil passord").text());
    CHECK(kari.get("/api/v1/users").status == 403);
    CHECK(app.call("", "POST", session, sign_in_body(kari.name, "feil passord feil").text(),
                   {{"sec-fetch-site", "cross-site"}})
              .status == 403);
    CHECK(kari.call("DELETE", session).status == 204);
    const std::string text = log.text();
    const std::string me = " actor=" + std::to_string(kari.id) + "\n";
    for (const std::string& line :
         {std::string("event=user_made actor="), "event=signed_in" + me,
          "event=password_changed" + me, "event=second_factor_enrolled" + me,
          "event=sign_in_failed" + me, std::string("event=sign_in_failed actor=0\n"),
          "level=warning event=refused actor=" + std::to_string(kari.id) +
              " route=\"GET /api/v1/users\"\n",
          "event=signed_out" + me}) {
        INFO(line);
        CHECK(text.find(line) != std::string::npos);
    }
    CHECK(text.find("event=refused actor=0") == std::string::npos);
    for (const char* secret : {"Kari", "Ukjent", "pr\u00f8ve", "passord feil"}) {
        CHECK(text.find(secret) == std::string::npos);
    }
}

TEST_CASE("a wrong name, a wrong password and a disabled user are the same answer and work") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    Person gone = set_up(app, "Gone");
    REQUIRE(
        app.patch("/api/v1/users/" + std::to_string(gone.id), Body().set("disabled", true), "admin")
            .status == 200);
    std::string same;
    for (const Body& body :
         {sign_in_body("nobody", "grønn lampe under trappa"), sign_in_body("Kari", "wrong"),
          sign_in_body("Gone", "wrong"), sign_in_body("Gone", gone.password),
          sign_in_body("Kari", kari.password).set("code", "000000")}) {
        INFO(body.text());
        const auto hashes = identity::hashes_run();
        const auto answer = app.call("", "POST", session, body);
        CHECK(identity::hashes_run() == hashes + 1);
        CHECK(answer.status == 401);
        CHECK(answer.code() == "wrong_sign_in");
        CHECK(answer.header("set-cookie").empty());
        if (same.empty()) same = answer.body;
        CHECK(answer.body == same);
    }
}

TEST_CASE("an account is tried twenty times in any hour, whether there is one or not") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    for (const std::string name : {"Kari", "nobody"}) {
        const auto began = app.clock.now().instant;
        const auto wrong = sign_in_body(name, "not the password");
        for (int i = 0; i < 20; ++i) {
            CHECK(app.call("", "POST", session, wrong).status == 401);
            app.clock.advance(1min);
        }
        const auto refused = app.call("", "POST", session, wrong);
        CHECK(refused.status == 429);
        CHECK(refused.code() == "too_many_tries");
        CHECK(refused.header("retry-after") == "2400");
        // Another way to write the same name; the right password as well.
        if (name == "Kari") {
            CHECK(app.call("", "POST", session, sign_in_body("kARI ", kari.password)).status ==
                  429);
        }
        CHECK(app.call("", "POST", session, sign_in_body("ola", "x")).status == 401);
        app.clock.set(domain::to_text(began + 1h - 1ms));
        CHECK(app.call("", "POST", session, wrong).header("retry-after") == "1");
        app.clock.advance(1ms);
        CHECK(app.call("", "POST", session, wrong).status == 401);
        CHECK(app.call("", "POST", session, wrong).status == 429);
        app.clock.advance(2h);
    }
    // No lasting lock-out, and what was right does not count.
    for (int i = 0; i < 25; ++i) {
        CHECK(app.call("", "POST", session, sign_in_body("Kari", kari.password)).status == 200);
    }
}

TEST_CASE("an administrator's new password ends the waiting") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    for (int i = 0; i < 20; ++i) {
        app.call("", "POST", session, sign_in_body("Kari", "wrong"));
    }
    REQUIRE(app.call("", "POST", session, sign_in_body("Kari", kari.password)).status == 429);
    const auto reset =
        app.call("admin", "POST", "/api/v1/users/" + std::to_string(kari.id) + "/reset-password");
    CHECK(
        app.call("", "POST", session, sign_in_body("Kari", reset.json.text("/password"))).status ==
        200);
}

TEST_CASE("wrong codes and passwords inside a session are tries as well") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    app.clock.advance(1min);
    Person thief = kari;
    thief.cookie.clear();
    REQUIRE(thief.sign_in().status == 200);
    for (int i = 0; i < 10; ++i) {
        CHECK(thief.post("/api/v1/session/second-factor", Body().set("code", "000000")).errors() ==
              std::vector<std::string>{"/code wrong_code"});
    }
    for (int i = 0; i < 5; ++i) {
        CHECK(kari.post("/api/v1/session/again", Body().set("password", "wrong")).status == 403);
        CHECK(kari.post("/api/v1/session/password",
                        Body().set("old", "wrong").set("new", "to blå kopper på hylla"))
                  .status == 403);
    }
    CHECK(thief.post("/api/v1/session/second-factor", Body().set("code", kari.code())).status ==
          429);
    CHECK(kari.post("/api/v1/session/again", Body().set("password", kari.password)).status == 429);
    CHECK(app.call("", "POST", session, sign_in_body("Kari", kari.password)).status == 429);
    // Who has shown both works on.
    CHECK(kari.get("/api/v1/items").status == 200);
}

TEST_CASE("of tries at the same moment as many are decided as one after another") {
    TestApp app;
    const auto answers = support::in_parallel(12, [&](int) {
        std::vector<int> statuses;
        for (int i = 0; i < 4; ++i) {
            statuses.push_back(
                app.call("", "POST", session, sign_in_body("nobody", "wrong")).status);
        }
        return statuses;
    });
    int decided = 0;
    for (const auto& statuses : answers) {
        for (const int status : statuses) {
            CHECK((status == 401 || status == 429 || status == 503));
            decided += status == 401 ? 1 : 0;
        }
    }
    CHECK(decided == 20);
}

TEST_CASE("a password is hashed anew at sign-in when the cost has risen") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    const std::string cheaper = identity::hash_password(kari.password, {2, 8192});
    app.database().write([&](db::WriteTx& tx) {
        db::Query(tx, "update app_user set password_hash = :hash where actor_id = :id")
            .with(cheaper, kari.id)
            .run();
    });
    const auto stored_hash = [&] {
        return app.database().read([&](db::ReadTx& tx) {
            return *db::users::find(tx, domain::ActorId{kari.id})->password_hash;
        });
    };
    CHECK(app.call("", "POST", session, sign_in_body("Kari", "wrong")).status == 401);
    CHECK(stored_hash() == cheaper);
    CHECK(app.call("", "POST", session, sign_in_body("Kari", kari.password)).status == 200);
    const std::string anew = stored_hash();
    CHECK(anew.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    CHECK(app.call("", "POST", session, sign_in_body("Kari", kari.password)).status == 200);
    CHECK(stored_hash() == anew);
}

TEST_CASE("a request that another site made the browser send changes nothing") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    const std::string target = "/api/v1/items/0000000/inspect";
    const auto status = [&](Headers headers) {
        return kari.call("POST", target, R"({"ok": true})", std::move(headers)).code();
    };
    const std::string let_in = "not_found";
    for (const auto& [headers, code] : std::vector<std::pair<Headers, std::string>>{
             {{}, let_in},
             {{{"sec-fetch-site", "same-origin"}}, let_in},
             {{{"sec-fetch-site", "none"}}, let_in},
             {{{"sec-fetch-site", "same-site"}}, "from_another_site"},
             {{{"sec-fetch-site", "cross-site"}}, "from_another_site"},
             {{{"sec-fetch-site", "SAME-ORIGIN"}}, "from_another_site"},
             {{{"sec-fetch-site", "cross-site"},
               {"origin", "https://kl.example"},
               {"host", "kl.example"}},
              "from_another_site"},
             {{{"origin", "https://kl.example"}, {"host", "kl.example"}}, let_in},
             {{{"origin", "http://localhost:8080"}, {"host", "localhost:8080"}}, let_in},
             {{{"origin", "https://evil.example"}, {"host", "kl.example"}}, "from_another_site"},
             {{{"origin", "https://kl.example.evil.example"}, {"host", "kl.example"}},
              "from_another_site"},
             {{{"origin", "https://kl.example:8443"}, {"host", "kl.example"}}, "from_another_site"},
             {{{"origin", "null"}, {"host", "kl.example"}}, "from_another_site"},
             {{{"origin", "https://kl.example"}}, "from_another_site"}}) {
        std::string shown;
        for (const auto& [name, value] : headers) shown += name + ": " + value + "; ";
        INFO(shown);
        CHECK(status(headers) == code);
        // Reading changes nothing, and a device's token is added by nobody else.
        CHECK(kari.call("GET", session, "", headers).status == 200);
        CHECK(app.call("lager", "POST", target, std::string_view(R"({"ok": true})"), headers)
                  .code() == let_in);
        // Nor does another site sign anybody in.
        const auto sign_in = app.call(
            "", "POST", session, std::string_view(sign_in_body("Kari", "wrong").text()), headers);
        CHECK(sign_in.code() == (code == let_in ? "wrong_sign_in" : code));
        app.clock.advance(4min);
    }
}

TEST_CASE("what a form can send is refused where there is no body as well") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    for (const char* type :
         {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain",
          "text/plain;charset=UTF-8", "Text/Plain", "MULTIPART/FORM-DATA; boundary=x"}) {
        INFO(type);
        CHECK(kari.call("POST", "/api/v1/session/enrolment", "a=b", {{"content-type", type}})
                  .code() == "json_needed");
        CHECK(kari.call("POST", "/api/v1/items", "{}", {{"content-type", type}}).code() ==
              "json_needed");
    }
}

TEST_CASE("a form's token is the session's own and comes with it") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    const std::string token = kari.cookie.substr(kari.cookie.find('=') + 1);
    CHECK(kari.get(session).json.text("/form_token") == identity::form_token(token));
    Person ola = set_up(app, "Ola");
    CHECK(ola.get(session).json.text("/form_token") != identity::form_token(token));
}

TEST_CASE("in a demo one factor is enough for everything, and nothing has to be changed first") {
    TestApp app;
    Person admin(app, "Sjefen", "admin");
    REQUIRE(admin.sign_in().json.text("/assurance") == "one_factor");
    app.database().write([](db::WriteTx& tx) { db::meta::set(tx, "demo", "yes"); });
    const auto now = admin.get(session);
    CHECK(now.json.text("/assurance") == "fresh");
    CHECK(now.json.size("/needs") == 0);
    app.clock.advance(20min);
    CHECK(admin.get("/api/v1/users").status == 200);
    CHECK(admin.get("/api/v1/pickups").code() == "not_allowed");
    // Also what elsewhere asks for something to be shown again.
    Person leader(app, "Lederen", "leder");
    leader.sign_in();
    app.clock.advance(20min);
    const std::string kari = "/api/v1/borrowers/" + std::to_string(app.borrower());
    const auto into = app.borrower(Body().set("name", "Kari N."));
    CHECK(leader.get(kari + "/report").status == 200);
    CHECK(leader.post(kari + "/merge", Body().set("into", into)).status == 200);
    CHECK(leader.post("/api/v1/borrowers/" + std::to_string(into) + "/erase").status == 200);
}

TEST_CASE("when more sign in at once than wait for a hash, the others are told to try again") {
    TestApp app;
    // Each hash takes its time.
    const std::string slow = identity::hash_password("grønn lampe under trappa", {4, 64 << 20});
    Person kari(app, "Kari", "lager");
    app.database().write([&](db::WriteTx& tx) {
        db::users::set_password(tx, domain::ActorId{kari.id}, slow, false);
    });
    const auto answers = support::in_parallel(
        24, [&](int) { return app.call("", "POST", session, sign_in_body("Kari", "wrong")); });
    int busy = 0;
    for (const auto& answer : answers) {
        if (answer.status != 503) continue;
        ++busy;
        CHECK(answer.code() == "busy");
        CHECK(answer.header("retry-after") == "1");
    }
    // Sixteen wait, besides those that are at work or already done.
    CHECK(busy >= 1);
    CHECK(busy <= 24 - 16);
}

TEST_CASE("a cookie that is there twice, or a token that is not known, is nobody's") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    const std::string mine = kari.cookie;
    CHECK(with_cookie(app, "a=b; " + mine + "; c=d") == 200);
    CHECK(with_cookie(app, mine + "; __Host-kl=other") == 401);
    CHECK(with_cookie(app, "__Host-kl=") == 401);
    CHECK(with_cookie(app, "__host-kl=" + mine.substr(mine.find('=') + 1)) == 401);
    CHECK(with_cookie(app, "kl=" + mine.substr(mine.find('=') + 1)) == 401);
    // A token that does not count is not made good by a cookie.
    routing::Request request = app.request("", "GET", session);
    request.authorization = "Bearer nobody";
    request.cookie = mine;
    CHECK(app.call_later(request).get().status == 401);
}

TEST_CASE("a device has no session") {
    TestApp app;
    for (const auto& [method, target, body] :
         {std::tuple("GET", session, ""),
          {"DELETE", session, ""},
          {"POST", "/api/v1/session/enrolment", ""},
          {"POST", "/api/v1/session/again", R"({"password": "x"})"},
          {"POST", "/api/v1/session/second-factor", R"({"code": "000000"})"},
          {"POST", "/api/v1/session/enrolment/confirm", R"({"code": "000000"})"}}) {
        INFO(method << " " << target);
        CHECK(app.call("lager", method, target, std::string_view(body)).code() == "no_session");
    }
    CHECK(app.get("/api/v1/sessions").json.size("/items") == 0);
}

TEST_CASE("on two servers a sign-out, a throttle and a code hold on both", "[.server]") {
    TestApp app;
    db::DatabaseOptions options;
    options.location = app.stored().location();
    options.key_file = app.stored().folder() / "keys";
    db::Database database(options);
    routing::Settings settings;
    settings.password_cost = support::cheap_passwords;
    routing::Dispatcher second(
        api::routes(), database, [&] { return app.clock.now(); }, settings);
    const auto ask = [&](const std::string& cookie, const std::string& body = {}) {
        routing::Request request =
            app.request("", body.empty() ? "GET" : "POST", "/api/v1/session");
        request.cookie = cookie;
        request.body = body;
        if (!body.empty()) request.content_type = "application/json";
        std::promise<int> status;
        second.dispatch(request,
                        [&](const routing::Reply& reply) { status.set_value(reply.status); });
        return status.get_future().get();
    };
    Person kari = set_up(app, "Kari");
    app.clock.advance(1min);
    const std::string cookie = kari.cookie;
    CHECK(ask(cookie) == 200);
    const std::string with_code =
        sign_in_body("Kari", kari.password).set("code", kari.code()).text();
    CHECK(ask("", with_code) == 200);
    CHECK(app.call("", "POST", session, std::string_view(with_code)).status == 401);
    CHECK(kari.call("DELETE", session).status == 204);
    CHECK(ask(cookie) == 401);
    for (int i = 0; i < 20; ++i) {
        const auto wrong = sign_in_body("nobody", "wrong");
        const int status =
            i % 2 == 0 ? ask("", wrong.text()) : app.call("", "POST", session, wrong).status;
        CHECK(status == 401);
    }
    CHECK(ask("", sign_in_body("nobody", "wrong").text()) == 429);
    CHECK(app.call("", "POST", session, sign_in_body("nobody", "wrong")).status == 429);
}

TEST_CASE("old sessions and tries are forgotten") {
    TestApp app;
    Person kari = set_up(app, "Kari");
    app.call("", "POST", session, sign_in_body("nobody", "x"));
    const auto rows = [&] {
        return app.database().read([](db::ReadTx& tx) {
            return *db::Query(tx,
                              "select (select count(*) from session) * 100 +"
                              " (select count(*) from sign_in_try)")
                        .one<std::int64_t>();
        });
    };
    const auto forget = [&] {
        app.database().write([&](db::WriteTx& tx) {
            db::sessions::forget_old(tx, app.clock.now().instant);
            db::sign_in::forget_old(tx, app.clock.now().instant);
        });
    };
    CHECK(rows() == 101);
    app.clock.advance(1h - 1ms);
    forget();
    CHECK(rows() == 101);
    app.clock.advance(1ms);
    forget();
    CHECK(rows() == 100);
    app.clock.advance(7h);
    forget();
    CHECK(rows() == 0);
}
