#pragma once
// One connection from its first byte to its last.

#include <atomic>
#include <memory>

#include "http/beast.hpp"
#include "http/connections.hpp"
#include "http/server.hpp"
#include "routing/handle.hpp"

namespace http {

// What the sessions of a server share. Outlives them.
struct Site {
    ServerOptions options;
    routing::Handle handle;
    Counters counters;
    std::atomic<bool> draining{false};
    std::atomic<int> large_bodies{0};  // being read, or with the handle
};

// A connected socket with its place among the others.
struct Arrival {
    asio::ip::tcp::socket socket;
    Connections& connections;
    Connections::Seat seat;
    bool from_loopback = false;
};

// Each starts a session that runs on the executor of the socket and ends by itself.
void start_plain_session(Site& site, Arrival arrival);
void start_tls_session(Site& site, Arrival arrival, asio::ssl::context& tls);

// Over a cap: 503 with Retry-After, nothing is read as a request.
void turn_away(Site& site, Arrival arrival);

}  // namespace http
