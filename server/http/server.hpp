#pragma once
// The HTTP server: listens, lets requests through the gate, asks the handle, answers, and drains at
// the end.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "routing/handle.hpp"

namespace http {

struct ServerOptions {
    std::string address = "127.0.0.1";  // an IP address, no name
    unsigned short port = 0;            // 0: any free one
    std::string tls_certificate;        // PEM file, whole chain; both empty: plain HTTP
    std::string tls_key;                // PEM file
    std::vector<std::string>
        hosts;  // names that are served, with or without port; empty: any well-formed Host

    std::size_t max_connections = 2048;
    std::size_t max_per_address = 64;  // an IPv6 address counts as its /64
    // Loopback peers are not limited per address: behind them are a proxy or the depot's own
    // programs.
    bool limit_loopback = false;
    std::size_t max_body = 1024 * 1024;

    std::chrono::milliseconds tls_handshake_time{10'000};
    std::chrono::milliseconds header_time{
        10'000};  // absolute: first byte (or connect) to the end of the head
    std::chrono::milliseconds idle_time{30'000};   // between requests
    std::chrono::milliseconds body_grace{10'000};  // from then on a body keeps min_rate
    std::chrono::milliseconds body_time{60'000};   // and is complete by then
    std::chrono::milliseconds write_stall_time{
        30'000};                 // an answer that does not move; a long one keeps min_rate
    std::size_t min_rate = 500;  // bytes per second
    std::chrono::milliseconds linger_time{
        5'000};  // how long what a client still sends is read and thrown away
    std::size_t linger_bytes = 16 * 1024 * 1024;  // and how much of it
    std::chrono::milliseconds drain_time{8'000};  // from stop() to the end of run()

    int threads = 1;
};

// Since the start; read from any thread.
struct Counters {
    std::atomic<std::uint64_t> connections{0};      // served ones, closed ones included
    std::atomic<std::uint64_t> open{0};             // of them open now
    std::atomic<std::uint64_t> turned_away{0};      // over a cap
    std::atomic<std::uint64_t> requests{0};         // given to the handle
    std::atomic<std::uint64_t> refused_by_gate{0};  // answered without the handle
    std::atomic<std::uint64_t> timed_out{0};        // closed by a deadline
    std::atomic<std::uint64_t> feeds{0};            // answers that are going on now
};

class Server {
public:
    // Listens at once, so that port() is known; serves from run() or start() on.
    // Throws std::runtime_error with a sentence for people: address in use, unreadable certificate.
    Server(ServerOptions options, routing::Handle handle);
    ~Server();  // ends without draining when it still runs
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    unsigned short port() const;

    // Serves on this thread (and threads - 1 others) until it is stopped and drained. Once per
    // server. After it has returned the handle is not called again; a reply that comes later is
    // dropped.
    void run();

    // The same on threads of its own.
    void start();
    void join();

    // From any thread, more than once: stop accepting, close idle connections, let requests under
    // way be answered, and end within drain_time.
    void stop();

    // SIGTERM and SIGINT stop; a second one ends without waiting for requests under way. Call
    // before run().
    void stop_on_signals();

    // stop() was called.
    bool draining() const;

    const Counters& counters() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace http
