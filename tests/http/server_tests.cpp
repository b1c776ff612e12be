#include "http/server.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <ctime>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "http/test_server.hpp"
#include "support/raw_client.hpp"

namespace {

using http_tests::eventually;
using http_tests::get;
using http_tests::post;
using http_tests::small_reply;
using http_tests::TestServer;
using support::RawClient;
using namespace std::chrono_literals;

void answer_at_once(routing::Request request, routing::Done done) { done(small_reply(request)); }

// Answers on threads of its own, in the order of the requests.
class Workers {
public:
    explicit Workers(int count) {
        for (int i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
    }
    ~Workers() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        wake_.notify_all();
        for (auto& thread : threads_) thread.join();
    }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    routing::Handle handle() {
        return [this](routing::Request request, routing::Done done) {
            const std::lock_guard lock(mutex_);
            jobs_.push_back({std::move(request), std::move(done)});
            wake_.notify_one();
        };
    }

private:
    struct Job {
        routing::Request request;
        routing::Done done;
    };

    void work() {
        std::unique_lock lock(mutex_);
        while (true) {
            wake_.wait(lock, [this] { return ended_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            const Job job = std::move(jobs_.front());
            jobs_.pop_front();
            lock.unlock();
            job.done(small_reply(job.request));
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> jobs_;
    bool ended_ = false;
    std::vector<std::thread> threads_;
};

// Keeps every request until the test answers it.
class Held {
public:
    routing::Handle handle() {
        return [this](routing::Request, routing::Done done) {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(std::move(done));
        };
    }
    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return waiting_.size();
    }
    routing::Done take() {
        const std::lock_guard lock(mutex_);
        auto done = std::move(waiting_.front());
        waiting_.pop_front();
        return done;
    }

private:
    std::mutex mutex_;
    std::deque<routing::Done> waiting_;
};

std::string body_of(RawClient& client) {
    const auto response = client.read_response();
    return response ? response->body : "(no answer)";
}

int status_of(RawClient& client) {
    const auto response = client.read_response();
    return response ? response->status : 0;
}

}  // namespace

TEST_CASE("a connection serves one request after another") {
    TestServer server(answer_at_once);
    RawClient client(server.port());
    for (const std::string path : {"/a", "/b", "/c"}) {
        client.send(get(path + "?x=1"));
        CHECK(body_of(client) == path + "?x=1");
    }
    CHECK(server->counters().connections == 1);
    CHECK(server->counters().requests == 3);
}

TEST_CASE("pipelined requests are answered in their order, also from other threads") {
    Workers workers(4);
    TestServer server(workers.handle());
    RawClient client(server.port());
    std::string requests;
    for (int i = 0; i < 200; ++i) requests += post("/echo", std::to_string(i));
    client.send(requests);
    for (int i = 0; i < 200; ++i) REQUIRE(body_of(client) == std::to_string(i));
}

TEST_CASE("HEAD has the head of GET and no body") {
    TestServer server(answer_at_once);
    RawClient client(server.port());
    client.send("HEAD /abc HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/d"));
    const auto head = client.read_response(true);
    REQUIRE(head);
    CHECK(head->status == 200);
    CHECK(head->header("content-length") == "5");
    CHECK(body_of(client) == "/d?");
}

TEST_CASE("answers without a body announce none") {
    TestServer server([](routing::Request request, routing::Done done) {
        routing::Reply reply;
        reply.status = request.path == "/204" ? 204 : 304;
        reply.headers.emplace_back("etag", "\"1\"");
        done(std::move(reply));
    });
    RawClient client(server.port());
    client.send(get("/204") + get("/304"));
    for (const int status : {204, 304}) {
        const auto response = client.read_response();
        REQUIRE(response);
        CHECK(response->status == status);
        CHECK(response->header("etag") == "\"1\"");
        CHECK_FALSE(response->has_header("content-length"));
        CHECK_FALSE(response->has_header("content-type"));
    }
    CHECK(client.stays_open());
}

TEST_CASE("every answer carries the headers that protect it, refusals included") {
    TestServer server(answer_at_once);
    for (const std::string& request : {get("/"), std::string("BREW / HTTP/1.1\r\n")}) {
        RawClient client(server.port());
        client.send(request);
        const auto response = client.read_response();
        REQUIRE(response);
        CHECK(response->header("cache-control") == "no-store");
        CHECK(response->header("x-content-type-options") == "nosniff");
        CHECK(response->header("referrer-policy") == "no-referrer");
        CHECK(response->header("content-security-policy") ==
              "default-src 'none'; frame-ancestors 'none'");
        CHECK(response->header("cross-origin-resource-policy") == "same-origin");
        CHECK(response->header("cross-origin-opener-policy") == "same-origin");
        CHECK(response->header("date").size() == 29);
        CHECK_FALSE(response->has_header("server"));
        CHECK_FALSE(response->has_header("strict-transport-security"));
    }
}

TEST_CASE("a reply sets its own headers, but not the framing, and cannot break out of a line") {
    TestServer server([](routing::Request, routing::Done done) {
        routing::Reply reply;
        reply.body = "ok";
        reply.headers = {
            {"cache-control", "max-age=60"},     {"content-security-policy", "default-src 'self'"},
            {"content-length", "4000"},          {"transfer-encoding", "chunked"},
            {"location", "/a\r\nx-role: admin"}, {"etag", "\"7\""}};
        done(std::move(reply));
    });
    RawClient client(server.port());
    client.send(get("/"));
    const auto response = client.read_response();
    REQUIRE(response);
    CHECK(response->body == "ok");
    CHECK(response->header("cache-control") == "max-age=60");
    CHECK(response->header("content-security-policy") == "default-src 'self'");
    CHECK(response->header("content-length") == "2");
    CHECK(response->header("etag") == "\"7\"");
    CHECK_FALSE(response->has_header("transfer-encoding"));
    CHECK_FALSE(response->has_header("location"));
    CHECK_FALSE(response->has_header("x-role"));
    CHECK(client.stays_open());
}

TEST_CASE("the handle sees method, path, query, fields and body as they were sent") {
    std::mutex mutex;
    routing::Request seen;
    TestServer server([&](routing::Request request, routing::Done done) {
        {
            const std::lock_guard lock(mutex);
            seen = std::move(request);
        }
        done({});
    });
    RawClient client(server.port());
    client.send(
        "PATCH /api/v1/items/7K%33?q=%C3%A6&b HTTP/1.1\r\nHost: localhost\r\n"
        "AUTHORIZATION: Bearer abc\r\ncontent-type: application/json\r\nAccept-Language: nn\r\n"
        "Idempotency-Key: k1\r\nIf-Match: \"1\"\r\nIf-Match: \"2\"\r\nIf-None-Match: *\r\n"
        "Accept-Language: nb;q=0.5\r\nContent-Length: 2\r\n\r\n{}");
    REQUIRE(status_of(client) == 200);
    {
        const std::lock_guard lock(mutex);
        CHECK(seen.method == routing::Method::patch);
        CHECK(seen.path == "/api/v1/items/7K%33");
        CHECK(seen.query == "q=%C3%A6&b");
        CHECK(seen.authorization == "Bearer abc");
        CHECK(seen.content_type == "application/json");
        CHECK(seen.accept_language == "nn, nb;q=0.5");
        CHECK(seen.idempotency_key == "k1");
        CHECK(seen.if_match == "\"1\", \"2\"");
        CHECK(seen.if_none_match == "*");
        CHECK(seen.body == "{}");
        CHECK_FALSE(seen.body_too_large);
        CHECK(seen.from_loopback);
    }
    for (const std::string field : {"X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1",
                                    "x-forwarded-proto: https", "Via: 1.1 proxy"}) {
        client.send(get("/", field + "\r\n"));
        REQUIRE(status_of(client) == 200);
        const std::lock_guard lock(mutex);
        CHECK_FALSE(seen.from_loopback);
        CHECK(seen.authorization.empty());
    }
}

TEST_CASE("who asks whether to go on is told so before the body") {
    TestServer server(answer_at_once);
    RawClient client(server.port());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
        "Content-Length: 5\r\n\r\n");
    CHECK(status_of(client) == 100);
    client.send("hello");
    CHECK(body_of(client) == "hello");

    client.send(
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
        "Content-Length: 5\r\n\r\nat on");
    CHECK(body_of(client) == "at on");
}

TEST_CASE("a body up to the limit is read, a larger one gets its answer while it is still sent") {
    TestServer server(answer_at_once);
    const std::string largest(1024 * 1024, 'a');
    RawClient fits(server.port());
    fits.send(post("/echo", largest));
    CHECK(body_of(fits) == largest);
    CHECK(fits.stays_open());

    RawClient too_large(server.port());
    CHECK(too_large.send(post("/echo", std::string(6 * 1024 * 1024, 'a')) + get("/canary")));
    const auto response = too_large.read_response();
    REQUIRE(response);
    CHECK(response->status == 413);
    CHECK(response->header("connection") == "close");
    CHECK(too_large.is_closed());
    CHECK(server->counters().requests == 2);
}

TEST_CASE("a reply that says so closes the connection") {
    TestServer server([](routing::Request, routing::Done done) {
        routing::Reply reply;
        reply.close = true;
        done(std::move(reply));
    });
    RawClient client(server.port());
    client.send(get("/") + get("/"));
    const auto response = client.read_response();
    REQUIRE(response);
    CHECK(response->header("connection") == "close");
    CHECK(client.is_closed());
    CHECK(server->counters().requests == 1);
}

TEST_CASE("a client that has finished sending still gets its answer") {
    Held held;
    TestServer server(held.handle());
    RawClient client(server.port());
    client.send(get("/"));
    client.finish_sending();
    REQUIRE(eventually([&] { return held.count() == 1; }));
    held.take()({});
    CHECK(status_of(client) == 200);
    CHECK(client.is_closed());
}

TEST_CASE("a long answer arrives whole") {
    const std::string text(8 * 1024 * 1024 + 7, 'x');
    TestServer server([&](routing::Request, routing::Done done) {
        routing::Reply reply;
        reply.body = text;
        done(std::move(reply));
    });
    RawClient client(server.port());
    client.send(get("/") + get("/"));
    CHECK(body_of(client) == text);
    CHECK(body_of(client) == text);
}

TEST_CASE("one request may have a larger body than another, and only so many at a time") {
    http::ServerOptions options;
    options.max_body = 1000;
    options.max_large_bodies = 2;
    options.body_limit = [](const routing::Request& request) {
        return std::size_t{request.path == "/echo" ? 5000U : 1000U};
    };
    TestServer server(answer_at_once, options);
    const auto answered = [&](const char* path, std::size_t size) {
        RawClient client(server.port());
        client.send(post(path, std::string(size, 'a')));
        return status_of(client);
    };
    CHECK(answered("/echo", 5000) == 200);
    CHECK(answered("/echo", 5001) == 413);
    CHECK(answered("/other", 1000) == 200);
    CHECK(answered("/other", 1001) == 413);

    const std::string head =
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000\r\n\r\n";
    {
        RawClient first(server.port());
        RawClient second(server.port());
        first.send(head);
        second.send(head);
        // The two have their places for as long as their bodies come.
        CHECK(eventually([&] { return answered("/echo", 2000) == 503; }));
        CHECK(answered("/echo", 1000) == 200);
        first.send(std::string(2000, 'a'));
        CHECK(status_of(first) == 200);
        CHECK(eventually([&] { return answered("/echo", 2000) == 200; }));
    }
    // One that goes away in the middle gives its place back.
    CHECK(eventually([&] { return server->counters().open == 0; }));
    for (int i = 0; i < 3; ++i) CHECK(answered("/echo", 2000) == 200);
}

TEST_CASE("a head that comes too slowly ends the connection, however often bytes come") {
    http::ServerOptions options;
    options.header_time = 150ms;
    TestServer server(answer_at_once, options);
    RawClient silent(server.port());
    RawClient slow(server.port());
    RawClient later(server.port());
    later.send(get("/"));
    CHECK(status_of(later) == 200);

    const auto start = std::chrono::steady_clock::now();
    bool open = slow.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    later.send("G");
    while (open && std::chrono::steady_clock::now() < start + 3s) {
        std::this_thread::sleep_for(20ms);
        open = slow.send("a");
    }
    CHECK_FALSE(open);
    CHECK(silent.is_closed());
    CHECK(later.is_closed());
    CHECK(std::chrono::steady_clock::now() - start < 2s);
    CHECK(eventually([&] { return server->counters().open == 0; }));
    CHECK(server->counters().timed_out == 3);
}

TEST_CASE("an idle connection is closed, a served one is not") {
    http::ServerOptions options;
    options.idle_time = 150ms;
    TestServer server(answer_at_once, options);
    RawClient client(server.port());
    for (int i = 0; i < 5; ++i) {
        std::this_thread::sleep_for(50ms);
        client.send(get("/"));
        CHECK(status_of(client) == 200);
    }
    CHECK(client.is_closed());
}

TEST_CASE("a body that moves is read beyond the grace, one that crawls or takes too long is not") {
    http::ServerOptions options;
    options.body_grace = 100ms;
    options.min_rate = 500;
    options.body_time = 400ms;
    TestServer server(answer_at_once, options);
    const auto deliver = [&](const std::string& piece, int times) {
        RawClient client(server.port());
        client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                    std::to_string(piece.size() * static_cast<std::size_t>(times)) + "\r\n\r\n");
        for (int i = 0; i < times; ++i) {
            std::this_thread::sleep_for(20ms);
            if (!client.send(piece)) break;
        }
        return status_of(client);
    };
    CHECK(deliver(std::string(100, 'a'), 10) == 200);
    CHECK(deliver("a", 100) == 0);
    CHECK(deliver(std::string(100, 'a'), 100) == 0);
}

TEST_CASE("an answer that nobody takes ends the connection") {
    http::ServerOptions options;
    options.write_stall_time = 150ms;
    TestServer server(
        [](routing::Request, routing::Done done) {
            routing::Reply reply;
            reply.body.assign(64 * 1024 * 1024, 'x');
            done(std::move(reply));
        },
        options);
    RawClient client(server.port());
    client.send(get("/"));
    REQUIRE(eventually([&] { return server->counters().requests == 1; }));
    CHECK(eventually([&] { return server->counters().open == 0; }));
    CHECK(server->counters().timed_out == 1);
}

TEST_CASE("a handle may take longer than every deadline") {
    http::ServerOptions options;
    options.header_time = options.idle_time = options.body_time = options.body_grace =
        options.write_stall_time = 50ms;
    Held held;
    TestServer server(held.handle(), options);
    RawClient client(server.port());
    client.send(get("/"));
    REQUIRE(eventually([&] { return held.count() == 1; }));
    std::this_thread::sleep_for(200ms);
    held.take()({});
    CHECK(status_of(client) == 200);
}

TEST_CASE("beyond the cap on connections a client is told to come back") {
    http::ServerOptions options;
    options.max_connections = 2;
    TestServer server(answer_at_once, options);
    {
        RawClient first(server.port());
        RawClient second(server.port());
        first.send(get("/"));
        second.send(get("/"));
        CHECK(status_of(first) == 200);
        CHECK(status_of(second) == 200);

        RawClient third(server.port());
        third.send(get("/"));
        const auto response = third.read_response();
        REQUIRE(response);
        CHECK(response->status == 503);
        CHECK(response->has_header("retry-after"));
        CHECK(response->body.find("too_many_connections") != std::string::npos);
        CHECK(third.is_closed());
        CHECK(server->counters().turned_away == 1);

        first.send(get("/"));
        CHECK(status_of(first) == 200);
    }
    REQUIRE(eventually([&] { return server->counters().open == 0; }));
    RawClient later(server.port());
    later.send(get("/"));
    CHECK(status_of(later) == 200);
}

TEST_CASE("one address cannot take all connections, and another is served meanwhile") {
    http::ServerOptions options;
    options.max_per_address = 2;
    options.limit_loopback = true;
    TestServer server(answer_at_once, options);
    RawClient first(server.port());
    RawClient second(server.port());
    RawClient third(server.port());
    CHECK(status_of(third) == 503);

    RawClient::Options elsewhere;
    elsewhere.from = "127.0.0.2";
    RawClient other(server.port(), elsewhere);
    other.send(get("/"));
    CHECK(status_of(other) == 200);
}

TEST_CASE("loopback peers are not limited per address unless it is asked for") {
    http::ServerOptions options;
    options.max_per_address = 2;
    TestServer server(answer_at_once, options);
    std::vector<RawClient> clients;
    for (int i = 0; i < 10; ++i) {
        clients.emplace_back(server.port());
        clients.back().send(get("/"));
        CHECK(status_of(clients.back()) == 200);
    }
}

TEST_CASE("without file descriptors the server waits, and serves who is there") {
    TestServer server(answer_at_once);
    RawClient present(server.port());
    present.send(get("/"));
    REQUIRE(status_of(present) == 200);

    rlimit usual{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &usual) == 0);
    RawClient::Options options;
    options.before_connect = [&] {
        rlimit none = usual;
        none.rlim_cur = 3;
        ::setrlimit(RLIMIT_NOFILE, &none);
    };
    RawClient waiting(server.port(), options);
    waiting.send(get("/"));
    const std::clock_t before = std::clock();
    std::this_thread::sleep_for(300ms);
    const double busy = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    present.send(get("/"));
    const int served = status_of(present);
    ::setrlimit(RLIMIT_NOFILE, &usual);

    CHECK(busy < 0.15);
    CHECK(served == 200);
    CHECK(status_of(waiting) == 200);
}

TEST_CASE("stop answers the request in flight, closes idle connections at once and ends") {
    Held held;
    TestServer server(held.handle());
    RawClient idle(server.port());
    RawClient busy(server.port());
    idle.send(get("/"));
    REQUIRE(eventually([&] { return held.count() == 1; }));
    held.take()({});
    REQUIRE(status_of(idle) == 200);
    RawClient fresh(server.port());
    busy.send(get("/"));
    REQUIRE(eventually([&] { return held.count() == 1; }));

    const auto start = std::chrono::steady_clock::now();
    server->stop();
    server->stop();
    CHECK(idle.is_closed());
    CHECK(fresh.is_closed());
    CHECK(std::chrono::steady_clock::now() - start < 1s);
    CHECK(server->draining());
    CHECK_THROWS(RawClient(server.port()));
    CHECK(busy.stays_open());

    held.take()({});
    const auto response = busy.read_response();
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->header("connection") == "close");
    CHECK(busy.is_closed());
    server->join();
    CHECK(std::chrono::steady_clock::now() - start < 3s);
}

TEST_CASE("stop under load loses no request that was taken") {
    Workers workers(2);
    TestServer server(workers.handle());
    std::atomic<std::uint64_t> answered{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i) {
        // Connected before anything stops, however slow the machine is.
        clients.emplace_back([&answered, client = std::make_shared<RawClient>(server.port())] {
            const std::string text(20'000, 'a');
            while (client->send(post("/echo", text)) && body_of(*client) == text) ++answered;
        });
    }
    const bool loaded = eventually([&] { return answered > 100; });
    server->stop();
    for (auto& client : clients) client.join();
    server->join();
    CHECK(loaded);
    CHECK(answered == server->counters().requests);
}

TEST_CASE("stop waits no longer than the drain time, and a later reply is dropped") {
    for (const int threads : {1, 2}) {
        Held held;
        http::ServerOptions options;
        options.drain_time = 150ms;
        options.threads = threads;
        {
            TestServer server(held.handle(), options);
            RawClient client(server.port());
            client.send(get("/"));
            REQUIRE(eventually([&] { return held.count() == 1; }));
            const auto start = std::chrono::steady_clock::now();
            server->stop();
            server->join();
            const auto taken = std::chrono::steady_clock::now() - start;
            CHECK(taken >= 150ms);
            CHECK(taken < 2s);
            CHECK(client.is_closed());
        }
        held.take()({});
    }
}

TEST_CASE("SIGTERM stops the server") {
    http::Server server({}, answer_at_once);
    server.stop_on_signals();
    server.start();
    RawClient client(server.port());
    client.send(get("/"));
    CHECK(status_of(client) == 200);
    ::kill(::getpid(), SIGTERM);
    CHECK(client.is_closed());
    server.join();
    CHECK(server.draining());
}

TEST_CASE("a second SIGTERM does not wait for the request in flight") {
    Held held;
    http::Server server({}, held.handle());
    server.stop_on_signals();
    server.start();
    RawClient client(server.port());
    client.send(get("/"));
    REQUIRE(eventually([&] { return held.count() == 1; }));
    const auto start = std::chrono::steady_clock::now();
    ::kill(::getpid(), SIGTERM);
    REQUIRE(eventually([&] { return server.draining(); }));
    CHECK(client.stays_open());
    ::kill(::getpid(), SIGTERM);
    server.join();
    CHECK(std::chrono::steady_clock::now() - start < 3s);
    CHECK(client.is_closed());
}

TEST_CASE("a server that never ran or still runs can be destroyed") {
    { const http::Server never({}, answer_at_once); }
    Held held;
    {
        http::Server running({}, held.handle());
        running.start();
        RawClient client(running.port());
        client.send(get("/"));
        REQUIRE(eventually([&] { return held.count() == 1; }));
    }
    held.take()({});
}

TEST_CASE("what keeps the server from starting is said in a sentence") {
    http::ServerOptions options;
    const http::Server first(options, answer_at_once);
    options.port = first.port();
    CHECK_THROWS_WITH(http::Server(options, answer_at_once),
                      Catch::Contains("cannot listen on 127.0.0.1:" + std::to_string(options.port) +
                                      ": Address already in use"));
    options.address = "lager.example";
    CHECK_THROWS_WITH(http::Server(options, answer_at_once), Catch::Contains("not an IP address"));
    options = {};
    options.tls_certificate = "/nowhere/cert.pem";
    CHECK_THROWS_WITH(http::Server(options, answer_at_once), Catch::Contains("both"));
    options.tls_key = "/nowhere/key.pem";
    CHECK_THROWS_WITH(http::Server(options, answer_at_once), Catch::Contains("/nowhere/cert.pem"));
}

TEST_CASE("a handle that throws or forgets its answer gives 500, and a second answer is ignored") {
    TestServer server([](routing::Request request, routing::Done done) {
        if (request.path == "/throws") throw std::runtime_error("secret");
        if (request.path == "/forgets") return;
        done(small_reply(request));
        done({});
    });
    RawClient client(server.port());
    client.send(get("/throws") + get("/forgets") + get("/twice") + get("/twice"));
    for (int i = 0; i < 2; ++i) {
        const auto response = client.read_response();
        REQUIRE(response);
        CHECK(response->status == 500);
        CHECK(response->body.find("internal_error") != std::string::npos);
        CHECK(response->body.find("secret") == std::string::npos);
    }
    CHECK(body_of(client) == "/twice?");
    CHECK(body_of(client) == "/twice?");
    CHECK(client.stays_open());
}

TEST_CASE("many connections with answers from other threads get each their own") {
    for (const int threads : {1, 2}) {
        Workers workers(3);
        http::ServerOptions options;
        options.threads = threads;
        TestServer server(workers.handle(), options);
        std::vector<RawClient> clients;
        for (int i = 0; i < 64; ++i) clients.emplace_back(server.port());
        int wrong = 0;
        for (int round = 0; round < 50; ++round) {
            const auto text = [&](std::size_t i) {
                return std::string(i, 'a') + std::to_string(round);
            };
            for (std::size_t i = 0; i < clients.size(); ++i)
                clients[i].send(post("/echo", text(i)));
            for (std::size_t i = 0; i < clients.size(); ++i)
                wrong += body_of(clients[i]) != text(i);
        }
        CHECK(wrong == 0);
        CHECK(server->counters().requests == 64 * 50);
        CHECK(server->counters().connections == 64);
    }
}

TEST_CASE("clients that vanish in the middle leave nothing behind") {
    Workers workers(2);
    TestServer server(workers.handle());
    for (int i = 0; i < 100; ++i) {
        RawClient client(server.port());
        const std::string request = post("/echo", std::string(1000, 'a'));
        client.send(request.substr(0, static_cast<std::size_t>(i) * request.size() / 99));
    }
    CHECK(eventually([&] { return server->counters().open == 0; }));
}
