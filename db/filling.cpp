#include "db/filling.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "db/error.hpp"
#include "db/meta_store.hpp"
#include "db/migrations.hpp"
#include "db/query.hpp"

namespace db {
namespace {

void must_be_untouched(Connection& connection, const Location& location) {
    ReadTx tx(connection);
    if (meta::is_untouched(tx)) return;
    throw Error("the database " + to_text(location) + " is not empty; only a new one is filled");
}

Connection open_file(const Location& location, const std::filesystem::path& unfinished) {
    if (std::filesystem::exists(location.file)) {
        Connection there = Connection::open(location, Access::read_write);
        migrate(there);
        must_be_untouched(there, location);
        WriteTx tx(there);
        Query(tx, "vacuum into :copy").with(unfinished.string()).run();
    }
    Connection connection = Connection::open(Location(unfinished), Access::fill);
    migrate(connection);
    connection.control(connection.begin_write());
    return connection;
}

Connection open_server(const Location& location) {
    Connection connection = Connection::open(location, Access::fill);
    migrate(connection);
    connection.control(connection.begin_write());
    must_be_untouched(connection, location);
    return connection;
}

// Made anew when all rows are there, by sorting, indexes cost far less than row by row in random
// places; and references are looked at once.
std::vector<Removable> take_aside(Connection& connection) {
    auto all = connection.removables();
    for (const Removable& one : all) connection.execute(one.remove);
    return all;
}

// Waits until the file, or the entries of the folder, are on the disk.
void sync(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!synced) {
        throw StorageFailure(StorageFailure::Kind::fsync,
                             "cannot bring " + path.string() +
                                 " to the disk: " + std::generic_category().message(error));
    }
}

}  // namespace

Filling::Filling(const Location& location)
    : location_(location),
      unfinished_(location.on_server() ? "" : location.file.string() + ".unfinished"),
      found_unfinished_(false),
      connection_([&] {
          if (location.on_server()) return open_server(location);
          lock_.emplace(location.file);
          found_unfinished_ = std::filesystem::remove(unfinished_);
          return open_file(location, unfinished_);
      }()),
      aside_(take_aside(connection_)),
      tx_(connection_) {}

Filling::~Filling() {
    std::error_code ignored;
    if (!location_.on_server()) std::filesystem::remove(unfinished_, ignored);
}

void Filling::finish() {
    for (auto one = aside_.rbegin(); one != aside_.rend(); ++one) connection_.execute(one->make);
    connection_.control("commit");
    if (location_.on_server()) {
        // What the planner must know before the first question.
        connection_.execute("analyze");
        return;
    }
    // Stays with the file: everyone who opens it, also only to read, finds it so.
    connection_.execute("pragma journal_mode = wal");
    { const Connection closed = std::move(connection_); }
    sync(unfinished_);
    std::filesystem::rename(unfinished_, location_.file);
    sync(std::filesystem::absolute(location_.file).parent_path());
}

}  // namespace db
