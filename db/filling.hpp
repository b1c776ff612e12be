#pragma once
// A database that is filled before anybody may see it. A file grows beside its place under another
// name and moves there when it is whole; on a server all of it is one transaction. Whatever ends
// the process in between, its place holds either what was there before or the whole.

#include <filesystem>
#include <optional>
#include <vector>

#include "db/connection.hpp"
#include "db/lock.hpp"

namespace db {

class Filling {
public:
    // Of a file: takes its lock file; what an earlier, unfinished filling left is removed. Begins
    // with what the database has, if it is there at all, on the newest schema. Throws
    // DatabaseInUse, NewerDatabase, and Error when people have already used it.
    explicit Filling(const Location& location);
    // Leaves nothing, unless it was finished.
    ~Filling();
    Filling(const Filling&) = delete;
    Filling& operator=(const Filling&) = delete;

    // Whether an earlier filling had left its half.
    bool found_unfinished() const { return found_unfinished_; }

    // All of it is one transaction, which on a file cannot be rolled back.
    WriteTx& tx() { return tx_; }

    // On the disk and in its place when it returns; tx() is over.
    void finish();

private:
    Location location_;
    std::optional<LockFile> lock_;
    std::filesystem::path unfinished_;
    bool found_unfinished_;
    Connection connection_;
    std::vector<Removable> aside_;
    WriteTx tx_;
};

}  // namespace db
