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

void copy_untouched(const std::filesystem::path& file, const std::filesystem::path& copy) {
    Connection connection = Connection::open_sqlite(file, Access::read_write);
    migrate(connection);
    WriteTx tx(connection);
    if (!meta::is_untouched(tx)) {
        throw Error("the database " + file.string() + " is not empty; only a new one is filled");
    }
    Query(tx, "vacuum into :copy").with(copy.string()).run();
}

Connection open(const std::filesystem::path& file, const std::filesystem::path& unfinished) {
    if (std::filesystem::exists(file)) copy_untouched(file, unfinished);
    Connection connection = Connection::open_sqlite(unfinished, Access::fill);
    migrate(connection);
    connection.execute(std::string(connection.begin_write()));
    return connection;
}

// Takes away the indexes that the migrations made in words of their own, and gives their words:
// made anew when all rows are there, by sorting, they cost far less than row by row in random
// places.
std::vector<std::string> take_indexes(Connection& connection) {
    ReadTx tx(connection);
    const auto indexes = Query(tx,
                               "select name, sql from sqlite_master"
                               " where type = 'index' and sql is not null order by rowid")
                             .all<std::string, std::string>([](std::string name, std::string sql) {
                                 return std::pair(std::move(name), std::move(sql));
                             });
    std::vector<std::string> words;
    for (const auto& [name, sql] : indexes) {
        connection.execute("drop index " + name);
        words.push_back(sql);
    }
    return words;
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

Filling::Filling(const std::filesystem::path& file)
    : file_(file),
      lock_(file),
      unfinished_(file.string() + ".unfinished"),
      found_unfinished_(std::filesystem::remove(unfinished_)),
      connection_(open(file_, unfinished_)),
      indexes_(take_indexes(connection_)),
      tx_(connection_) {}

Filling::~Filling() {
    std::error_code ignored;
    std::filesystem::remove(unfinished_, ignored);
}

void Filling::finish() {
    for (const std::string& index : indexes_) connection_.execute(index);
    connection_.execute("commit");
    // Stays with the file: everyone who opens it, also only to read, finds it so.
    connection_.execute("pragma journal_mode = wal");
    { const Connection closed = std::move(connection_); }
    sync(unfinished_);
    std::filesystem::rename(unfinished_, file_);
    sync(std::filesystem::absolute(file_).parent_path());
}

}  // namespace db
