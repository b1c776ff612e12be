#pragma once
// Seals the access log, on a thread of its own so that no long job holds it up. Every server has
// one, without a lease: of two that seal at the same time the database lets one have its way, and
// while one server is left every row is sealed within five seconds.

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "db/database.hpp"
#include "db/heads_file.hpp"
#include "jobs/job.hpp"

namespace jobs {

class Sealer {
public:
    // Several servers may share a heads file.
    Sealer(db::Database& database, Clock clock, const std::filesystem::path& heads);
    // Seals what is left and writes a last head.
    ~Sealer();
    Sealer(const Sealer&) = delete;
    Sealer& operator=(const Sealer&) = delete;

    // From now on by itself.
    void start(std::chrono::milliseconds every = std::chrono::seconds(2));
    // Seals what is committed now, and writes the head when it is time: at the first look, every
    // ten minutes, and after each thousand rows. Not beside start().
    void look();

private:
    void loop(std::chrono::milliseconds every);
    void seal();
    void write_head();

    db::Database& database_;
    Clock clock_;
    db::access::HeadsFile heads_;
    // The last one written.
    std::optional<domain::Instant> head_at_;
    std::int64_t head_seq_ = 0;
    bool in_trouble_ = false;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace jobs
