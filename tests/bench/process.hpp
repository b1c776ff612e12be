#pragma once
// The real programs, and others, as processes of their own.

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace bench {

// A program that is written to and read from; what it says on its standard output and on its
// standard error comes the same way. Killed at the end when it still runs.
class Process {
public:
    explicit Process(const std::vector<std::string>& words);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void write(std::string_view text) const;
    void end_input() const;
    // The next line without its end; throws when the program ends instead or says nothing for a
    // minute.
    std::string read_line();
    // Waits for its end; the exit status, or 128 and the number of the signal.
    int wait();
    void terminate() const;

    pid_t id() const { return id_; }

private:
    std::string program_;
    int socket_ = -1;
    pid_t id_ = -1;
    std::string received_;
};

// korttidslager-server serve on a free loopback port. Told to end, and waited for, at the end.
class ServerProgram {
public:
    // Returns when GET /readyz is answered with 200.
    explicit ServerProgram(const std::filesystem::path& database);
    ~ServerProgram();
    ServerProgram(const ServerProgram&) = delete;
    ServerProgram& operator=(const ServerProgram&) = delete;

    unsigned short port() const { return port_; }
    double seconds_to_ready() const { return seconds_to_ready_; }
    // The most memory it has had so far.
    double peak_mib() const;

private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    Process process_;
    unsigned short port_ = 0;
    double seconds_to_ready_ = 0;
};

}  // namespace bench
