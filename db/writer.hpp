#pragma once
// The one writer: a thread that owns the only writable connection. Jobs queue up and are committed
// together: one transaction per batch, a savepoint per job, one commit; nobody is answered before
// the commit has returned. Answers are given on a second thread, while the next batch is under way.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "db/connection.hpp"
#include "db/error.hpp"

namespace db {

// What a job wants done with what it wrote.
enum class Keep { yes, no };

// Runs on the writer's thread. It may be run again after a failed commit on another engine, so its
// only effect is through the transaction. An exception undoes this job alone.
using WriteJob = std::function<Keep(WriteTx&)>;

// After the commit, on a thread of the writer's own for answers: null when all went well (also for
// Keep::no), else why nothing of the job is stored.
using WriteDone = std::function<void(std::exception_ptr)>;

struct WriterCounters {
    std::uint64_t jobs = 0;
    std::uint64_t commits = 0;
    std::uint64_t failed_jobs = 0;
    std::uint64_t refused_full_queue = 0;
    std::uint64_t tried_again = 0;  // because of other transactions, on a server
    std::uint64_t statements = 0;   // run by the jobs, transaction control not counted
    std::size_t waiting = 0;
    // Why the last one that had something to store could not; none when it could.
    std::optional<Trouble> trouble;
};

// Of a failed job: whether, and why, the storage is what failed.
std::optional<Trouble> storage_trouble(const std::exception_ptr& failure);

// What takes jobs that write, whatever the engine.
class WriteQueue {
public:
    virtual ~WriteQueue() = default;
    // False, and nothing is called, when the queue is full or it is stopping.
    virtual bool submit(WriteJob job, WriteDone done) = 0;
    virtual WriterCounters counters() const = 0;
};

class Writer final : public WriteQueue {
public:
    struct Limits {
        std::size_t queue = 1024;
        std::size_t batch = 64;
    };

    // after_lost_sync is called when the disk failed to make a commit durable; what is on the disk
    // is then unknown, and the process must end. It does not return in production.
    // What was committed is published on the channel, which outlives it.
    Writer(Connection connection, Limits limits, Channel& channel,
           std::function<void()> after_lost_sync);
    // Finishes what is queued, then stops.
    ~Writer() override;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    bool submit(WriteJob job, WriteDone done) override;
    WriterCounters counters() const override;

private:
    struct Task {
        WriteJob job;
        WriteDone done;
        std::exception_ptr failure;
        Topics topics;
        bool leaves_no_trace = false;
    };

    void run();
    void answer();
    void commit(std::deque<Task>& batch);
    void run_job(Task& task);
    void empty_log();

    Connection connection_;
    // Something was deleted that may still be in the log.
    bool log_to_empty_ = false;
    std::chrono::steady_clock::time_point next_emptying_;
    const Limits limits_;
    Channel& channel_;
    const std::function<void()> after_lost_sync_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> queue_;
    bool stopping_ = false;
    WriterCounters counters_;
    std::deque<std::deque<Task>> committed_;
    bool no_more_ = false;
    std::condition_variable to_answer_;
    std::thread answers_;
    std::thread thread_;
};

}  // namespace db
