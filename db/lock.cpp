#include "db/lock.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "db/error.hpp"

namespace db {

LockFile::LockFile(const std::filesystem::path& database) {
    const std::string path = database.string() + ".lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
        throw Error("cannot open the lock file " + path + ": " +
                    std::generic_category().message(errno));
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor_);
        throw DatabaseInUse("another process is using the database (it holds " + path + ")");
    }
}

// The file stays: removing it would let two processes lock two files of the same name.
LockFile::~LockFile() { ::close(descriptor_); }

}  // namespace db
