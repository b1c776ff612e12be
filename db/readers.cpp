#include "db/readers.hpp"

#include "db/error.hpp"

namespace db {
namespace {

// The job must be called even when its transaction cannot begin: it is what answers, and its own
// statements then meet the same failure. Without a transaction each of them sees what it sees.
void run_job(Connection& connection, const ReadJob& job) {
    // A session that the server has ended is noticed at its next use.
    for (int tries = 0; tries < 2; ++tries) {
        try {
            connection.reopen_if_lost();
            connection.control(connection.begin_read());
            break;
        } catch (const Error&) {
            // The job says so.
            if (!connection.lost()) break;
        }
    }
    ReadTx tx(connection);
    job(tx);
    try {
        if (connection.in_transaction()) connection.control("commit");
    } catch (const Error&) {
        // Nothing was written; all that counts is that the next job does not see the old snapshot.
        try {
            if (connection.in_transaction()) connection.control("rollback");
        } catch (const Error&) {
            // The engine has ended it by itself.
        }
    }
}

}  // namespace

Readers::Readers(std::vector<Connection> connections, std::size_t queue_limit)
    : connections_(std::move(connections)), queue_limit_(queue_limit) {
    for (Connection& connection : connections_) {
        threads_.emplace_back([this, &connection] { run(connection); });
    }
}

Readers::~Readers() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

bool Readers::submit(ReadJob job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= queue_limit_) return false;
        queue_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void Readers::run(Connection& connection) {
    for (;;) {
        ReadJob job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            job = std::move(queue_.front());
            queue_.pop_front();
        }
        run_job(connection, job);
    }
}

}  // namespace db
