#pragma once
// Counters of the program, without anything about persons: routes, statuses, durations.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace routing {

class Metrics {
public:
    // One counter row per name, plus one for requests that met no route.
    explicit Metrics(std::vector<std::string> names);

    static constexpr std::size_t no_route = static_cast<std::size_t>(-1);

    // Thread-safe.
    void count(std::size_t route, int status, std::chrono::nanoseconds duration);

    // Prometheus text.
    std::string text() const;

private:
    static constexpr std::array<double, 8> bounds{0.001, 0.0025, 0.005, 0.01,
                                                  0.025, 0.05,   0.1,   0.5};
    struct Row {
        std::array<std::atomic<std::uint64_t>, 5> by_class{};  // 1xx … 5xx
        std::array<std::atomic<std::uint64_t>, bounds.size() + 1> by_duration{};
        std::atomic<std::uint64_t> nanoseconds{0};
    };

    std::vector<std::string> names_;
    std::unique_ptr<Row[]> rows_;
};

}  // namespace routing
