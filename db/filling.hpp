#pragma once
// A database that is filled before anybody may see it: it grows beside its place under another name
// and moves there when it is whole. Whatever ends the process in between, its place holds either
// what was there before or the whole.

#include <filesystem>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "db/lock.hpp"

namespace db {

class Filling {
public:
    // Takes the lock file of the database; what an earlier, unfinished filling left is removed.
    // Begins with what the database has, if it is there at all, on the newest schema. Throws
    // DatabaseInUse, NewerDatabase, and Error when people have already used it.
    explicit Filling(const std::filesystem::path& file);
    // Leaves nothing, unless it was finished.
    ~Filling();
    Filling(const Filling&) = delete;
    Filling& operator=(const Filling&) = delete;

    // Whether an earlier filling had left its half.
    bool found_unfinished() const { return found_unfinished_; }

    // All of it is one transaction, which cannot be rolled back.
    WriteTx& tx() { return tx_; }

    // On the disk and in its place when it returns; tx() is over.
    void finish();

private:
    std::filesystem::path file_;
    LockFile lock_;
    std::filesystem::path unfinished_;
    bool found_unfinished_;
    Connection connection_;
    std::vector<std::string> indexes_;
    WriteTx tx_;
};

}  // namespace db
