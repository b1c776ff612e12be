#pragma once
// Who loads the server: scanners, and readers of one thing and another.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "bench/depot.hpp"
#include "bench/load.hpp"

namespace bench {

using Clients = std::vector<std::unique_ptr<Client>>;

// Aids between two steps of one, over all scanners: more pages than SQLite keeps.
constexpr std::size_t aids_between = 256;

// The aids of one scanner or of one raw run, each in turn at each step of its cycle. Between two
// steps of an aid come steps of others, as at a desk: what its rows' pages cost is not hidden by
// the step before, as far as there are aids enough for that.
class Cycle {
public:
    // `lag`: so many other aids take a step before it is an aid's turn again.
    Cycle(std::vector<PreparedItem> items, std::size_t lag, std::string device, std::uint64_t seed);

    // Calls f with what a scan is made of: aid, step, UUID, moment, device, sequence number.
    template <class F>
    auto next(F f) {
        // The first rounds have nothing to take back, wash or inspect yet.
        while (turn_ / 4 < turn_ % 4 * lag_) ++turn_;
        const PreparedItem& item = items_[(turn_ / 4 - turn_ % 4 * lag_) % items_.size()];
        const auto step = static_cast<Step>(turn_++ % 4);
        const domain::Instant at = now();
        return f(item, step, uuids_.next(at), at, device_, ++seq_);
    }

private:
    std::vector<PreparedItem> items_;
    std::size_t lag_;
    std::string device_;
    Uuids uuids_;
    std::size_t turn_ = 0;
    std::int64_t seq_ = 0;
};

// The n-th of so many scanners, with its share of the depot's aids.
Cycle cycle_of(const PreparedDepot& depot, std::size_t n, std::size_t all);

Clients scanners(const PreparedDepot& depot, std::size_t count);
// GET /items/{code}, each its share of the codes.
Clients lookups(const std::vector<std::string>& codes, const std::string& token, std::size_t count);
// Lists of aids and loans, page by page to their ends.
Clients lists(const std::string& token, std::size_t count);
Clients livez(std::size_t count);

}  // namespace bench
