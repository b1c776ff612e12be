#pragma once
// Programs as processes of their own: run to the end, or a server that runs while the test goes on.

#include <filesystem>
#include <string>
#include <vector>

namespace support {

struct ProgramResult {
    int status = -1;  // exit status; 128 + the number of the signal that ended it
    std::string output;
    std::string error;
};

ProgramResult run(const std::vector<std::string>& words);
// korttidslager-server with these words.
ProgramResult run_program(const std::vector<std::string>& words);

// korttidslager-server serve on a free port, or where an earlier one stopped; ready when the
// constructor returns.
class RunningServer {
public:
    RunningServer(const std::string& database_url, const std::vector<std::string>& more,
                  unsigned short port = 0);
    ~RunningServer();
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    int process() const { return process_; }
    unsigned short port() const { return port_; }
    // What it printed before it was ready.
    const std::string& printed() const { return printed_; }
    // What it said on standard error so far.
    std::string complaints() const;
    // The status of a GET with this token; none when empty.
    int get(const std::string& path, const std::string& token) const;
    // SIGTERM; the exit status.
    int stop();

private:
    std::filesystem::path files_;
    int process_ = -1;
    unsigned short port_ = 0;
    std::string printed_;
};

}  // namespace support
