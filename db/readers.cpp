#include "db/readers.hpp"

#include "db/error.hpp"

namespace db {

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
        ReadTx tx(connection);
        connection.execute("begin");
        job(tx);
        connection.execute("commit");
    }
}

}  // namespace db
