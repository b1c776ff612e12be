// Signing in with a provider, from the first request to the session and its end, through the whole
// program below http/.

#include <algorithm>
#include <future>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

#include "db/openid_store.hpp"
#include "identity/fake_provider.hpp"
#include "identity/openid_client.hpp"
#include "routing/texts.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::FakeProvider;

namespace {

std::string cookie_of(const Answer& answer, const std::string& name) {
    for (const auto& [key, value] : answer.headers) {
        if (key != "set-cookie" || !value.starts_with(name + "=")) continue;
        return value.substr(name.size() + 1, value.find(';') - name.size() - 1);
    }
    return {};
}

class Depot {
public:
    Depot() {
        provider.now = app.clock.now().instant;
        set_up([](identity::OpenidProvider&) {});
    }

    template <class Change>
    void set_up(Change change) {
        auto setup = provider.setup(app.stored().folder().string());
        change(setup);
        std::vector<identity::OpenidProvider> all{setup};
        setup.name = "other";
        all.push_back(setup);
        app.sign_in_with(std::make_shared<const identity::OpenidClients>(
            all, FakeProvider::base_url, provider.fetch()));
    }

    void pass(std::chrono::milliseconds time) {
        app.clock.advance(time);
        provider.now = app.clock.now().instant;
    }

    // A browser leaves for the provider; its cookie is kept.
    Answer leave(const std::string& query = {}, const std::string& name = "fake") {
        const Answer answer = app.call("", "GET", "/sign-in/" + name + query, "", cookie(browser));
        browser = cookie_of(answer, "__Host-kl-sign-in");
        return answer;
    }
    // It comes back with this query.
    Answer come_back(const std::string& query, const std::string& name = "fake") {
        return app.call("", "GET", "/sign-in/" + name + "/callback?" + query, "", cookie(browser));
    }
    template <class Change>
    Answer sign_in(Change change) {
        const std::string query = provider.sign_in(leave().header("location"));
        change(provider);
        return come_back(query);
    }
    Answer sign_in() {
        return sign_in([](FakeProvider&) {});
    }
    // The token of the session that an answer opened.
    static std::string session(const Answer& answer) { return cookie_of(answer, "__Host-kl"); }
    Answer as(const std::string& session, std::string_view target = "/api/v1/session") {
        return app.call("", "GET", target, "", {{"cookie", "__Host-kl=" + session}});
    }
    Answer log_out(const std::string& name = "fake") {
        return app.call("", "POST", "/sign-in/" + name + "/logout",
                        "logout_token=" + provider.token(),
                        {{"content-type", "application/x-www-form-urlencoded"}});
    }
    // That somebody was seen is stored behind the request's back: wait for it.
    void wait_until_seen() {
        const std::string behind = "select count(*) from session where seen_at < " +
                                   std::to_string(provider.now.time_since_epoch().count());
        for (int i = 0; i < 1000 && app.stored().value(behind) != "0"; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
    int sessions() { return std::stoi(app.stored().value("select count(*) from session")); }

    support::TestApp app;
    FakeProvider provider;
    std::string browser;

private:
    static support::Headers cookie(const std::string& value) {
        if (value.empty()) return {};
        return {{"cookie", "__Host-kl-sign-in=" + value}};
    }
};

std::string code_on(const Answer& page) {
    const auto begin = page.body.find("<code>");
    if (begin == std::string::npos) return {};
    return page.body.substr(begin + 6, page.body.find("</code>") - begin - 6);
}

}  // namespace

TEST_CASE("who signs in with a provider has a session as what the provider says") {
    Depot depot;
    const Answer left = depot.leave();
    CHECK(left.status == 303);
    const std::string cookie = left.header("set-cookie");
    for (const char* part : {"; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"}) {
        CHECK(cookie.find(part) != std::string::npos);
    }
    const Answer back = depot.come_back(depot.provider.sign_in(left.header("location")));
    CHECK(back.status == 200);
    CHECK(back.body.find("content=\"0; url=/\"") != std::string::npos);
    CHECK(depot.provider.complaint.empty());
    const std::string token = Depot::session(back);
    const Answer me = depot.as(token);
    CHECK(me.status == 200);
    CHECK(me.json.text("/user/name") == "Kari Ansatt");
    CHECK(me.json.text("/user/role") == "lager");
    CHECK(me.json.text("/user/depot") == "SMS");
    CHECK(me.json.text("/assurance") == "fresh");
    CHECK(me.json.size("/needs") == 0);
    CHECK(depot.as(token, "/api/v1/items").status == 200);
    CHECK(depot.as(token, "/api/v1/users").status == 403);
    // What the browser kept for the way is taken back, and nothing secret is stored.
    CHECK(depot.app.stored().value("select count(*) from openid_flow") == "0");
    CHECK(depot.app.stored().dump().find(token) == std::string::npos);
}

TEST_CASE("a sign-in under way is stored without what it is proven with") {
    Depot depot;
    const Answer left = depot.leave();
    depot.provider.sign_in(left.header("location"));
    const std::string stored = depot.app.stored().dump();
    for (const char* secret : {"state", "nonce"}) {
        CHECK(stored.find(depot.provider.last_request.at(secret)) == std::string::npos);
    }
    CHECK(stored.find(depot.browser) == std::string::npos);
    // The address in the browser holds none of it either: all was said to the provider directly.
    CHECK(left.header("location").find(depot.provider.last_request.at("state")) ==
          std::string::npos);
}

TEST_CASE(
    "coming back counts once, in the browser that left, at its provider, within ten minutes") {
    using namespace std::chrono_literals;
    Depot depot;
    const auto refused = [&](const Answer& answer) {
        return answer.status == 400 && code_on(answer) == "sign_in_expired" &&
               Depot::session(answer).empty() && depot.sessions() == 0;
    };
    const auto query = [&] { return depot.provider.sign_in(depot.leave().header("location")); };
    // Nothing, or nothing that was begun.
    CHECK(refused(depot.come_back("code=x")));
    std::string good = query();
    CHECK(refused(depot.come_back("code=x&state=" + std::string(43, 'A'))));
    CHECK(refused(depot.come_back("code=x&state=x")));
    CHECK(refused(depot.come_back(good + "&state=x")));
    CHECK(refused(depot.come_back("%zz")));
    // Another browser, with a cookie of its own or with none.
    const std::string mine = depot.browser;
    depot.browser.clear();
    CHECK(refused(depot.come_back(good)));
    depot.browser = mine;
    good = query();
    const std::string first_browser = depot.browser;
    depot.browser.clear();
    const std::string others = query();
    CHECK(depot.browser != first_browser);
    CHECK(refused(depot.come_back(good)));
    // And that has used it up, for its own browser too.
    depot.browser = first_browser;
    CHECK(refused(depot.come_back(good)));
    // Another provider of ours.
    good = query();
    CHECK(refused(depot.come_back(good, "other")));
    // Too late.
    good = query();
    depot.pass(10min);
    CHECK(refused(depot.come_back(good)));
    good = query();
    depot.pass(10min - 1ms);
    depot.provider.claims.set("exp", depot.provider.now.time_since_epoch().count() / 1000 + 60);
    CHECK(depot.come_back(good).status == 200);
    CHECK(depot.come_back(good).status == 400);
    CHECK(depot.sessions() == 1);
}

TEST_CASE("two tabs of one browser may be on their way at the same time") {
    Depot depot;
    const std::string first = depot.provider.sign_in(depot.leave().header("location"));
    const std::string browser = depot.browser;
    const std::string second = depot.provider.sign_in(depot.leave().header("location"));
    CHECK(depot.browser == browser);
    CHECK(depot.come_back(second).status == 200);
    // The provider of the test has the second's nonce in its answer by now.
    CHECK(code_on(depot.come_back(first)) == "sign_in_not_proven");
}

TEST_CASE("two servers let one and the same return in once") {
    Depot depot;
    const std::string query = depot.provider.sign_in(depot.leave().header("location"));
    const auto statuses =
        support::in_parallel(4, [&](int) { return depot.come_back(query).status; });
    CHECK(std::count(statuses.begin(), statuses.end(), 200) == 1);
    CHECK(depot.sessions() == 1);
}

TEST_CASE("a refused sign-in says why in the reader's language, and opens and makes nothing") {
    Depot depot;
    const auto stored = depot.app.stored().dump();
    const auto refused = [&](int status, const std::string& code, auto change) {
        const Answer answer = depot.sign_in(change);
        INFO(code << " " << answer.body);
        CHECK(answer.status == status);
        CHECK(code_on(answer) == code);
        CHECK(Depot::session(answer).empty());
        CHECK(depot.app.stored().dump() == stored);
        return answer;
    };
    const auto raw = [](const char* name, const char* json) {
        return [=](FakeProvider& p) { p.claims.raw(name, json); };
    };
    refused(403, "no_role_given", raw("roles", R"(["Kantine"])"));
    refused(403, "several_roles_given", raw("roles", R"(["Lager", "Leder"])"));
    refused(403, "no_depot_given", raw("department", R"("9")"));
    refused(403, "sign_in_too_weak", raw("acr", R"("low")"));
    refused(400, "sign_in_not_proven", raw("iss", R"("https://other.example")"));
    refused(400, "sign_in_not_proven", [](FakeProvider& p) { p.header.set("alg", "none"); });
    const Answer away = refused(503, "provider_unavailable", [](FakeProvider& p) {
        p.token_answer = [] { return std::optional<identity::Fetched>(); };
    });
    CHECK(away.header("retry-after") == "10");
    CHECK(std::count_if(away.headers.begin(), away.headers.end(),
                        [](const auto& one) { return one.first == "retry-after"; }) == 1);
    depot.provider.token_answer = nullptr;
    depot.pass(std::chrono::seconds(10));

    depot.provider.sign_in(depot.leave().header("location"));
    const std::string state = depot.provider.last_request.at("state");
    const Answer cancelled = depot.app.call(
        "", "GET",
        "/sign-in/fake/callback?error=access_denied&error_description=%3Cscript%3E&iss=" +
            std::string(FakeProvider::issuer) + "&state=" + state,
        "", {{"cookie", "__Host-kl-sign-in=" + depot.browser}, {"accept-language", "nn"}});
    CHECK(cancelled.status == 403);
    CHECK(code_on(cancelled) == "sign_in_cancelled");
    CHECK(cancelled.body.find("<html lang=\"nn\">") != std::string::npos);
    CHECK(cancelled.body.find("Innlogginga vart avbroten.") != std::string::npos);
    CHECK(cancelled.body.find("script") == std::string::npos);

    CHECK(depot.leave("", "nobody").status == 404);
    CHECK(depot.come_back("code=x", "nobody").status == 404);
}

TEST_CASE("a depot that the configuration names and that there is not is refused") {
    Depot depot;
    depot.set_up([](identity::OpenidProvider& setup) { setup.depots["100"] = "NOWHERE"; });
    CHECK(code_on(depot.sign_in()) == "no_depot_given");
    CHECK(depot.app.stored().value("select count(*) from app_user") == "0");
}

TEST_CASE("role, depot and name follow the provider, and what was open as something else ends") {
    Depot depot;
    const std::string first = Depot::session(depot.sign_in());
    const std::string second = Depot::session(depot.sign_in());
    CHECK(depot.as(first).status == 200);
    CHECK(depot.as(second).json.number("/user/id") == depot.as(first).json.number("/user/id"));
    const std::string renamed =
        Depot::session(depot.sign_in([](FakeProvider& p) { p.claims.set("name", "Kari Nygift"); }));
    CHECK(depot.as(first).json.text("/user/name") == "Kari Nygift");
    const std::string leader = Depot::session(depot.sign_in(
        [](FakeProvider& p) { p.claims.set("roles", "Leder").set("department", "200"); }));
    CHECK(depot.as(leader).json.text("/user/role") == "leder");
    CHECK(depot.as(leader).json.text("/user/depot") == "ENGVEIEN");
    for (const std::string& old : {first, second, renamed}) CHECK(depot.as(old).status == 401);
    CHECK(depot.app.stored().value("select count(*) from app_user") == "1");

    // Somebody else of the same name is somebody else.
    const std::string other = Depot::session(depot.sign_in([](FakeProvider& p) {
        p.claims.set("sub", "subject-2").set("name", "Kari Nygift").set("sid", "sid-2");
    }));
    CHECK(depot.as(other).status == 200);
    CHECK(depot.app.stored().value("select count(*) from app_user") == "2");
    CHECK(depot.as(leader).status == 200);
}

TEST_CASE("who is disabled here stays out, whatever the provider says") {
    Depot depot;
    const std::string open = Depot::session(depot.sign_in());
    const auto id = std::to_string(depot.as(open).json.number("/user/id"));
    const std::string path = "/api/v1/users/" + id;
    CHECK(depot.app.patch(path, Body().set("disabled", true), "admin").status == 200);
    CHECK(depot.as(open).status == 401);
    const Answer again = depot.sign_in();
    CHECK(again.status == 403);
    CHECK(code_on(again) == "user_disabled");
    CHECK(depot.sessions() == 0);
    CHECK(depot.app.patch(path, Body().set("disabled", false), "admin").status == 200);
    CHECK(depot.sign_in().status == 200);
}

TEST_CASE(
    "an old sign-in at the provider is no fresh one here, until the person shows itself again") {
    using namespace std::chrono_literals;
    Depot depot;
    const auto shown = [](std::int64_t ago) {
        return [=](FakeProvider& p) {
            p.claims.set("auth_time", p.now.time_since_epoch().count() / 1000 - ago);
        };
    };
    const auto assurance = [&](const Answer& answer) {
        return depot.as(Depot::session(answer)).json.text("/assurance");
    };
    CHECK(assurance(depot.sign_in(shown(0))) == "fresh");
    CHECK(assurance(depot.sign_in(shown(299))) == "fresh");
    CHECK(assurance(depot.sign_in(shown(300))) == "two_factors");
    CHECK(assurance(depot.sign_in([](FakeProvider& p) { p.claims.without("auth_time"); })) ==
          "two_factors");
    const std::string query = depot.provider.sign_in(depot.leave("?again=true").header("location"));
    CHECK(depot.provider.last_request.at("prompt") == "login");
    shown(300)(depot.provider);
    CHECK(code_on(depot.come_back(query)) == "sign_in_not_proven");
    CHECK(depot.leave("?again=perhaps").status == 400);
}

TEST_CASE("without two factors at the provider a session is worth one") {
    Depot depot;
    depot.set_up([](identity::OpenidProvider& setup) { setup.acr.clear(); });
    const std::string token = Depot::session(depot.sign_in());
    CHECK(depot.as(token).json.text("/assurance") == "one_factor");
    CHECK(depot.as(token, "/api/v1/items").status == 403);
}

TEST_CASE("a provider that is away is said at once, and who is signed in goes on") {
    using namespace std::chrono_literals;
    Depot depot;
    const std::string open = Depot::session(depot.sign_in());
    for (int i = 0; i < 3; ++i) {
        depot.pass(20min);
        CHECK(depot.as(open).status == 200);
        depot.wait_until_seen();
    }
    depot.provider.away = true;
    const Answer left = depot.leave();
    CHECK(left.status == 503);
    CHECK(code_on(left) == "provider_unavailable");
    CHECK(depot.as(open).status == 200);
}

TEST_CASE("a thousand sign-ins may be under way, and the next is told when there is room again") {
    using namespace std::chrono_literals;
    Depot depot;
    const auto began = depot.app.clock.now().instant;
    depot.app.database().write([&](db::WriteTx& tx) {
        for (int i = 1; i < 1000; ++i) {
            db::openid::begin(
                tx, {"fake", "state " + std::to_string(i), "browser", "nonce", "verifier", false},
                began);
        }
    });
    depot.pass(1min);
    CHECK(depot.leave().status == 303);
    const auto asked = depot.provider.asked.size();
    const Answer refused = depot.leave();
    CHECK(refused.status == 429);
    CHECK(code_on(refused) == "too_many_sign_ins");
    CHECK(refused.header("retry-after") == "540");
    CHECK(depot.provider.asked.size() == asked);
    CHECK(depot.app.stored().value("select count(*) from openid_flow") == "1000");
    depot.pass(9min - 1ms);
    CHECK(depot.leave().status == 429);
    depot.pass(1ms);
    CHECK(depot.sign_in().status == 200);
}

TEST_CASE("while sign-ins wait for a provider, the program says how it is and serves the others") {
    Depot depot;
    std::promise<void> over;
    const std::shared_future<void> wait = over.get_future().share();
    depot.app.sign_in_with(std::make_shared<const identity::OpenidClients>(
        std::vector{depot.provider.setup(depot.app.stored().folder().string())},
        FakeProvider::base_url, [wait](const identity::Ask&) {
            wait.wait();
            return std::optional<identity::Fetched>();
        }));
    const auto later = [&](const char* sender, const char* method, const char* target,
                           const std::string& body = {}) {
        routing::Request request = depot.app.request(sender, method, target);
        request.body = body;
        if (!body.empty()) request.content_type = "application/json";
        request.from_loopback = true;
        return depot.app.call_later(std::move(request));
    };
    const auto is_there = [](const std::future<Answer>& answer) {
        return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    };
    // Two are at work and sixteen wait: one at least is sent away.
    std::vector<std::future<Answer>> stuck;
    for (int i = 0; i < 19; ++i) stuck.push_back(later("", "GET", "/sign-in/fake"));
    while (std::none_of(stuck.begin(), stuck.end(), is_there)) std::this_thread::yield();

    const auto device = Body().set("name", "skranke").set("role", "lager").set("depot", "SMS");
    std::vector<std::pair<int, std::future<Answer>>> others;
    others.emplace_back(200, later("", "GET", "/readyz"));
    others.emplace_back(200, later("", "GET", "/metrics"));
    others.emplace_back(201, later("admin", "POST", "/api/v1/tokens", device.text()));
    for (auto& [status, answer] : others) {
        REQUIRE(answer.wait_for(std::chrono::seconds(30)) == std::future_status::ready);
        CHECK(answer.get().status == status);
    }
    over.set_value();
    for (auto& answer : stuck) CHECK(answer.get().status == 503);
}

TEST_CASE("the provider ends a session of its own, or all of a subject, and says so once") {
    Depot depot;
    const std::string one = Depot::session(depot.sign_in());
    const std::string two =
        Depot::session(depot.sign_in([](FakeProvider& p) { p.claims.set("sid", "sid-2"); }));
    const std::string other = Depot::session(depot.sign_in(
        [](FakeProvider& p) { p.claims.set("sub", "subject-2").set("sid", "sid-3"); }));

    depot.provider.say_logout("", "sid-2");
    const Answer said = depot.log_out();
    CHECK(said.status == 200);
    CHECK(depot.as(one).status == 200);
    CHECK(depot.as(two).status == 401);
    CHECK(depot.as(other).status == 200);
    CHECK(depot.log_out().code() == "logout_not_proven");

    // A subject and a session that do not belong together end nothing.
    depot.provider.say_logout("subject-1", "sid-3");
    CHECK(depot.log_out().status == 200);
    CHECK(depot.as(other).status == 200);
    CHECK(depot.as(one).status == 200);

    depot.provider.say_logout("subject-1", "");
    CHECK(depot.log_out().status == 200);
    CHECK(depot.as(one).status == 401);
    CHECK(depot.as(other).status == 200);
}

TEST_CASE("a logout that is not proven ends nothing") {
    Depot depot;
    const std::string open = Depot::session(depot.sign_in());
    const auto stored = depot.app.stored().dump();
    const auto refused = [&](auto change) {
        depot.provider.say_logout("subject-1", "sid-1");
        change(depot.provider);
        const Answer answer = depot.log_out();
        CHECK(answer.status == 400);
        CHECK(answer.code() == "logout_not_proven");
        CHECK(depot.app.stored().dump() == stored);
    };
    refused([](FakeProvider& p) { p.header.set("alg", "none"); });
    refused([](FakeProvider& p) { p.claims.set("nonce", "n"); });
    refused([](FakeProvider& p) { p.claims.without("events"); });
    refused([](FakeProvider& p) { p.claims.set("aud", "kantine"); });
    const auto post = [&](const std::string& body, const std::string& type) {
        return depot.app.call("", "POST", "/sign-in/fake/logout", body, {{"content-type", type}});
    };
    const std::string form = "application/x-www-form-urlencoded";
    depot.provider.say_logout("subject-1", "sid-1");
    const std::string token = depot.provider.token();
    CHECK(post("logout_token=" + token + "&logout_token=" + token, form).status == 400);
    CHECK(post("", form).status == 400);
    CHECK(post("%zz", form).status == 400);
    CHECK(post("{\"logout_token\": \"" + token + "\"}", "application/json").status == 415);
    CHECK(post("logout_token=" + token, "text/plain").status == 415);
    CHECK(depot.app.call("", "POST", "/sign-in/nobody/logout", "a=b", {{"content-type", form}})
              .status == 404);
    CHECK(depot.app.stored().dump() == stored);
    CHECK(depot.as(open).status == 200);
    CHECK(post("logout_token=" + token, form + "; charset=utf-8").status == 200);
    CHECK(depot.as(open).status == 401);
}

TEST_CASE("whatever goes wrong, there is a sentence for it in three languages") {
    for (int i = 0; i <= static_cast<int>(identity::OpenidFault::no_session); ++i) {
        const auto fault = static_cast<identity::OpenidFault>(i);
        INFO(to_text(fault));
        CHECK_FALSE(to_text(fault).empty());
        std::set<std::string_view> texts;
        for (const auto language :
             {routing::Language::nb, routing::Language::nn, routing::Language::en}) {
            const auto text = routing::text(told_as(fault), language);
            CHECK(text.ends_with('.'));
            texts.insert(text);
        }
        CHECK(texts.size() == 3);
    }
    for (const char* code : {"sign_in_expired", "unknown_provider", "user_disabled"}) {
        CHECK(routing::text(code, routing::Language::nn).ends_with('.'));
    }
}

TEST_CASE("everybody may know with which providers one signs in") {
    Depot depot;
    const Answer answer = depot.app.call("", "GET", "/api/v1/sign-in");
    CHECK(answer.json.each("/providers", "/path") ==
          std::vector<std::string>{"/sign-in/fake", "/sign-in/other"});
    support::TestApp without;
    CHECK(without.call("", "GET", "/api/v1/sign-in").json.size("/providers") == 0);
    CHECK(without.call("", "GET", "/sign-in/fake").status == 404);
}
