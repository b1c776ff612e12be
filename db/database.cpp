#include "db/database.hpp"

#include <cstdio>
#include <cstdlib>
#include <future>

#include "db/copy.hpp"
#include "db/error.hpp"
#include "db/key_file.hpp"
#include "db/migrations.hpp"
#include "db/sealed_columns.hpp"

namespace db {
namespace {

void end_process() {
    // No second try: after a failed fsync the kernel may report success for data that is lost.
    std::fputs("level=error event=lost_sync the disk could not make a commit durable; ending\n",
               stderr);
    std::_Exit(1);
}

std::vector<Connection> open_several(const DatabaseOptions& options, Access access,
                                     std::size_t how_many) {
    std::vector<Connection> connections;
    for (std::size_t i = 0; i < how_many; ++i) {
        connections.push_back(Connection::open(options.location, access, options.synchronous));
    }
    return connections;
}

std::filesystem::path key_file_of(const DatabaseOptions& options) {
    return options.key_file.empty() ? default_key_file(options.location) : options.key_file;
}

// With the keys in `keys` from then on.
std::unique_ptr<WriteQueue> start_writing(const DatabaseOptions& options, Channel& channel,
                                          std::shared_ptr<KeyRing>& keys) {
    auto connections = open_several(options, Access::read_write,
                                    options.location.on_server() ? options.writers : 1);
    migrate(connections.front());
    if (is_half_copied(connections.front())) {
        throw Error("the move into " + to_text(options.location) +
                    " has not come to its end: run it again");
    }
    if (const auto file = key_file_of(options); !file.empty()) {
        keys = keys_of(connections.front(), file);
    }
    for (Connection& connection : connections) connection.use(keys);
    if (keys) seal_what_is_clear(connections.front());
    connections.front().empty_log();
    if (options.location.on_server()) {
        return std::make_unique<WriterPool>(std::move(connections), options.writer.queue, channel,
                                            options.rehearse);
    }
    return std::make_unique<Writer>(
        std::move(connections.front()), options.writer, channel,
        options.after_lost_sync ? options.after_lost_sync : std::function<void()>(end_process));
}

std::vector<Connection> open_readers(const DatabaseOptions& options,
                                     const std::shared_ptr<KeyRing>& keys) {
    auto connections = open_several(options, Access::read_only, options.readers);
    for (Connection& connection : connections) connection.use(keys);
    return connections;
}

}  // namespace

Database::Database(const DatabaseOptions& options)
    : location_(options.location),
      lock_(location_.on_server() ? nullptr : std::make_unique<LockFile>(location_.file)),
      channel_(location_.on_server() ? server_channel(location_.server) : local_channel()),
      writer_(start_writing(options, *channel_, keys_)),
      readers_(std::make_unique<Readers>(open_readers(options, keys_), options.reader_queue)) {}

KeyRing& Database::key_ring() const {
    if (keys_ == nullptr) throw Error("this database was opened without keys");
    return *keys_;
}

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

Connection open_read_only(const Location& location) {
    return Connection::open(location, Access::read_only);
}

}  // namespace db
