#include "db/database.hpp"

#include <cstdio>
#include <cstdlib>
#include <future>

#include "db/error.hpp"
#include "db/migrations.hpp"

namespace db {
namespace {

void end_process() {
    // No second try: after a failed fsync the kernel may report success for data that is lost.
    std::fputs("level=error event=lost_sync the disk could not make a commit durable; ending\n",
               stderr);
    std::_Exit(1);
}

Connection open_writer(const DatabaseOptions& options) {
    Connection connection =
        Connection::open_sqlite(options.file, Access::read_write, options.synchronous);
    migrate(connection);
    return connection;
}

std::vector<Connection> open_readers(const DatabaseOptions& options) {
    std::vector<Connection> connections;
    for (std::size_t i = 0; i < options.readers; ++i) {
        connections.push_back(Connection::open_sqlite(options.file, Access::read_only));
    }
    return connections;
}

}  // namespace

Database::Database(const DatabaseOptions& options)
    : file_(options.file),
      lock_(std::make_unique<LockFile>(options.file)),
      writer_(std::make_unique<Writer>(
          open_writer(options), options.writer,
          options.after_lost_sync ? options.after_lost_sync : std::function<void()>(end_process))),
      readers_(std::make_unique<Readers>(open_readers(options), options.reader_queue)) {}

void Database::wait_for_read(const ReadJob& job) {
    // Shared, since the waiting thread may wake and leave while set_value is still returning.
    const auto finished = std::make_shared<std::promise<void>>();
    const bool queued = read_later([&job, finished](ReadTx& tx) {
        try {
            job(tx);
            finished->set_value();
        } catch (...) {
            finished->set_exception(std::current_exception());
        }
    });
    if (!queued) throw QueueFull("the queue of the readers is full");
    finished->get_future().get();
}

void Database::wait_for_write(const std::function<void(WriteTx&)>& job) {
    const auto finished = std::make_shared<std::promise<void>>();
    const bool queued = write_later(
        [&job](WriteTx& tx) {
            job(tx);
            return Keep::yes;
        },
        [finished](const std::exception_ptr& failure) {
            if (failure) {
                finished->set_exception(failure);
            } else {
                finished->set_value();
            }
        });
    if (!queued) throw QueueFull("the queue of the writer is full");
    finished->get_future().get();
}

Connection open_read_only(const std::filesystem::path& file) {
    return Connection::open_sqlite(file, Access::read_only);
}

}  // namespace db
