#include "jobs/scheduler.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "db/error.hpp"

namespace jobs {
namespace {

constexpr std::chrono::seconds look_every(30);
constexpr std::chrono::minutes pause_after_failure(1);

}  // namespace

Scheduler::Scheduler(std::span<const Job> jobs, db::Database& database, Clock clock,
                     std::string holder)
    : jobs_(jobs), database_(database), clock_(std::move(clock)), holder_(std::move(holder)) {}

void Scheduler::stop() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
}

Scheduler::~Scheduler() {
    stop();
    if (thread_.joinable()) thread_.join();
}

void Scheduler::start() {
    thread_ = std::thread([this] { loop(); });
}

void Scheduler::loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        run_due();
        lock.lock();
        wake_.wait_for(lock, look_every, [this] { return stopping_; });
    }
}

int Scheduler::run_due() {
    int ran = 0;
    for (const Job& job : jobs_) {
        try {
            if (run(job)) ++ran;
        } catch (const std::exception& error) {
            // The database is away, or the turn is another's; the next look tries again.
            fmt::print(stderr, "level=warning event=job_not_run job={} what=\"{}\"\n", job.name,
                       error.what());
        }
    }
    return ran;
}

bool Scheduler::run(const Job& job) {
    const auto due = [&](db::ReadTx& tx) {
        return job.due(db::leases::last_done(tx, job.name)) <= clock_() &&
               (!job.has_work || job.has_work(tx, clock_()));
    };
    if (!database_.read(due)) return false;
    // Looked at again in the transaction that takes the turn: another server may just have ended
    // it.
    const auto number = database_.write([&](db::WriteTx& tx) -> std::optional<std::int64_t> {
        if (!due(tx)) return std::nullopt;
        return db::leases::take(tx, job.name, holder_, clock_(), clock_() + Turn::lease);
    });
    if (!number) return false;

    std::optional<domain::Instant> done_at;
    Turn turn(database_, clock_, job.name, *number, [this] {
        const std::lock_guard guard(mutex_);
        return stopping_;
    });
    try {
        job.run(turn);
        done_at = clock_();
    } catch (const TurnLost&) {
        throw;
    } catch (const std::exception& error) {
        fmt::print(stderr, "level=error event=job_failed job={} what=\"{}\"\n", job.name,
                   error.what());
    }
    const auto next_try =
        done_at ? turn.rests_until().value_or(clock_()) : clock_() + pause_after_failure;
    database_.write(
        [&](db::WriteTx& tx) { db::leases::end(tx, job.name, *number, next_try, done_at); });
    return done_at.has_value();
}

}  // namespace jobs
