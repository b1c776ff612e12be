#pragma once
// A light load generator: one thread, epoll, keep-alive connections that each wait for the answer
// before they ask again. It shares the processors with what it measures, so it does little.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

// What one connection asks, request by request.
class Client {
public:
    virtual ~Client() = default;
    // The whole next request.
    virtual std::string_view request() = 0;
    // Whether the whole answer is what it should be.
    virtual bool right(std::string_view answer) = 0;
};

struct Figures {
    double per_second = 0;
    double p50 = 0;  // milliseconds
    double p99 = 0;
    double cpu = 0;  // microseconds of processor time per answer, the load's own included
    std::uint64_t answers = 0;
    std::uint64_t wrong = 0;
};

// A measurement: what happens before its warm end does not count.
class Measurement {
public:
    explicit Measurement(double seconds);

    using Clock = std::chrono::steady_clock;
    bool over(Clock::time_point now) const { return now >= end_; }
    // That many answers came at once, asked then.
    void add(Clock::time_point asked, Clock::time_point answered, std::size_t answers = 1);
    Figures figures();

private:
    double seconds_;
    Clock::time_point warm_;
    Clock::time_point end_;
    std::chrono::nanoseconds cpu_before_{-1};
    std::vector<std::uint64_t> durations_;  // nanoseconds
};

// One connection per client, for that long after a short run to warm up. Throws when a connection
// breaks.
Figures run_load(unsigned short port, const std::vector<std::unique_ptr<Client>>& clients,
                 double seconds);

}  // namespace bench
