#pragma once
// Jobs that write, on a server: a pool of threads, each with its own connection, each job in a
// serializable transaction of its own. What another transaction was in the way of is run again, and
// at last while no other of this pool runs; the engine groups the commits by itself.

#include <chrono>
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
    using Clock = std::chrono::steady_clock;

    struct Task {
        WriteJob job;
        WriteDone done;
        Clock::time_point submitted;
    };

    // Room for several transactions at a time, or for one alone; that one goes before whoever comes
    // after it.
    class Room {
    public:
        // Waits until it may enter; has left at its end at the latest.
        class Stay {
        public:
            Stay(Room& room, bool alone);
            ~Stay() { leave(); }
            Stay(const Stay&) = delete;
            Stay& operator=(const Stay&) = delete;
            void leave();

        private:
            Room* room_;
        };

    private:
        std::mutex mutex_;
        std::condition_variable changed_;
        std::size_t inside_ = 0;
        std::size_t wait_alone_ = 0;
        bool alone_ = false;
    };

    void run(Connection& connection);
    std::exception_ptr complete(Connection& connection, const Task& task);

    std::vector<Connection> connections_;
    const std::size_t queue_limit_;
    Channel& channel_;
    const Rehearse rehearse_;
    Room room_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> queue_;
    bool stopping_ = false;
    WriterCounters counters_;
    std::vector<std::thread> threads_;
};

}  // namespace db
