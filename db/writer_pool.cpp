#include "db/writer_pool.hpp"

#include <chrono>
#include <random>

#include "db/error.hpp"

namespace db {
namespace {

using std::chrono::milliseconds;

// So many tries beside others; then alone, where only another program can be in the way. Under load
// a job would fail for ever: PostgreSQL takes whole pages of an index for read, and all that is new
// comes to stand on the last one.
constexpr int tries_beside_others = 4;
// Longer, growing to this, and by chance: two that met must not meet again.
constexpr milliseconds longest_pause(40);
// The schema refused what the rule had allowed: with another program's work visible, the rule
// itself refuses. More tries would say the same.
constexpr int tries_of_a_violation = 3;
// Somebody else's work can be in the way again and again, or the server be gone for a moment, at a
// planned change of the primary for example; but not for ever: counted from when the job was
// queued.
constexpr milliseconds patience(4000);
constexpr milliseconds pause_without_server(100);

void pause(int tries) {
    thread_local std::minstd_rand random(std::random_device{}());
    const auto most =
        std::min<std::int64_t>(longest_pause.count() * 1000, 500LL << std::min(tries, 8));
    std::this_thread::sleep_for(
        std::chrono::microseconds(std::uniform_int_distribution<std::int64_t>(0, most)(random)));
}

void roll_back(Connection& connection) {
    try {
        if (!connection.lost() && connection.in_transaction()) connection.control("rollback");
    } catch (const Error&) {
        // Then the session is lost, and the transaction with it.
    }
}

}  // namespace

WriterPool::Room::Stay::Stay(Room& room, bool alone) : room_(&room) {
    std::unique_lock lock(room.mutex_);
    if (alone) {
        ++room.wait_alone_;
        room.changed_.wait(lock, [&] { return room.inside_ == 0; });
        --room.wait_alone_;
    } else {
        room.changed_.wait(lock, [&] { return !room.alone_ && room.wait_alone_ == 0; });
    }
    ++room.inside_;
    room.alone_ = alone;
}

void WriterPool::Room::Stay::leave() {
    if (room_ == nullptr) return;
    {
        const std::lock_guard lock(room_->mutex_);
        --room_->inside_;
        room_->alone_ = false;
    }
    room_->changed_.notify_all();
    room_ = nullptr;
}

WriterPool::WriterPool(std::vector<Connection> connections, std::size_t queue_limit,
                       Channel& channel, Rehearse rehearse)
    : connections_(std::move(connections)),
      queue_limit_(queue_limit),
      channel_(channel),
      rehearse_(rehearse) {
    for (Connection& connection : connections_) {
        threads_.emplace_back([this, &connection] { run(connection); });
    }
}

WriterPool::~WriterPool() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

bool WriterPool::submit(WriteJob job, WriteDone done) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= queue_limit_) {
            ++counters_.refused_full_queue;
            return false;
        }
        queue_.push_back({std::move(job), std::move(done), Clock::now()});
    }
    wake_.notify_one();
    return true;
}

WriterCounters WriterPool::counters() const {
    const std::lock_guard lock(mutex_);
    WriterCounters now = counters_;
    now.waiting = queue_.size();
    return now;
}

void WriterPool::run(Connection& connection) {
    for (;;) {
        Task task;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            task = std::move(queue_.front());
            queue_.pop_front();
        }
        const long long before = connection.statements_run();
        const std::exception_ptr failure = complete(connection, task);
        {
            const std::lock_guard lock(mutex_);
            ++counters_.jobs;
            counters_.failed_jobs += failure ? 1 : 0;
            if (const auto trouble = storage_trouble(failure)) counters_.trouble = trouble;
            counters_.statements +=
                static_cast<std::uint64_t>(connection.statements_run() - before);
        }
        task.done(failure);
    }
}

// Runs the job until it is committed, refused, or there is no use in trying again; why nothing of
// it is stored.
std::exception_ptr WriterPool::complete(Connection& connection, const Task& task) {
    const auto until = task.submitted + patience;
    int violations = 0;
    for (int tries = 1;; ++tries) {
        const bool last = Clock::now() >= until || violations + 1 >= tries_of_a_violation;
        Room::Stay stay(room_, tries > tries_beside_others);
        try {
            connection.reopen_if_lost();
            connection.control(connection.begin_write());
            WriteTx tx(connection, !last);
            if (rehearse_ == Rehearse::yes) {
                Savepoint rehearsal(tx);
                task.job(tx);
            }
            const bool keep = task.job(tx) == Keep::yes;
            connection.control(keep ? "commit" : "rollback");
            if (keep) {
                const std::lock_guard lock(mutex_);
                ++counters_.commits;
                counters_.trouble.reset();
            }
            if (keep && !tx.topics().empty()) channel_.publish(tx.topics());
            return nullptr;
        } catch (const TryAgain&) {
            roll_back(connection);
            stay.leave();
            if (last) return std::current_exception();
            pause(tries);
        } catch (const ConstraintViolation& violation) {
            roll_back(connection);
            const bool raced = violation.kind() == ConstraintViolation::Kind::unique;
            if (!raced || last) return std::current_exception();
            ++violations;
        } catch (const StorageFailure& storage) {
            // Before its commit: nothing of it is stored.
            roll_back(connection);
            if (storage.kind() != Trouble::unreachable || last) {
                return std::current_exception();
            }
            stay.leave();
            std::this_thread::sleep_for(pause_without_server);
        } catch (...) {
            roll_back(connection);
            return std::current_exception();
        }
        const std::lock_guard lock(mutex_);
        ++counters_.tried_again;
    }
}

}  // namespace db
