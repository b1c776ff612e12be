#pragma once
// A database as the program sees it: jobs that read, jobs that write, whatever the engine.

#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "db/key_file.hpp"
#include "db/lock.hpp"
#include "db/readers.hpp"
#include "db/writer.hpp"
#include "db/writer_pool.hpp"

namespace db {

struct DatabaseOptions {
    Location location;
    // Empty: beside a file; on a server there are no keys, and what needs them fails.
    std::filesystem::path key_file;
    std::size_t readers = 2;
    Writer::Limits writer;
    // Sessions that write, on a server; a file has one writer. More are more in each other's way
    // than they help; fewer, and a slow job holds up all others.
    std::size_t writers = 4;
    WriterPool::Rehearse rehearse = WriterPool::Rehearse::no;
    std::size_t reader_queue = 4096;
    Synchronous synchronous = Synchronous::full;
    // What to do when a commit could not be made durable; the default ends the process.
    std::function<void()> after_lost_sync;
};

class Database {
public:
    // Takes the lock file of a file, brings the schema up to date, starts the writer (on a server:
    // the writers) and the readers. Throws DatabaseInUse, NewerDatabase, KeyTrouble, StorageFailure
    // or Error.
    explicit Database(const DatabaseOptions& options);

    // The asynchronous pair: false when the queue is full; then nothing was and will be called.
    bool read_later(ReadJob job) { return readers_->submit(std::move(job)); }
    bool write_later(WriteJob job, WriteDone done) {
        return writer_->submit(std::move(job), std::move(done));
    }

    // The waiting pair, for commands, jobs and tests: the function's result once it is read, or
    // once it is committed. What the function or the commit throws comes out here.
    template <class F>
    auto read(F f) -> std::invoke_result_t<F, ReadTx&>;
    template <class F>
    auto write(F f) -> std::invoke_result_t<F, WriteTx&>;

    WriterCounters writer_counters() const { return writer_->counters(); }
    const Location& location() const { return location_; }
    Channel& channel() { return *channel_; }
    // Throws Error when there are no keys.
    KeyRing& key_ring() const;

private:
    void wait_for_read(const ReadJob& job);
    void wait_for_write(const std::function<void(WriteTx&)>& job);

    Location location_;
    std::shared_ptr<KeyRing> keys_;
    std::unique_ptr<LockFile> lock_;
    std::unique_ptr<Channel> channel_;
    std::unique_ptr<WriteQueue> writer_;
    std::unique_ptr<Readers> readers_;
};

// A second look at a database that another process may be writing: read-only, no lock, no writer.
Connection open_read_only(const Location& location);

template <class F>
auto Database::read(F f) -> std::invoke_result_t<F, ReadTx&> {
    using Result = std::invoke_result_t<F, ReadTx&>;
    if constexpr (std::is_void_v<Result>) {
        wait_for_read([&](ReadTx& tx) { f(tx); });
    } else {
        std::optional<Result> result;
        wait_for_read([&](ReadTx& tx) { result.emplace(f(tx)); });
        return std::move(*result);
    }
}

template <class F>
auto Database::write(F f) -> std::invoke_result_t<F, WriteTx&> {
    using Result = std::invoke_result_t<F, WriteTx&>;
    if constexpr (std::is_void_v<Result>) {
        wait_for_write([&](WriteTx& tx) { f(tx); });
    } else {
        std::optional<Result> result;
        wait_for_write([&](WriteTx& tx) { result.emplace(f(tx)); });
        return std::move(*result);
    }
}

}  // namespace db
