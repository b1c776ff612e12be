#pragma once
// Jobs that write, on a server: a pool of threads, each with its own connection, each job in a
// serializable transaction of its own. What another transaction was in the way of is run again; the
// engine groups the commits by itself.

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "db/connection.hpp"
#include "db/writer.hpp"

namespace db {

class WriterPool final : public WriteQueue {
public:
    // Each job is run once in vain before it is run in earnest: for the tests of what may be run
    // again.
    enum class Rehearse { no, yes };

    // What was committed is published on the channel, which outlives it.
    WriterPool(std::vector<Connection> connections, std::size_t queue_limit, Channel& channel,
               Rehearse rehearse = Rehearse::no);
    // Finishes what is queued, then stops.
    ~WriterPool() override;
    WriterPool(const WriterPool&) = delete;
    WriterPool& operator=(const WriterPool&) = delete;

    bool submit(WriteJob job, WriteDone done) override;
    WriterCounters counters() const override;

private:
    struct Task {
        WriteJob job;
        WriteDone done;
    };

    void run(Connection& connection);
    std::exception_ptr complete(Connection& connection, const WriteJob& job);

    std::vector<Connection> connections_;
    const std::size_t queue_limit_;
    Channel& channel_;
    const Rehearse rehearse_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> queue_;
    bool stopping_ = false;
    WriterCounters counters_;
    std::vector<std::thread> threads_;
};

}  // namespace db
