// GET /live as a browser has it: a server, sockets, sessions, and what others do meanwhile.

#include <catch2/catch.hpp>

#include <regex>

#include "api/routes.hpp"
#include "db/session_store.hpp"
#include "http/test_server.hpp"
#include "support/person.hpp"
#include "support/raw_client.hpp"
#include "support/test_app.hpp"

using http_tests::eventually;
using http_tests::get;
using http_tests::TestServer;
using support::Body;
using support::Person;
using support::RawClient;
using support::TestApp;
using namespace std::chrono_literals;

namespace {

const std::string lager = "Authorization: Bearer token-of-lager\r\n";

std::string cookie_of(const Person& person) { return "Cookie: " + person.cookie + "\r\n"; }

// A browser's end of the stream, with the first words read.
class Browser {
public:
    Browser(unsigned short port, const std::string& fields) : client_(port) {
        client_.send(get("/live", fields));
        head_ = client_.read_response().value();
        if (head_.status == 200) first = client_.read_until("\n\n");
    }
    int status() const { return head_.status; }
    const support::RawResponse& head() const { return head_; }
    // Until they name it, past what else was told.
    bool hears(const std::string& topic) {
        for (int i = 0; i < 20; ++i) {
            const std::string event = client_.read_until("\n\n");
            if (event.empty()) return false;
            if (std::regex_search(event, std::regex("data: (.* )?" + topic + "[ \n]"))) return true;
        }
        return false;
    }
    bool ends() {
        client_.read_until("never");
        return client_.is_closed();
    }
    RawClient& client() { return client_; }

    std::string first;

private:
    RawClient client_;
    support::RawResponse head_;
};

std::string followers(TestApp& app) {
    const auto text = app.call("", "GET", "/metrics").body;
    std::smatch found;
    return std::regex_search(text, found, std::regex("\nkorttidslager_followers (.*)\n"))
               ? found[1].str()
               : "";
}

}  // namespace

TEST_CASE("a page hears of what others commit, and not who or what it was") {
    TestApp app;
    TestServer server(app.handle());
    Browser browser(server.port(), lager);
    CHECK(browser.status() == 200);
    CHECK(browser.head().header("content-type") == "text/event-stream");
    CHECK(browser.head().header("cache-control") == "no-store");
    CHECK(followers(app) == "1");
    const auto borrower = app.borrower();
    CHECK(browser.hears("borrowers"));
    app.loan(app.ready_item(), Body().set("borrower_id", borrower));
    CHECK(browser.hears("loans"));
    CHECK(Browser(server.port(), "").status() == 401);
    CHECK(app.call("lager", "GET", "/live?x=1").status == 400);
    CHECK(app.call("lager", "POST", "/live", std::string_view("{}")).status == 405);
}

TEST_CASE("signing out ends the stream of that session at once, and of no other") {
    TestApp app;
    Person kari(app, "Kari", "lager");
    kari.set_up();
    Person ola(app, "Ola", "sjafor");
    ola.set_up();
    TestServer server(app.handle());
    Browser of_kari(server.port(), cookie_of(kari));
    Browser of_ola(server.port(), cookie_of(ola));
    REQUIRE(of_kari.status() == 200);
    REQUIRE(of_ola.status() == 200);
    CHECK(kari.call("DELETE", "/api/v1/session").status == 204);
    CHECK(of_kari.ends());
    CHECK(Browser(server.port(), cookie_of(kari)).status() == 401);
    app.borrower();
    CHECK(of_ola.hears("borrowers"));

    // A disabled user is out as well.
    CHECK(app.call("admin", "PATCH", "/api/v1/users/" + std::to_string(ola.id),
                   Body().set("disabled", true), {{"if-match", "*"}})
              .status == 200);
    CHECK(of_ola.ends());
}

TEST_CASE("following keeps nobody signed in, nor what a page asks by itself") {
    TestApp app;
    Person kari(app, "Kari", "lager");
    kari.set_up();
    const auto seen = [&] { return app.stored().value("select max(seen_at) from session"); };
    const std::string at_first = seen();
    TestServer server(app.handle());
    app.clock.advance(20min);
    Browser browser(server.port(), cookie_of(kari));
    REQUIRE(browser.status() == 200);
    RawClient page(server.port());
    page.send(get("/api/v1/items", cookie_of(kari) + "X-Unattended: 1\r\n"));
    CHECK(page.read_response().value().status == 200);
    app.database().write([](db::WriteTx&) {});
    CHECK(seen() == at_first);
    app.clock.advance(10min);
    // Whatever makes the server look again: here somebody else's token goes.
    CHECK(app.call("admin", "POST", "/api/v1/tokens/3/revoke").status == 200);
    CHECK(browser.ends());
    CHECK(Browser(server.port(), cookie_of(kari)).status() == 401);
}

TEST_CASE("a session with one factor is told nothing") {
    TestApp app;
    Person kari(app, "Kari", "lager");
    REQUIRE(kari.sign_in().status == 200);
    TestServer server(app.handle());
    CHECK(Browser(server.port(), cookie_of(kari)).status() == 403);
    CHECK(followers(app) == "0");
}

TEST_CASE("HEAD of the stream takes no place in it") {
    TestApp app;
    TestServer server(app.handle());
    RawClient client(server.port());
    client.send("HEAD /live HTTP/1.1\r\nHost: localhost\r\n" + lager + "\r\n");
    CHECK(client.read_response(true).value().status == 200);
    CHECK(eventually([&] { return followers(app) == "0"; }));
}

TEST_CASE("a browser that comes again with the last id hears of what it missed") {
    TestApp app;
    TestServer server(app.handle());
    std::string first;
    {
        Browser browser(server.port(), lager);
        app.clock.advance(1min);
        first = Browser(server.port(), lager).first;
    }
    std::smatch id;
    REQUIRE(std::regex_search(first, id, std::regex("id: (.*)\n")));
    app.borrower();
    app.clock.advance(1min);
    // What is told comes a moment after the answer to who did it.
    CHECK(eventually([&] {
        Browser again(server.port(), lager + "Last-Event-ID: " + id[1].str() + "\r\n");
        return again.first.find("\ndata: borrowers\n") != std::string::npos;
    }));
}

TEST_CASE("a stream on one server hears of what another one of the same database commits",
          "[.server]") {
    TestApp app;
    db::DatabaseOptions options;
    options.location = app.stored().location();
    options.key_file = app.stored().folder() / "keys";
    db::Database database(options);
    routing::Dispatcher second(api::routes(), database, [&] { return app.clock.now(); });
    TestServer server([&](routing::Request request, routing::Done done) {
        second.dispatch(std::move(request), std::move(done));
    });
    Person kari(app, "Kari", "lager");
    kari.set_up();
    Browser browser(server.port(), lager);
    Browser of_kari(server.port(), cookie_of(kari));
    REQUIRE(of_kari.status() == 200);
    app.borrower();
    CHECK(browser.hears("borrowers"));
    CHECK(kari.call("DELETE", "/api/v1/session").status == 204);
    CHECK(of_kari.ends());
    // A command's process ends as soon as it has done its work.
    app.clock.advance(1min);
    REQUIRE(kari.sign_in(kari.code()).status == 200);
    Browser again(server.port(), cookie_of(kari));
    REQUIRE(again.status() == 200);
    db::Database(options).write(
        [&](db::WriteTx& tx) { db::sessions::end_all(tx, domain::ActorId{kari.id}); });
    CHECK(again.ends());
    // From one server to the other: everything may have been missed.
    TestServer here(app.handle());
    std::smatch id;
    REQUIRE(std::regex_search(browser.first, id, std::regex("id: (.*)\n")));
    Browser moved(here.port(), lager + "Last-Event-ID: " + id[1].str() + "\r\n");
    CHECK(moved.first.find(" items ") != std::string::npos);
    CHECK(moved.first.find(" transfers ") != std::string::npos);
}
