#include "routing/metrics.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace routing {

Metrics::Metrics(std::vector<std::string> names)
    : names_(std::move(names)), rows_(std::make_unique<Row[]>(names_.size() + 1)) {
    names_.emplace_back("other");
}

void Metrics::count(std::size_t route, int status, std::chrono::nanoseconds duration) {
    Row& row = rows_[std::min(route, names_.size() - 1)];
    const auto status_class = static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1);
    row.by_class[status_class].fetch_add(1, std::memory_order_relaxed);
    const double seconds = std::chrono::duration<double>(duration).count();
    const auto bucket = static_cast<std::size_t>(
        std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin());
    row.by_duration[bucket].fetch_add(1, std::memory_order_relaxed);
    row.nanoseconds.fetch_add(static_cast<std::uint64_t>(duration.count()),
                              std::memory_order_relaxed);
}

std::string Metrics::text() const {
    std::string out =
        "# TYPE korttidslager_requests_total counter\n"
        "# TYPE korttidslager_request_seconds histogram\n";
    for (std::size_t i = 0; i < names_.size(); ++i) {
        const Row& row = rows_[i];
        for (std::size_t c = 0; c < row.by_class.size(); ++c) {
            const auto count = row.by_class[c].load(std::memory_order_relaxed);
            if (count == 0) continue;
            out += fmt::format("korttidslager_requests_total{{route=\"{}\",status=\"{}xx\"}} {}\n",
                               names_[i], c + 1, count);
        }
        std::uint64_t sum = 0;
        std::string buckets;
        for (std::size_t b = 0; b < row.by_duration.size(); ++b) {
            sum += row.by_duration[b].load(std::memory_order_relaxed);
            const std::string bound = b < bounds.size() ? fmt::format("{}", bounds[b]) : "+Inf";
            buckets +=
                fmt::format("korttidslager_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n",
                            names_[i], bound, sum);
        }
        if (sum == 0) continue;
        out += buckets;
        out += fmt::format(
            "korttidslager_request_seconds_sum{{route=\"{0}\"}} {1}\n"
            "korttidslager_request_seconds_count{{route=\"{0}\"}} {2}\n",
            names_[i], static_cast<double>(row.nanoseconds.load(std::memory_order_relaxed)) / 1e9,
            sum);
    }
    return out;
}

}  // namespace routing
