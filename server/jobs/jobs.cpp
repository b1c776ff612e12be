#include "db/idempotency_store.hpp"
#include "jobs/job.hpp"

namespace jobs {
namespace {

domain::Instant hourly(std::optional<domain::Instant> last) {
    return last ? *last + std::chrono::hours(1) : domain::Instant{};
}

void forget_keys(Turn& turn) {
    turn.write([&](db::WriteTx& tx) { db::idempotency::forget_expired(tx, turn.now()); });
}

constexpr Job jobs[] = {
    {"forget_idempotency_keys", hourly, forget_keys},
};

}  // namespace

std::span<const Job> all() { return jobs; }

}  // namespace jobs
