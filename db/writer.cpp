#include "db/writer.hpp"

#include <algorithm>

namespace db {
namespace {

// The transaction is gone: no job of the batch is stored, whatever it returned.
class BatchLost : public std::exception {
public:
    explicit BatchLost(std::exception_ptr cause) : cause_(std::move(cause)) {}
    const std::exception_ptr& cause() const { return cause_; }

private:
    std::exception_ptr cause_;
};

}  // namespace

std::optional<Trouble> storage_trouble(const std::exception_ptr& failure) {
    if (!failure) return std::nullopt;
    try {
        std::rethrow_exception(failure);
    } catch (const StorageFailure& storage) {
        return storage.kind();
    } catch (...) {
        return std::nullopt;
    }
}

Writer::Writer(Connection connection, Limits limits, Channel& channel,
               std::function<void()> after_lost_sync)
    : connection_(std::move(connection)),
      limits_(limits),
      channel_(channel),
      after_lost_sync_(std::move(after_lost_sync)),
      answers_([this] { answer(); }),
      thread_([this] { run(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
    {
        const std::lock_guard lock(mutex_);
        no_more_ = true;
    }
    to_answer_.notify_one();
    answers_.join();
}

bool Writer::submit(WriteJob job, WriteDone done) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= limits_.queue) {
            ++counters_.refused_full_queue;
            return false;
        }
        queue_.push_back({std::move(job), std::move(done), nullptr, {}, false});
    }
    wake_.notify_one();
    return true;
}

WriterCounters Writer::counters() const {
    const std::lock_guard lock(mutex_);
    WriterCounters now = counters_;
    now.waiting = queue_.size();
    return now;
}

void Writer::run() {
    std::deque<Task> batch;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            while (!queue_.empty() && batch.size() < limits_.batch) {
                batch.push_back(std::move(queue_.front()));
                queue_.pop_front();
            }
        }
        commit(batch);
        std::uint64_t failed = 0;
        std::optional<Trouble> trouble;
        for (const Task& task : batch) {
            failed += task.failure ? 1 : 0;
            if (const auto one = storage_trouble(task.failure)) trouble = one;
        }
        {
            const std::lock_guard lock(mutex_);
            counters_.jobs += batch.size();
            counters_.failed_jobs += failed;
            ++counters_.commits;
            counters_.trouble = trouble;
            counters_.statements = static_cast<std::uint64_t>(connection_.statements_run());
            committed_.push_back(std::move(batch));
        }
        to_answer_.notify_one();
        batch.clear();
    }
}

void Writer::answer() {
    for (;;) {
        std::deque<Task> batch;
        {
            std::unique_lock lock(mutex_);
            to_answer_.wait(lock, [this] { return no_more_ || !committed_.empty(); });
            if (committed_.empty()) return;
            batch = std::move(committed_.front());
            committed_.pop_front();
        }
        Topics topics;
        for (Task& task : batch) {
            task.done(task.failure);
            if (!task.failure) topics.merge(task.topics);
        }
        if (!topics.empty()) channel_.publish(topics);
    }
}

void Writer::commit(std::deque<Task>& batch) {
    try {
        connection_.control(connection_.begin_write());
        for (Task& task : batch) run_job(task);
        connection_.control("commit");
    } catch (const BatchLost& lost) {
        for (Task& task : batch) task.failure = lost.cause();
    } catch (...) {
        for (Task& task : batch) task.failure = std::current_exception();
    }
    if (connection_.in_transaction()) {
        try {
            connection_.control("rollback");
        } catch (const Error&) {
            // The engine has already rolled back; the batch has failed either way.
        }
    }
    for (const Task& task : batch) log_to_empty_ |= task.leaves_no_trace && !task.failure;
    empty_log();
    const bool lost_sync = std::any_of(batch.begin(), batch.end(), [](const Task& task) {
        return storage_trouble(task.failure) == Trouble::fsync;
    });
    if (lost_sync) after_lost_sync_();
}

// Under load somebody always reads: tried again with later commits, once a second at most.
void Writer::empty_log() {
    const auto now = std::chrono::steady_clock::now();
    if (!log_to_empty_ || now < next_emptying_) return;
    next_emptying_ = now + std::chrono::seconds(1);
    try {
        log_to_empty_ = !connection_.empty_log();
    } catch (...) {
        // What was committed stays committed; but what a failed sync has left on the disk is
        // unknown.
        if (storage_trouble(std::current_exception()) == Trouble::fsync) after_lost_sync_();
    }
}

void Writer::run_job(Task& task) {
    WriteTx tx(connection_);
    connection_.control("savepoint job");
    try {
        if (task.job(tx) == Keep::yes) {
            task.topics = tx.topics();
            task.leaves_no_trace = tx.leaves_no_trace();
            connection_.control("release job");
            return;
        }
    } catch (...) {
        task.failure = std::current_exception();
        // A full or failing disk makes the engine roll the whole transaction back by itself; a
        // further savepoint would then commit on its own.
        if (!connection_.in_transaction()) throw BatchLost(task.failure);
    }
    connection_.control("rollback to job");
    connection_.control("release job");
}

}  // namespace db
