#pragma once
// Runs the jobs that are due, one after another. Every server has one; the lease in the database
// says whose turn it is.

#include <condition_variable>
#include <mutex>
#include <span>
#include <string>
#include <thread>

#include "jobs/job.hpp"

namespace jobs {

class Scheduler {
public:
    // `holder` is this server's own name among all that share the database.
    Scheduler(std::span<const Job> jobs, db::Database& database, Clock clock, std::string holder);
    // Begins nothing more; the destructor waits.
    void stop();
    // Ends after the job that is running.
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    // From now on by itself, on a thread of its own.
    void start();
    // What is due now; how many jobs this server ran to their end. A job that fails is logged and
    // tried again after a pause, by whichever server comes first. Not beside start().
    int run_due();

private:
    bool run(const Job& job);
    void loop();

    std::span<const Job> jobs_;
    db::Database& database_;
    Clock clock_;
    std::string holder_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace jobs
