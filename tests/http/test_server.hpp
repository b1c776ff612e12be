#pragma once
// A real server on a free loopback port with a handle of the test; stopped and joined at the end of
// its scope.

#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "http/server.hpp"

namespace http_tests {

class TestServer {
public:
    explicit TestServer(routing::Handle handle, http::ServerOptions options = {})
        : server_(std::move(options), std::move(handle)) {
        server_.start();
    }
    ~TestServer() {
        server_.stop();
        server_.join();
    }
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    http::Server* operator->() { return &server_; }
    unsigned short port() const { return server_.port(); }

private:
    http::Server server_;
};

// A small routing: the path decides.
//   /echo: the body back; a body that was not read: 413; else "path?query"
inline routing::Reply small_reply(const routing::Request& request) {
    routing::Reply reply;
    if (request.body_too_large) {
        reply.status = 413;
        reply.body = "{}";
        return reply;
    }
    reply.content_type = "text/plain; charset=utf-8";
    reply.body = request.path == "/echo" ? request.body : request.path + "?" + request.query;
    return reply;
}

inline std::string get(const std::string& path, const std::string& more_fields = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more_fields + "\r\n";
}

inline std::string post(const std::string& path, const std::string& body) {
    return "POST " + path +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

template <class Condition>
bool eventually(Condition condition,
                std::chrono::milliseconds time = std::chrono::milliseconds(5'000)) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

}  // namespace http_tests
