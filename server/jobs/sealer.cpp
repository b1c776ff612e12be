#include "jobs/sealer.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace jobs {
namespace {

// Few enough that a write from the desk hardly waits for them.
constexpr std::int64_t rows_together = 200;
constexpr std::chrono::minutes head_every(10);
constexpr std::int64_t rows_until_head = 1000;

}  // namespace

Sealer::Sealer(db::Database& database, Clock clock, const std::filesystem::path& heads)
    : database_(database), clock_(std::move(clock)), heads_(heads) {
    database_.write([](db::WriteTx& tx) { db::access::begin_chain(tx); });
}

Sealer::~Sealer() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
    head_at_.reset();
    look();
}

void Sealer::start(std::chrono::milliseconds every) {
    thread_ = std::thread([this, every] { loop(every); });
}

void Sealer::loop(std::chrono::milliseconds every) {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        look();
        lock.lock();
        wake_.wait_for(lock, every, [this] { return stopping_; });
    }
}

void Sealer::look() {
    try {
        seal();
        write_head();
        in_trouble_ = false;
    } catch (const std::exception& error) {
        // The database is away or the disk is full; the next look tries again. Said once.
        if (!in_trouble_) {
            fmt::print(stderr, "level=error event=access_log_not_sealed what=\"{}\"\n",
                       error.what());
        }
        in_trouble_ = true;
    }
}

void Sealer::seal() {
    for (;;) {
        // Read beside the writer, which then only chains them.
        const auto rows =
            database_.read([](db::ReadTx& tx) { return db::access::unsealed(tx, rows_together); });
        if (rows.empty()) return;
        database_.write([&](db::WriteTx& tx) { db::access::seal(tx, rows); });
        if (static_cast<std::int64_t>(rows.size()) < rows_together) return;
    }
}

void Sealer::write_head() {
    const domain::Instant now = clock_();
    const auto head = database_.read([](db::ReadTx& tx) { return db::access::head(tx); });
    if (head_at_ && now - *head_at_ < head_every && head.seq - head_seq_ < rows_until_head) return;
    const auto line = database_.read([&](db::ReadTx& tx) {
        return db::access::signed_head(*db::access::origin(tx), head, now, tx.keys());
    });
    heads_.append(line);
    head_at_ = now;
    head_seq_ = head.seq;
    // The log is kept by others than the database and its file of heads.
    fmt::print(stderr, "level=info event=access_head head=\"{}\"\n", line);
}

}  // namespace jobs
