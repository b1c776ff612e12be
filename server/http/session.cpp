#include "http/session.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <algorithm>

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "http/answer.hpp"
#include "http/gate.hpp"
#include "http/head.hpp"
#include "http/reply_slot.hpp"
#include "routing/feed.hpp"

// Coroutine bodies here call, they do not compose; the rules are in README.md.

namespace http {
namespace {

using PlainStream = asio::ip::tcp::socket;
using TlsStream = asio::ssl::stream<asio::ip::tcp::socket>;
using asio::redirect_error;
using asio::use_awaitable;

// More than the gate lets a head have, so that the gate speaks before the buffer is full.
constexpr std::size_t buffer_limit = 32 * 1024;
constexpr std::size_t read_step = 4 * 1024;
// A body is given room as it comes, not as it is announced.
constexpr std::size_t body_step = 64 * 1024;
// Up to here head and body leave in one write.
constexpr std::size_t joined_body = 16 * 1024;
// A feed's peer that takes nothing is found out by a few events, not by megabytes of them.
constexpr int feed_send_buffer = 16 * 1024;
constexpr std::chrono::milliseconds turn_away_time(1'000);
constexpr std::chrono::milliseconds drain_linger_time(1'000);
constexpr std::chrono::milliseconds tls_goodbye_time(2'000);

PlainStream& socket_of(PlainStream& stream) { return stream; }
PlainStream& socket_of(TlsStream& stream) { return stream.next_layer(); }

std::chrono::milliseconds time_for(std::uint64_t bytes, std::size_t bytes_per_second) {
    return std::chrono::milliseconds(bytes * 1000 / std::max<std::size_t>(bytes_per_second, 1));
}

// One more while it lives.
class Count {
public:
    explicit Count(std::atomic<std::uint64_t>& of) : of_(of) {
        of_.fetch_add(1, std::memory_order_relaxed);
    }
    Count(const Count&) = delete;
    Count& operator=(const Count&) = delete;
    ~Count() { of_.fetch_sub(1, std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t>& of_;
};

// Answers in place of a handle that lost its Done.
class Promise {
public:
    explicit Promise(std::shared_ptr<ReplySlot> slot) : slot_(std::move(slot)) {}
    Promise(const Promise&) = delete;
    Promise& operator=(const Promise&) = delete;
    ~Promise() {
        if (!slot_->settled()) slot_->put(problem(500, "internal_error", "Intern feil"));
    }

    void keep(routing::Reply reply) { slot_->put(std::move(reply)); }

private:
    std::shared_ptr<ReplySlot> slot_;
};

void ask(const routing::Handle& handle, routing::Request request, std::shared_ptr<ReplySlot> slot) {
    const auto promise = std::make_shared<Promise>(std::move(slot));
    try {
        handle(std::move(request),
               [promise](routing::Reply reply) { promise->keep(std::move(reply)); });
    } catch (...) {
        // Against its contract; the promise answers.
    }
}

routing::Reply refusal_reply(const GateRefusal& refusal) {
    routing::Reply reply = problem(refusal.status, refusal.code, refusal.title);
    if (refusal.status == 405)
        reply.headers.emplace_back("allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
    return reply;
}

routing::Reply turned_away_reply() {
    routing::Reply reply = problem(503, "too_many_connections", "For mange forbindelser");
    reply.headers.emplace_back("retry-after", "5");
    return reply;
}

// Where a connection with a feed waits for it; rung from any thread.
class Bell : public std::enable_shared_from_this<Bell> {
public:
    explicit Bell(const asio::any_io_executor& executor) : timer(executor) {}
    void ring() {
        asio::post(timer.get_executor(), [self = shared_from_this()] { self->timer.cancel(); });
    }
    asio::steady_timer timer;
};

template <class Stream>
class Session final : public Connection {
public:
    template <class... StreamArguments>
    Session(Site& site, Connections& connections, Connections::Seat seat, bool from_loopback,
            StreamArguments&&... stream)
        : site_(site),
          connections_(connections),
          seat_(std::move(seat)),
          from_loopback_(from_loopback),
          stream_(std::forward<StreamArguments>(stream)...),
          gate_(site.options.hosts) {
        connections_.add(*this);
    }

    ~Session() override { connections_.remove(*this); }

    asio::any_io_executor executor() { return stream_.get_executor(); }

    asio::awaitable<void> serve();
    asio::awaitable<void> refuse_service();
    asio::awaitable<void> watch_peer();
    void peer_is_gone() {
        peer_watched_ = false;
        bell_->timer.cancel();
    }

    void close_if_overdue() override {
        asio::post(executor(), [self = self()] {
            if (self->deadline() <= Clock::now()) {
                self->site_.counters.timed_out.fetch_add(1, std::memory_order_relaxed);
                self->set_deadline(Clock::time_point::max());
                self->close();
            }
        });
    }

    void drain() override {
        asio::post(executor(), [self = self()] {
            if (self->idle_) self->close();
            if (self->bell_) self->bell_->timer.cancel();
        });
    }

    void abandon() override {
        asio::post(executor(), [self = self()] {
            self->close();
            if (self->slot_) self->slot_->abandon();
        });
    }

private:
    enum class After { next_request, close_gently, gone };

    std::shared_ptr<Session> self() {
        return std::static_pointer_cast<Session>(shared_from_this());
    }

    asio::awaitable<bool> shake_hands();
    asio::awaitable<After> serve_request();
    asio::awaitable<Gate::Verdict> receive_head();
    asio::awaitable<bool> receive_body(std::string& body);
    asio::awaitable<After> refuse(GateRefusal refusal);
    asio::awaitable<bool> send_reply(const routing::Reply& reply, const AnswerFrame& frame);
    asio::awaitable<After> send_feed(std::shared_ptr<routing::Feed> feed);
    void begin_feed(routing::Feed& feed);
    asio::awaitable<bool> send(std::string_view bytes);
    asio::awaitable<void> close_gently(std::chrono::milliseconds linger_time);

    void close() {
        beast::error_code ignored;
        socket_of(stream_).close(ignored);
    }

    // The bytes received and not yet used.
    std::string_view received() const {
        const auto bytes = buffer_.data();
        return std::string_view(static_cast<const char*>(bytes.data()), bytes.size());
    }

    static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;

    Site& site_;
    Connections& connections_;
    Connections::Seat seat_;
    const bool from_loopback_;
    Stream stream_;
    beast::flat_buffer buffer_{buffer_limit};
    Gate gate_;
    std::string out_;  // reused, so that a small answer allocates nothing

    // Only on the executor.
    bool first_request_ = true;
    bool idle_ = false;  // waits for the first byte of a request
    std::shared_ptr<ReplySlot> slot_;
    // With a feed.
    std::shared_ptr<Bell> bell_;
    bool peer_watched_ = false;
};

template <class Stream>
asio::awaitable<void> Session<Stream>::serve() {
    // The first head has its time from here on, so that a connection which says nothing does not
    // stay.
    if (!co_await shake_hands()) co_return;
    set_deadline(Clock::now() + site_.options.header_time);
    After after = After::next_request;
    while (after == After::next_request) after = co_await serve_request();
    if (after == After::close_gently)
        co_await close_gently(site_.draining
                                  ? std::min(site_.options.linger_time, drain_linger_time)
                                  : site_.options.linger_time);
}

template <class Stream>
asio::awaitable<void> Session<Stream>::refuse_service() {
    AnswerFrame frame;
    frame.close = true;
    const routing::Reply reply = turned_away_reply();
    const bool sent = co_await send_reply(reply, frame);
    if (sent) co_await close_gently(turn_away_time);
}

template <class Stream>
asio::awaitable<bool> Session<Stream>::shake_hands() {
    if constexpr (is_tls) {
        set_deadline(Clock::now() + site_.options.tls_handshake_time);
        beast::error_code error;
        co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                         redirect_error(use_awaitable, error));
        co_return !error;
    } else {
        co_return true;
    }
}

template <class Stream>
auto Session<Stream>::serve_request() -> asio::awaitable<After> {
    const Gate::Verdict verdict = co_await receive_head();
    if (verdict == Gate::Verdict::more) co_return After::gone;
    if (verdict == Gate::Verdict::refused) co_return co_await refuse(gate_.refusal());

    const std::string_view bytes =
        received().substr(gate_.head_begin(), gate_.head_end() - gate_.head_begin());
    std::optional<Head> head = parse_head(bytes, gate_.content_length(), from_loopback_);
    if (!head) {
        const GateRefusal disagreement = {400, "bad_framing", "Forespørselen kunne ikke leses"};
        co_return co_await refuse(disagreement);
    }
    buffer_.consume(gate_.head_end());

    head->request.body_too_large = gate_.content_length() > site_.options.max_body;
    if (!head->request.body_too_large && gate_.content_length() > 0) {
        const bool complete = co_await receive_body(head->request.body);
        if (!complete) co_return After::gone;
    }
    const bool unread = head->request.body_too_large;

    set_deadline(Clock::time_point::max());
    site_.counters.requests.fetch_add(1, std::memory_order_relaxed);
    slot_ = std::make_shared<ReplySlot>(executor());
    ask(site_.handle, std::move(head->request), slot_);
    if (!slot_->settled()) co_await async_settled(*slot_, use_awaitable);
    std::optional<routing::Reply> reply = slot_->take();
    slot_.reset();
    if (!reply) co_return After::gone;

    AnswerFrame frame;
    frame.head_only = head->head_only;
    const bool feeds = reply->feed && !head->head_only;
    frame.close = reply->close || unread || !head->keep_alive || feeds ||
                  site_.draining.load(std::memory_order_relaxed);
    frame.keep_alive = head->http_1_0;
    const bool sent = co_await send_reply(*reply, frame);
    if (!sent) co_return After::gone;
    first_request_ = false;
    if (feeds) co_return co_await send_feed(std::move(reply->feed));
    co_return frame.close ? After::close_gently : After::next_request;
}

// more: the connection ended before the head did.
template <class Stream>
asio::awaitable<Gate::Verdict> Session<Stream>::receive_head() {
    gate_.restart();
    bool begun = buffer_.size() > 0;
    if (!first_request_)
        set_deadline(Clock::now() + (begun ? site_.options.header_time : site_.options.idle_time));
    while (true) {
        const Gate::Verdict verdict = gate_.look(received());
        if (verdict != Gate::Verdict::more) co_return verdict;
        if (!begun && site_.draining.load(std::memory_order_relaxed)) co_return Gate::Verdict::more;

        idle_ = !begun;
        beast::error_code error;
        const auto room = buffer_.prepare(std::min(read_step, buffer_limit - buffer_.size()));
        const std::size_t count =
            co_await stream_.async_read_some(room, redirect_error(use_awaitable, error));
        idle_ = false;
        if (error) co_return Gate::Verdict::more;
        buffer_.commit(count);
        if (!begun && !first_request_) set_deadline(Clock::now() + site_.options.header_time);
        begun = true;
    }
}

// False when the connection ended before the body did.
template <class Stream>
asio::awaitable<bool> Session<Stream>::receive_body(std::string& body) {
    const auto length = static_cast<std::size_t>(gate_.content_length());
    const std::size_t already = std::min(length, buffer_.size());
    body.assign(received().substr(0, already));
    buffer_.consume(already);

    const Clock::time_point start = Clock::now();
    // A client that has begun to send does not wait for leave.
    if (gate_.expects_continue() && already == 0) {
        const bool sent = co_await send("HTTP/1.1 100 Continue\r\n\r\n");
        if (!sent) co_return false;
    }
    while (body.size() < length) {
        const ServerOptions& options = site_.options;
        set_deadline(start +
                     std::min(options.body_time,
                              options.body_grace + time_for(body.size(), options.min_rate)));
        const std::size_t have = body.size();
        body.resize(std::min(length, have + body_step));
        const auto room = asio::buffer(body.data() + have, body.size() - have);
        beast::error_code error;
        const std::size_t count =
            co_await stream_.async_read_some(room, redirect_error(use_awaitable, error));
        body.resize(have + count);
        if (error) co_return false;
    }
    co_return true;
}

template <class Stream>
auto Session<Stream>::refuse(GateRefusal refusal) -> asio::awaitable<After> {
    site_.counters.refused_by_gate.fetch_add(1, std::memory_order_relaxed);
    AnswerFrame frame;
    frame.close = true;
    frame.head_only = gate_.is_head_method();
    const routing::Reply reply = refusal_reply(refusal);
    const bool sent = co_await send_reply(reply, frame);
    co_return sent ? After::close_gently : After::gone;
}

template <class Stream>
asio::awaitable<bool> Session<Stream>::send_reply(const routing::Reply& reply,
                                                  const AnswerFrame& frame) {
    AnswerFrame whole = frame;
    whole.tls = is_tls;
    out_.clear();
    append_answer_head(out_, reply, whole);
    if (!has_body(reply, frame)) co_return co_await send(out_);
    if (reply.body.size() <= joined_body) {
        out_ += reply.body;
        co_return co_await send(out_);
    }
    const bool sent = co_await send(out_);
    if (!sent) co_return false;
    co_return co_await send(reply.body);
}

// False when the connection ended first. The deadline moves with what the peer takes.
template <class Stream>
asio::awaitable<bool> Session<Stream>::send(std::string_view bytes) {
    const ServerOptions& options = site_.options;
    const Clock::time_point start = Clock::now();
    Clock::time_point now = start;
    std::size_t sent = 0;
    while (true) {
        set_deadline(options.write_stall_time +
                     std::min(now, start + time_for(sent, options.min_rate)));
        const auto rest = asio::buffer(bytes.data() + sent, bytes.size() - sent);
        beast::error_code error;
        sent += co_await stream_.async_write_some(rest, redirect_error(use_awaitable, error));
        if (error) co_return false;
        if (sent == bytes.size()) co_return true;
        now = Clock::now();
    }
}

// Nobody else moves the deadline meanwhile: what keeps a feed alive is that the peer takes it.
template <class Stream>
auto Session<Stream>::send_feed(std::shared_ptr<routing::Feed> feed) -> asio::awaitable<After> {
    const Count going_on(site_.counters.feeds);
    begin_feed(*feed);
    beast::error_code ignored;
    bool sent = true;
    bool over = false;
    while (sent && !over && peer_watched_ && !site_.draining.load(std::memory_order_relaxed)) {
        const routing::Feed::Next next = feed->next(Clock::now());
        over = next.over;
        if (!next.bytes.empty()) {
            sent = co_await send(next.bytes);
            set_deadline(Clock::time_point::max());
        } else if (!over) {
            bell_->timer.expires_at(next.ask_again);
            co_await bell_->timer.async_wait(redirect_error(use_awaitable, ignored));
        }
    }
    feed.reset();
    const bool still_there = sent && peer_watched_;
    socket_of(stream_).cancel(ignored);
    // One reads at a time.
    while (peer_watched_) {
        bell_->timer.expires_at(Clock::time_point::max());
        co_await bell_->timer.async_wait(redirect_error(use_awaitable, ignored));
    }
    co_return still_there ? After::close_gently : After::gone;
}

// Until the peer ends the connection or sends more than any client has to say.
template <class Stream>
asio::awaitable<void> Session<Stream>::watch_peer() {
    beast::error_code error;
    buffer_.clear();
    const auto scratch = buffer_.prepare(read_step);
    std::size_t thrown_away = 0;
    while (!error && thrown_away < buffer_limit)
        thrown_away +=
            co_await stream_.async_read_some(scratch, redirect_error(use_awaitable, error));
}

// Says that nothing more comes, then reads away what the client still sends: a close with unread
// bytes would be a reset, and the client might lose the answer.
template <class Stream>
asio::awaitable<void> Session<Stream>::close_gently(std::chrono::milliseconds linger_time) {
    beast::error_code error;
    if constexpr (is_tls) {
        set_deadline(Clock::now() + std::min(linger_time, tls_goodbye_time));
        co_await stream_.async_shutdown(redirect_error(use_awaitable, error));
    }
    auto& socket = socket_of(stream_);
    socket.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    if (error) co_return;
    set_deadline(Clock::now() + linger_time);
    buffer_.clear();
    const auto scratch = buffer_.prepare(buffer_limit / 2);
    std::size_t thrown_away = 0;
    while (!error && thrown_away < site_.options.linger_bytes)
        thrown_away +=
            co_await socket.async_read_some(scratch, redirect_error(use_awaitable, error));
}

// An exception (no memory) ends its connection and no other.
void ignore_failure(std::exception_ptr) {}

// However the watch ends.
template <class Session>
class PeerWatch {
public:
    explicit PeerWatch(Session& session) : session_(session) {}
    PeerWatch(const PeerWatch&) = delete;
    PeerWatch& operator=(const PeerWatch&) = delete;
    ~PeerWatch() { session_.peer_is_gone(); }

private:
    Session& session_;
};

template <class Stream>
asio::awaitable<void> run_watch(std::shared_ptr<Session<Stream>> session) {
    const PeerWatch<Session<Stream>> watch(*session);
    co_await session->watch_peer();
}

template <class Stream>
void Session<Stream>::begin_feed(routing::Feed& feed) {
    // Who has shown who it is does not take the place of others at its address.
    seat_.leave_address();
    // A peer that is gone without a word does not acknowledge the next heartbeat.
    using UserTimeout = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_USER_TIMEOUT>;
    beast::error_code ignored;
    socket_of(stream_).set_option(
        UserTimeout(static_cast<int>(site_.options.write_stall_time.count())), ignored);
    socket_of(stream_).set_option(asio::socket_base::send_buffer_size(feed_send_buffer), ignored);
    set_deadline(Clock::time_point::max());
    bell_ = std::make_shared<Bell>(executor());
    peer_watched_ = true;
    asio::co_spawn(executor(), run_watch(self()), ignore_failure);
    feed.start([bell = bell_] { bell->ring(); });
}

// The coroutine owns its session.
template <class Stream>
asio::awaitable<void> run_session(std::shared_ptr<Session<Stream>> session, Counters& counters) {
    counters.connections.fetch_add(1, std::memory_order_relaxed);
    const Count open(counters.open);
    co_await session->serve();
}

asio::awaitable<void> run_refusal(std::shared_ptr<Session<PlainStream>> session) {
    co_await session->refuse_service();
}

}  // namespace

void start_plain_session(Site& site, Arrival arrival) {
    auto session =
        std::make_shared<Session<PlainStream>>(site, arrival.connections, std::move(arrival.seat),
                                               arrival.from_loopback, std::move(arrival.socket));
    const auto executor = session->executor();
    asio::co_spawn(executor, run_session(std::move(session), site.counters), ignore_failure);
}

void start_tls_session(Site& site, Arrival arrival, asio::ssl::context& tls) {
    auto session =
        std::make_shared<Session<TlsStream>>(site, arrival.connections, std::move(arrival.seat),
                                             arrival.from_loopback, std::move(arrival.socket), tls);
    const auto executor = session->executor();
    asio::co_spawn(executor, run_session(std::move(session), site.counters), ignore_failure);
}

void turn_away(Site& site, Arrival arrival) {
    auto session =
        std::make_shared<Session<PlainStream>>(site, arrival.connections, std::move(arrival.seat),
                                               arrival.from_loopback, std::move(arrival.socket));
    const auto executor = session->executor();
    asio::co_spawn(executor, run_refusal(std::move(session)), ignore_failure);
}

}  // namespace http
