#pragma once
// The key file that belongs to a database. The database knows its keys by a mark, so that others
// are noticed at the start and not when something does not open. The mark is of the generation that
// is used; the file may have newer ones that are not used yet.

#include <filesystem>
#include <memory>
#include <mutex>

#include "db/connection.hpp"
#include "db/keys.hpp"

namespace db {

// Beside a file's database; empty on a server, where each host says its own.
std::filesystem::path default_key_file(const Location& location);

// The keys of a running program and the file that they are in. Any thread.
class KeyRing {
public:
    KeyRing(std::filesystem::path file, Keys keys)
        : file_(std::move(file)), keys_(std::move(keys)) {}

    // Those that the database uses as this transaction sees it, and older ones; none that are
    // newer, since other servers may not have them yet. When the database has gone over to keys
    // that are not known here, the file is read again. Throws KeyTrouble when it does not have them
    // either.
    Keys of(ReadTx& tx);

    // All that are in the file, as it was read last.
    Keys all() const;
    void read_again();
    const std::filesystem::path& file() const { return file_; }

private:
    const std::filesystem::path file_;
    mutable std::mutex mutex_;
    Keys keys_;
};

// The ring of the file's keys. A database without a mark is given one, with a new key file when
// there is none. Throws KeyTrouble: the file is missing or is not this database's.
std::shared_ptr<KeyRing> keys_of(Connection& connection, const std::filesystem::path& file);

// The generation that the database uses.
int generation_in_use(ReadTx& tx);
// From this transaction on it uses the newest of these.
void go_over_to(WriteTx& tx, const Keys& keys);

}  // namespace db
