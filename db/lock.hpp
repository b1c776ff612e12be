#pragma once
// The lock file beside a SQLite database: one process at a time may write.

#include <filesystem>

namespace db {

class LockFile {
public:
    // Takes "<database>.lock". Throws DatabaseInUse when another process has it.
    explicit LockFile(const std::filesystem::path& database);
    ~LockFile();
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;

private:
    int descriptor_ = -1;
};

}  // namespace db
