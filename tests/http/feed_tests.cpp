// Answers that go on: real sockets, feeds of the test's.

#include "routing/feed.hpp"

#include <sys/socket.h>

#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <mutex>

#include "http/test_server.hpp"
#include "support/raw_client.hpp"

namespace {

using http_tests::eventually;
using http_tests::get;
using http_tests::TestServer;
using routing::Feed;
using support::RawClient;
using namespace std::chrono_literals;

// What the test says, to all who are connected to it; one at a time.
class Source {
public:
    void say(const std::string& words) {
        const std::lock_guard lock(mutex_);
        words_ += words;
        if (wake_) wake_();
    }
    void end() {
        const std::lock_guard lock(mutex_);
        over_ = true;
        if (wake_) wake_();
    }
    std::chrono::milliseconds pause{60'000};
    std::atomic<int> open = 0;
    std::atomic<int> asked = 0;

    routing::Handle handle() {
        return [this](const routing::Request& request, const routing::Done& done) {
            routing::Reply reply;
            if (request.path == "/feed") {
                reply.content_type = "text/event-stream";
                reply.feed = std::make_shared<Spoken>(*this);
            }
            done(std::move(reply));
        };
    }

private:
    class Spoken final : public Feed {
    public:
        explicit Spoken(Source& source) : source_(source) { ++source_.open; }
        ~Spoken() override {
            const std::lock_guard lock(source_.mutex_);
            source_.wake_ = nullptr;
            --source_.open;
        }
        void start(std::function<void()> wake) override {
            const std::lock_guard lock(source_.mutex_);
            source_.wake_ = std::move(wake);
        }
        Next next(Clock::time_point now) override {
            const std::lock_guard lock(source_.mutex_);
            ++source_.asked;
            return {std::exchange(source_.words_, {}), now + source_.pause, source_.over_};
        }

    private:
        Source& source_;
    };

    std::mutex mutex_;
    std::string words_;
    bool over_ = false;
    std::function<void()> wake_;
};

http::ServerOptions impatient() {
    http::ServerOptions options;
    options.header_time = options.idle_time = options.body_time = options.body_grace =
        options.write_stall_time = 150ms;
    return options;
}

}  // namespace

TEST_CASE("a feed has a head without a length, and goes on as long as there is something") {
    Source source;
    TestServer server(source.handle());
    RawClient client(server.port());
    client.send(get("/feed"));
    const auto head = client.read_response();
    REQUIRE(head);
    CHECK(head->status == 200);
    CHECK(head->header("content-type") == "text/event-stream");
    CHECK(head->header("cache-control") == "no-store");
    CHECK(head->header("connection") == "close");
    CHECK_FALSE(head->has_header("content-length"));
    CHECK_FALSE(head->has_header("transfer-encoding"));
    CHECK(client.stays_open());
    for (const std::string words : {"one\n", "two\n", "three\n"}) {
        source.say(words);
        CHECK(client.read_until("\n") == words);
    }
    CHECK(server->counters().feeds == 1);
    source.say("last\n");
    source.end();
    CHECK(client.read_until("\n") == "last\n");
    CHECK(client.is_closed());
    CHECK(eventually([&] { return source.open == 0 && server->counters().feeds == 0; }));
}

TEST_CASE("a feed outlives every deadline while its peer takes it") {
    Source source;
    source.pause = 20ms;
    TestServer server(source.handle(), impatient());
    RawClient client(server.port());
    client.send(get("/feed"));
    REQUIRE(client.read_response());
    std::this_thread::sleep_for(600ms);
    source.say("still here\n");
    CHECK(client.read_until("\n") == "still here\n");
    CHECK(server->counters().timed_out == 0);
    CHECK(source.asked >= 5);
}

TEST_CASE("to HTTP/1.0 a feed is the same, and to HEAD its head alone") {
    Source source;
    TestServer server(source.handle());
    RawClient old(server.port());
    old.send("GET /feed HTTP/1.0\r\nHost: localhost\r\n\r\n");
    REQUIRE(old.read_response());
    source.say("one\n");
    CHECK(old.read_until("\n") == "one\n");

    RawClient client(server.port());
    client.send("HEAD /feed HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/other"));
    const auto head = client.read_response(true);
    REQUIRE(head);
    CHECK(head->header("content-type") == "text/event-stream");
    CHECK_FALSE(head->has_header("content-length"));
    CHECK(client.read_response());
    CHECK(eventually([&] { return source.open == 1; }));
}

TEST_CASE("a feed ends when its client goes away, or talks on and on") {
    Source source;
    TestServer server(source.handle());
    {
        RawClient client(server.port());
        client.send(get("/feed"));
        REQUIRE(client.read_response());
        CHECK(source.open == 1);
    }
    CHECK(eventually([&] { return source.open == 0; }));
    RawClient talker(server.port());
    talker.send(get("/feed"));
    REQUIRE(talker.read_response());
    talker.send(get("/other"));
    CHECK(talker.stays_open());
    talker.send(std::string(64 * 1024, 'x'));
    CHECK(eventually([&] { return source.open == 0; }));
    CHECK(eventually([&] { return server->counters().open == 0; }));
}

TEST_CASE("a client that takes nothing of a feed is dropped") {
    Source source;
    TestServer server(source.handle(), impatient());
    RawClient client(server.port());
    client.send(get("/feed"));
    REQUIRE(client.read_response());
    source.say(std::string(64 * 1024 * 1024, 'x'));
    CHECK(eventually([&] { return source.open == 0; }));
    CHECK(eventually([&] { return server->counters().open == 0; }));
}

TEST_CASE("a feed ends with the server, at once and in order") {
    Source source;
    std::optional<TestServer> server;
    server.emplace(source.handle());
    RawClient client(server->port());
    client.send(get("/feed"));
    REQUIRE(client.read_response());
    const auto began = std::chrono::steady_clock::now();
    (*server)->stop();
    CHECK(client.is_closed());
    server.reset();
    CHECK(std::chrono::steady_clock::now() - began < 2s);
    CHECK(source.open == 0);
}

TEST_CASE("who has a feed takes no place of others at the same address") {
    Source source;
    http::ServerOptions options;
    options.limit_loopback = true;
    options.max_per_address = 1;
    options.max_connections = 2;
    TestServer server(source.handle(), options);
    RawClient first(server.port());
    first.send(get("/feed"));
    REQUIRE(first.read_response());
    CHECK(eventually([&] { return source.asked > 0; }));
    {
        RawClient second(server.port());
        second.send(get("/other"));
        const auto response = second.read_response();
        REQUIRE(response);
        CHECK(response->status == 200);
        RawClient third(server.port());
        third.send(get("/other"));
        const auto refused = third.read_response();
        REQUIRE(refused);
        CHECK(refused->status == 503);
    }
    CHECK(eventually([&] { return server->counters().open == 1; }));
    RawClient again(server.port());
    again.send(get("/other"));
    const auto response = again.read_response();
    REQUIRE(response);
    CHECK(response->status == 200);
}
