#include "http/server.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "http/beast.hpp"
#include "http/connections.hpp"
#include "http/session.hpp"
#include "http/tls.hpp"

namespace http {
namespace {

using asio::ip::tcp;

constexpr std::chrono::milliseconds accept_pause(100);
constexpr std::chrono::milliseconds drain_tick(20);
// Connections that are being told that there are too many; what comes beyond is closed without a
// word.
constexpr std::size_t most_turned_away = 128;

[[noreturn]] void fail(const std::string& what, const beast::error_code& error) {
    throw std::runtime_error(what + ": " + error.message());
}

tcp::acceptor listen(const asio::any_io_executor& executor, const std::string& address_text,
                     unsigned short port) {
    beast::error_code error;
    const auto address = asio::ip::make_address(address_text, error);
    if (error)
        throw std::runtime_error("cannot listen on \"" + address_text + "\": not an IP address");
    const tcp::endpoint endpoint(address, port);
    const std::string where =
        (address.is_v6() ? "[" + address_text + "]" : address_text) + ":" + std::to_string(port);

    tcp::acceptor acceptor(executor);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error) fail("cannot listen on " + where, error);
    return acceptor;
}

asio::ip::address plain_address(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address;
}

// What counts as one address: a household or an attacker has a whole /64 of IPv6.
std::string address_key(const asio::ip::address& address) {
    if (address.is_v4()) return address.to_string();
    return asio::ip::make_network_v6(address.to_v6(), 64).canonical().to_string();
}

// Deadlines are kept by looking at all connections now and then, which costs the hot path no timer.
std::chrono::milliseconds sweep_interval(const ServerOptions& options) {
    const auto shortest = std::min({options.tls_handshake_time, options.header_time,
                                    options.idle_time, options.body_grace, options.body_time,
                                    options.write_stall_time, options.linger_time});
    return std::clamp(shortest / 8, std::chrono::milliseconds(5), std::chrono::milliseconds(250));
}

}  // namespace

// Acceptor, sweep, signals and drain run on one strand; each connection on its own.
class Server::Impl {
public:
    Impl(ServerOptions options, routing::Handle handle)
        : served_(options.max_connections, options.max_per_address),
          turned_away_(most_turned_away, most_turned_away),
          io_(std::max(options.threads, 1)),
          control_(asio::make_strand(io_)),
          acceptor_(control_),
          pause_(control_),
          sweep_(control_),
          signals_(control_) {
        if (options.tls_certificate.empty() != options.tls_key.empty())
            throw std::runtime_error("TLS needs both a certificate and a key");
        if (!options.tls_certificate.empty())
            tls_.emplace(make_tls_context(options.tls_certificate, options.tls_key));
        acceptor_ = listen(control_, options.address, options.port);
        port_ = acceptor_.local_endpoint().port();
        site_.options = std::move(options);
        site_.handle = std::move(handle);
    }

    ~Impl() {
        asio::post(control_, [this] { end_now(); });
        join();
    }

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void run() {
        begin();
        std::vector<std::thread> helpers;
        for (int i = 1; i < site_.options.threads; ++i) helpers.emplace_back([this] { io_.run(); });
        io_.run();
        for (auto& helper : helpers) helper.join();
    }

    void start() {
        main_thread_ = std::thread([this] { run(); });
    }

    void join() {
        if (main_thread_.joinable()) main_thread_.join();
    }

    void stop() {
        asio::post(control_, [this] { drain(); });
    }

    void stop_on_signals() {
        signals_.add(SIGINT);
        signals_.add(SIGTERM);
    }

    unsigned short port() const { return port_; }
    const Site& site() const { return site_; }

private:
    void begin() {
        start_accepting();
        asio::post(control_, [this] {
            sweep_later();
            wait_for_signal();
        });
    }

    // What fails for one connection (no memory) must not end the listening.
    void start_accepting() {
        asio::co_spawn(control_, accept_all(), [this](std::exception_ptr failure) {
            if (failure && !site_.draining) start_accepting();
        });
    }

    asio::awaitable<void> accept_all() {
        while (acceptor_.is_open()) {
            beast::error_code error;
            tcp::endpoint peer;
            const asio::any_io_executor executor = session_executor();
            tcp::socket socket = co_await acceptor_.async_accept(
                executor, peer, asio::redirect_error(asio::use_awaitable, error));
            if (!error) {
                // One that came with the end: nobody would sweep it.
                if (!site_.draining) admit(std::move(socket), peer);
                continue;
            }
            // A client that gave up while it waited is nothing; no descriptors left would come
            // again at once.
            if (error == asio::error::connection_aborted || !acceptor_.is_open()) continue;
            pause_.expires_after(accept_pause);
            co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
    }

    asio::any_io_executor session_executor() {
        if (site_.options.threads > 1) return asio::make_strand(io_);
        return io_.get_executor();
    }

    void admit(tcp::socket socket, const tcp::endpoint& peer) {
        beast::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);

        const auto address = plain_address(peer.address());
        const bool counts = !address.is_loopback() || site_.options.limit_loopback;
        auto seat = served_.take_seat(counts ? address_key(address) : std::string());
        if (seat) {
            Arrival arrival{std::move(socket), served_, std::move(seat), address.is_loopback()};
            if (tls_)
                start_tls_session(site_, std::move(arrival), *tls_);
            else
                start_plain_session(site_, std::move(arrival));
            return;
        }
        site_.counters.turned_away.fetch_add(1, std::memory_order_relaxed);
        // A handshake only to say no would cost more than it tells.
        if (tls_) return;
        auto corner = turned_away_.take_seat(std::string());
        if (corner)
            turn_away(site_, Arrival{std::move(socket), turned_away_, std::move(corner),
                                     address.is_loopback()});
    }

    void sweep_later() {
        sweep_.expires_after(site_.draining ? drain_tick : sweep_interval(site_.options));
        sweep_.async_wait([this](const beast::error_code& error) {
            if (!error || site_.draining) sweep();
        });
    }

    void sweep() {
        const auto now = Clock::now();
        for (const auto* const group : {&served_, &turned_away_}) {
            for (const auto& connection : group->overdue(now)) connection->close_if_overdue();
        }
        if (site_.draining) {
            if (served_.empty() && turned_away_.empty()) {
                finished_ = true;
                beast::error_code ignored;
                signals_.cancel(ignored);
                return;  // nothing left to do: run() returns
            }
            if (now >= drain_end_) abandon_all();
        }
        sweep_later();
    }

    void wait_for_signal() {
        if (finished_) return;
        signals_.async_wait([this](const beast::error_code& error, int) {
            if (error) return;
            if (site_.draining)
                end_now();
            else
                drain();
            wait_for_signal();
        });
    }

    void drain() {
        if (site_.draining.exchange(true)) return;
        drain_end_ = Clock::now() + site_.options.drain_time;
        beast::error_code ignored;
        acceptor_.close(ignored);
        pause_.cancel();
        for (const auto* const group : {&served_, &turned_away_}) {
            for (const auto& connection : group->all()) connection->drain();
        }
        sweep_.cancel();
    }

    void end_now() {
        drain();
        drain_end_ = Clock::now();
    }

    void abandon_all() {
        for (const auto* const group : {&served_, &turned_away_}) {
            for (const auto& connection : group->all()) connection->abandon();
        }
    }

    // Before io_: what it still holds when destroyed gives back its seat.
    Connections served_;
    Connections turned_away_;
    Site site_;
    std::optional<asio::ssl::context> tls_;
    asio::io_context io_;
    asio::any_io_executor control_;
    tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    asio::steady_timer sweep_;
    asio::signal_set signals_;
    Clock::time_point drain_end_;
    bool finished_ = false;
    unsigned short port_ = 0;
    std::thread main_thread_;
};

Server::Server(ServerOptions options, routing::Handle handle)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handle))) {}

Server::~Server() = default;

unsigned short Server::port() const { return impl_->port(); }
void Server::run() { impl_->run(); }
void Server::start() { impl_->start(); }
void Server::join() { impl_->join(); }
void Server::stop() { impl_->stop(); }
void Server::stop_on_signals() { impl_->stop_on_signals(); }
bool Server::draining() const { return impl_->site().draining.load(); }
const Counters& Server::counters() const { return impl_->site().counters; }

}  // namespace http
