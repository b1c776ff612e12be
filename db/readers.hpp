#pragma once
// A small pool of threads, each with its own read-only connection. Every job sees one snapshot.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "db/connection.hpp"

namespace db {

// Runs on a reader's thread, in a transaction of its own; it must not throw.
using ReadJob = std::function<void(ReadTx&)>;

class Readers {
public:
    Readers(std::vector<Connection> connections, std::size_t queue_limit);
    // Finishes what is queued, then stops.
    ~Readers();
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    // False, and nothing is called, when the queue is full or the pool is stopping.
    bool submit(ReadJob job);

private:
    void run(Connection& connection);

    std::vector<Connection> connections_;
    const std::size_t queue_limit_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<ReadJob> queue_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace db
