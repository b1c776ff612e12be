// Signing in by the pages alone: password, second factor, what is demanded first, and what waits
// meanwhile.

#include <catch2/catch.hpp>

#include "pages/ask.hpp"
#include "support/person.hpp"

using support::Answer;
using support::Body;
using support::Person;
using support::TestApp;

namespace {

bool holds(const Answer& page, std::string_view text) {
    return page.body.find(text) != std::string::npos;
}

// The value of the first field of that name.
std::string field(const Answer& page, const std::string& name) {
    const std::string before = "name=\"" + name + "\" value=\"";
    const auto at = page.body.find(before);
    if (at == std::string::npos) return {};
    return page.body.substr(at + before.size(),
                            page.body.find('"', at + before.size()) - at - before.size());
}

std::string between(const std::string& text, std::string_view before, std::string_view after) {
    const auto at = text.find(before);
    if (at == std::string::npos) return {};
    return text.substr(at + before.size(),
                       text.find(after, at + before.size()) - at - before.size());
}

// A form as this person's browser sends it, with the token of its session.
Answer send(TestApp&, Person& person, std::string_view target, TestApp::Fields fields) {
    if (!person.cookie.empty()) {
        fields.emplace_back("_token", person.get("/api/v1/session").json.text("/form_token"));
    }
    std::string body;
    for (const auto& [name, value] : fields) {
        body += (body.empty() ? "" : "&") + pages::encoded(name) + "=" + pages::encoded(value);
    }
    return person.call("POST", target, body,
                       {{"content-type", "application/x-www-form-urlencoded"}});
}

Answer sign_in(TestApp& app, Person& person, TestApp::Fields more = {}) {
    more.emplace_back("name", person.name);
    more.emplace_back("password", person.password);
    return send(app, person, "/logg-inn", std::move(more));
}

}  // namespace

TEST_CASE("a new user signs in, changes the password, gets a second factor and recovery codes") {
    TestApp app;
    Person ola(app, "ola", "lager");
    const Answer out = ola.get("/hjelpemidler?state=ready");
    CHECK(out.header("location") == "/logg-inn?til=%2Fhjelpemidler%3Fstate%3Dready");
    CHECK(sign_in(app, ola, {{"_to", "/hjelpemidler?state=ready"}}).header("location") ==
          "/hjelpemidler?state=ready");
    CHECK(ola.get("/hjelpemidler?state=ready").header("location") ==
          "/konto/passord?til=%2Fhjelpemidler%3Fstate%3Dready");

    const Answer form = ola.get("/konto/passord?til=%2Fhjelpemidler%3Fstate%3Dready");
    CHECK(field(form, "_to") == "/hjelpemidler?state=ready");
    CHECK_FALSE(holds(form, "class=\"menu\""));
    const Answer weak = send(app, ola, "/konto/passord", {{"old", ola.password}, {"new", "kort"}});
    CHECK(weak.status == 422);
    CHECK(holds(weak, "id=\"f-new-error\""));
    CHECK_FALSE(holds(weak, ola.password));
    CHECK_FALSE(holds(weak, "value=\"kort\""));
    const std::string chosen = "grønn lampe under trappa";
    const Answer wrong = send(app, ola, "/konto/passord", {{"old", "feil"}, {"new", chosen}});
    CHECK(wrong.status == 403);
    CHECK(holds(wrong, "id=\"f-old-error\""));
    const Answer changed = send(app, ola, "/konto/passord",
                                {{"old", ola.password}, {"new", chosen}, {"_to", "/lager"}});
    CHECK(changed.header("location") == "/lager");
    ola.password = chosen;
    CHECK(ola.get("/lager").header("location") == "/konto/tofaktor?til=%2Flager");

    CHECK(holds(ola.get("/konto/tofaktor"), "Vis QR-koden"));
    const Answer shown = send(app, ola, "/konto/tofaktor", {{"_to", "/lager"}});
    CHECK(shown.status == 200);
    CHECK(holds(shown, "src=\"data:image/svg+xml,"));
    std::string secret = between(shown.body, "class=\"code secret\">", "<");
    std::erase(secret, ' ');
    ola.secret = support::from_base32(secret);
    const Answer guessed = send(app, ola, "/konto/tofaktor/bekreft", {{"code", "000000"}});
    CHECK(guessed.status == 403);
    CHECK(holds(guessed, "id=\"f-code-error\""));
    CHECK(between(guessed.body, "class=\"code secret\">", "<") ==
          between(shown.body, "class=\"code secret\">", "<"));
    const Answer enrolled =
        send(app, ola, "/konto/tofaktor/bekreft", {{"code", ola.code()}, {"_to", "/lager"}});
    CHECK(enrolled.status == 200);
    const std::string recovery = between(enrolled.body, "class=\"code secret\">", "<");
    CHECK(recovery.size() > 20);
    // The button's form has the token of the session that there is now.
    CHECK(field(enrolled, "_token") == ola.get("/api/v1/session").json.text("/form_token"));
    CHECK(send(app, ola, "/konto/videre", {{"_to", "/lager"}}).header("location") == "/lager");
    CHECK(ola.get("/lager").status == 200);

    // The next time with a code, or with a recovery code in its place.
    CHECK(send(app, ola, "/logg-ut", {}).header("location") == "/logg-inn");
    CHECK(sign_in(app, ola).status == 303);
    CHECK(ola.get("/lager").header("location") == "/logg-inn/kode?til=%2Flager");
    const Answer bad = send(app, ola, "/logg-inn/kode", {{"code", "12"}, {"_to", "/lager"}});
    CHECK(bad.status == 403);
    CHECK(field(bad, "_to") == "/lager");
    CHECK(send(app, ola, "/logg-inn/kode", {{"code", recovery}, {"_to", "/lager"}})
              .header("location") == "/lager");
    CHECK(ola.get("/lager").status == 200);
}

TEST_CASE("where one goes on after signing in is a page of ours") {
    TestApp app;
    Person ola(app, "ola", "lager");
    ola.set_up();
    Person kari(app, "kari", "lager");
    for (const char* to : {"https://evil.example/", "//evil.example", "/\\evil.example", ""}) {
        INFO(to);
        CHECK(sign_in(app, kari, {{"_to", to}}).header("location") == "/");
        CHECK(send(app, ola, "/konto/videre", {{"_to", to}}).header("location") == "/");
    }
}

TEST_CASE("a form that was sent after the session had ended waits through password and code") {
    TestApp app;
    Person ola(app, "ola", "lager");
    ola.set_up();
    const std::string password = ola.password;
    ola.cookie.clear();
    const Answer out = send(app, ola, "/produkter/ny",
                            {{"name", "Rampe & co"}, {"iso", "18301505"}, {"tracking", "serial"}});
    CHECK(out.status == 401);
    const std::string kept = "name=Rampe%20%26%20co&iso=18301505&tracking=serial";
    const Answer in = sign_in(app, ola, {{"_to", "/produkter/ny"}, {"_form", kept}});
    CHECK(in.status == 200);
    CHECK(holds(in, "value=\"Rampe &amp; co\""));
    // What the page sends is not taken before the code was shown, and waits again.
    const Answer early =
        send(app, ola, "/produkter/ny",
             {{"name", "Rampe & co"}, {"iso", "18301505"}, {"tracking", "serial"}});
    CHECK(early.status == 403);
    CHECK(holds(early, "action=\"/logg-inn/kode\""));
    CHECK(field(early, "_form").starts_with("name=Rampe"));
    const Answer coded = send(app, ola, "/logg-inn/kode",
                              {{"code", ola.code(1)}, {"_to", "/produkter/ny"}, {"_form", kept}});
    CHECK(coded.status == 200);
    CHECK(holds(coded, "action=\"/produkter/ny\""));
    CHECK(holds(coded, "value=\"Rampe &amp; co\""));
}

TEST_CASE("what is more than everyday work asks to be shown again, and then goes on") {
    TestApp app;
    Person sjef(app, "sjef", "admin");
    sjef.set_up();
    CHECK(sjef.get("/brukere").status == 200);
    app.clock.advance(std::chrono::minutes(6));
    const Answer asked = sjef.get("/brukere");
    CHECK(asked.status == 403);
    CHECK(holds(asked, "action=\"/bekreft\""));
    CHECK(field(asked, "_to") == "/brukere");
    const TestApp::Fields user{{"name", "Kari Ny"}, {"role", "lager"}};
    const Answer waits = send(app, sjef, "/brukere/ny", user);
    CHECK(waits.status == 403);
    CHECK(holds(waits, "Kari%20Ny"));
    const Answer shown = send(app, sjef, "/bekreft",
                              {{"password", sjef.password},
                               {"_to", "/brukere/ny"},
                               {"_form", "name=Kari%20Ny&role=lager"}});
    CHECK(shown.status == 200);
    CHECK(holds(shown, "value=\"Kari Ny\""));
    CHECK(send(app, sjef, "/brukere/ny", user).status == 200);
    app.clock.advance(std::chrono::minutes(6));
    CHECK(send(app, sjef, "/konto/tofaktor", {}).status == 403);
}

TEST_CASE("one's own sessions are seen and ended") {
    TestApp app;
    Person ola(app, "ola", "lager");
    ola.set_up();
    const std::string here = ola.cookie;
    app.clock.advance(std::chrono::minutes(2));
    ola.cookie.clear();
    REQUIRE(ola.sign_in(ola.code()).status == 200);
    const std::string there = ola.cookie;
    const Answer page = ola.get("/konto");
    CHECK(holds(page, "Her og nå"));
    const std::string action = between(page.body, "action=\"/konto/okter/", "\"");
    REQUIRE_FALSE(action.empty());
    CHECK(send(app, ola, "/konto/okter/" + action, {}).status == 303);
    ola.cookie = here;
    CHECK(ola.get("/api/v1/session").status == 401);
    ola.cookie = there;
    CHECK(ola.get("/konto").status == 200);
    // Without the session's token nothing is ended.
    CHECK(ola.call("POST", "/konto/okter/1/avslutt", "_token=x",
                   {{"content-type", "application/x-www-form-urlencoded"}})
              .status == 422);
}
