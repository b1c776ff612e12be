#include "bench/load.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <ctime>
#include <stdexcept>
#include <system_error>

namespace bench {
namespace {

using Clock = Measurement::Clock;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::chrono::nanoseconds cpu_time() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {
        if (number_ < 0) fail("descriptor");
    }
    ~Descriptor() { ::close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

// How long the whole answer is, once its head is there; else 0.
std::size_t answer_length(std::string_view received) {
    const auto head = received.find("\r\n\r\n");
    if (head == std::string_view::npos) return 0;
    constexpr std::string_view name = "content-length: ";
    const std::string_view fields = received.substr(0, head);
    const auto found = std::search(fields.begin(), fields.end(), name.begin(), name.end(),
                                   [](char a, char b) { return (a | 0x20) == (b | 0x20); });
    if (found == fields.end()) throw std::runtime_error("an answer without Content-Length");
    const auto at = static_cast<std::size_t>(found - fields.begin()) + name.size();
    std::size_t body = 0;
    std::from_chars(fields.data() + at, fields.data() + fields.size(), body);
    return head + 4 + body;
}

class Connection {
public:
    Connection(unsigned short port, Client& client)
        : client_(client), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_.number(), reinterpret_cast<const sockaddr*>(&address),
                      sizeof address) != 0) {
            fail("connect");
        }
        const int yes = 1;
        ::setsockopt(socket_.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        received_.reserve(std::size_t{64} * 1024);
    }

    int descriptor() const { return socket_.number(); }

    // Small enough for the socket's buffer, so it never waits.
    void ask() {
        const std::string_view request = client_.request();
        asked_ = Clock::now();
        if (::send(socket_.number(), request.data(), request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(request.size())) {
            fail("send");
        }
    }

    // True when the answer is complete.
    bool receive() {
        std::array<char, 16 * 1024> part;
        const ssize_t count = ::recv(socket_.number(), part.data(), part.size(), MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return false;
        if (count <= 0) throw std::runtime_error("the server closed a connection");
        received_.append(part.data(), static_cast<std::size_t>(count));
        if (length_ == 0) length_ = answer_length(received_);
        return length_ != 0 && received_.size() >= length_;
    }

    // Takes the complete answer.
    bool right() {
        const bool right = received_.size() == length_ && client_.right(received_);
        received_.clear();
        length_ = 0;
        return right;
    }

    Clock::time_point asked() const { return asked_; }

private:
    Client& client_;
    Descriptor socket_;
    std::string received_;
    std::size_t length_ = 0;
    Clock::time_point asked_;
};

}  // namespace

Measurement::Measurement(double seconds) : seconds_(seconds) {
    using Seconds = std::chrono::duration<double>;
    const double warm_up = std::min(1.0, seconds / 2);
    warm_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(Seconds(warm_up));
    end_ = warm_ + std::chrono::duration_cast<Clock::duration>(Seconds(seconds));
}

void Measurement::add(Clock::time_point asked, Clock::time_point answered, std::size_t answers) {
    if (answered < warm_) return;
    if (cpu_before_.count() < 0) cpu_before_ = cpu_time();
    durations_.insert(durations_.end(), answers,
                      static_cast<std::uint64_t>((answered - asked).count()));
}

Figures Measurement::figures() {
    Figures figures;
    figures.answers = durations_.size();
    if (durations_.empty()) return figures;
    const auto count = static_cast<double>(durations_.size());
    figures.per_second = count / seconds_;
    figures.cpu = static_cast<double>((cpu_time() - cpu_before_).count()) / 1e3 / count;
    const auto quantile = [&](std::size_t percent) {
        const auto at = durations_.begin() +
                        static_cast<std::ptrdiff_t>((durations_.size() - 1) * percent / 100);
        std::nth_element(durations_.begin(), at, durations_.end());
        return static_cast<double>(*at) / 1e6;
    };
    figures.p50 = quantile(50);
    figures.p99 = quantile(99);
    return figures;
}

Figures run_load(unsigned short port, const std::vector<std::unique_ptr<Client>>& clients,
                 double seconds) {
    const Descriptor poll(::epoll_create1(EPOLL_CLOEXEC));
    std::vector<std::unique_ptr<Connection>> connections;
    for (const auto& client : clients) {
        connections.push_back(std::make_unique<Connection>(port, *client));
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = connections.back().get();
        if (::epoll_ctl(poll.number(), EPOLL_CTL_ADD, connections.back()->descriptor(), &event) !=
            0) {
            fail("epoll_ctl");
        }
    }

    Measurement measurement(seconds);
    for (const auto& connection : connections) connection->ask();

    std::uint64_t wrong = 0;
    std::array<epoll_event, 64> events;
    while (!measurement.over(Clock::now())) {
        const int count =
            ::epoll_wait(poll.number(), events.data(), static_cast<int>(events.size()), 5'000);
        if (count == 0) throw std::runtime_error("no answer for 5 seconds");
        if (count < 0 && errno != EINTR) fail("epoll_wait");
        for (int i = 0; i < count; ++i) {
            auto& connection =
                *static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
            if (!connection.receive()) continue;
            measurement.add(connection.asked(), Clock::now());
            if (!connection.right()) ++wrong;
            connection.ask();
        }
    }
    Figures figures = measurement.figures();
    figures.wrong = wrong;
    return figures;
}

}  // namespace bench
