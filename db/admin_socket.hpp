#pragma once
// The Unix socket beside a SQLite database (mode 0600) through which commands reach the process
// that has the lock file. A command is its words; the answer is an exit status and a text.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace db {

struct AdminReply {
    int status = 0;  // exit status of the command
    std::string output;
    std::string error;
};

using AdminCommand = std::function<AdminReply(const std::vector<std::string>& words)>;

class AdminSocket {
public:
    // Listens on "<database>.sock" and runs one command after another on its own thread.
    AdminSocket(const std::filesystem::path& database, AdminCommand run);
    ~AdminSocket();
    AdminSocket(const AdminSocket&) = delete;
    AdminSocket& operator=(const AdminSocket&) = delete;

private:
    void serve();
    std::string path_;
    AdminCommand run_;
    int listener_ = -1;
    int wake_[2] = {-1, -1};
    std::thread thread_;
};

// Sends a command to the process that holds the database; none when no process listens.
// Throws Error when it listens but does not answer.
std::optional<AdminReply> ask_running_server(const std::filesystem::path& database,
                                             const std::vector<std::string>& words);

}  // namespace db
