#include "db/idempotency_store.hpp"
#include "db/openid_store.hpp"
#include "db/session_store.hpp"
#include "db/sign_in_store.hpp"
#include "depot/anonymise.hpp"
#include "jobs/job.hpp"

namespace jobs {
namespace {

domain::Instant hourly(std::optional<domain::Instant> last) {
    return last ? *last + std::chrono::hours(1) : domain::Instant{};
}

domain::Instant daily(std::optional<domain::Instant> last) {
    return last ? *last + std::chrono::days(1) : domain::Instant{};
}

void forget_keys(Turn& turn) {
    turn.write([&](db::WriteTx& tx) { db::idempotency::forget_expired(tx, turn.now()); });
}

void anonymise(Turn& turn) {
    // Few enough that nobody waits long for the writer.
    constexpr std::int64_t batch = 50;
    const auto some = [&](db::WriteTx& tx) { return depot::anonymise_some(tx, turn.now(), batch); };
    while (turn.write(some)) {
    }
}

void forget_sign_ins(Turn& turn) {
    turn.write([&](db::WriteTx& tx) {
        db::sessions::forget_old(tx, turn.now());
        db::sign_in::forget_old(tx, turn.now());
        db::openid::forget_old(tx, turn.now());
    });
}

constexpr Job jobs[] = {
    {"anonymise", daily, anonymise},
    {"forget_idempotency_keys", hourly, forget_keys},
    {"forget_sign_ins", hourly, forget_sign_ins},
};

}  // namespace

std::span<const Job> all() { return jobs; }

}  // namespace jobs
