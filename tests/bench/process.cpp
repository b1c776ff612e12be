#include "bench/process.hpp"

#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "support/raw_client.hpp"

extern char** environ;

namespace bench {
namespace {

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

pid_t spawn(const std::vector<std::string>& words, int socket) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int standard : {0, 1, 2}) {
        posix_spawn_file_actions_adddup2(&actions, socket, standard);
    }
    pid_t process = -1;
    const int failed =
        ::posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + words[0]);
    return process;
}

}  // namespace

Process::Process(const std::vector<std::string>& words) : program_(words[0]) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) fail("socketpair");
    socket_ = ends[0];
    id_ = spawn(words, ends[1]);
    ::close(ends[1]);
}

Process::~Process() {
    if (id_ > 0) {
        ::kill(id_, SIGKILL);
        wait();
    }
    ::close(socket_);
}

void Process::write(std::string_view text) const {
    while (!text.empty()) {
        const ssize_t count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
        if (count < 0) fail("to " + program_);
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

void Process::end_input() const { ::shutdown(socket_, SHUT_WR); }

std::string Process::read_line() {
    constexpr int patience = 60'000;  // milliseconds
    for (auto end = received_.find('\n');; end = received_.find('\n')) {
        if (end != std::string::npos) {
            std::string line = received_.substr(0, end);
            received_.erase(0, end + 1);
            return line;
        }
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, patience) == 0) {
            throw std::runtime_error(program_ + " says nothing");
        }
        std::array<char, 4096> part;
        const ssize_t count = ::recv(socket_, part.data(), part.size(), 0);
        if (count <= 0) throw std::runtime_error(program_ + " has ended: " + received_);
        received_.append(part.data(), static_cast<std::size_t>(count));
    }
}

int Process::wait() {
    int status = 0;
    if (::waitpid(id_, &status, 0) != id_) fail("waitpid");
    id_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void Process::terminate() const { ::kill(id_, SIGTERM); }

ServerProgram::ServerProgram(const std::filesystem::path& database)
    : process_({KL_SERVER_BINARY, "serve", "--database", "sqlite://" + database.string(),
                "--listen", "127.0.0.1:0"}) {
    const std::string ready = "event=ready ";
    std::string line = process_.read_line();
    while (line.find(ready) == std::string::npos) line = process_.read_line();
    port_ = static_cast<unsigned short>(std::stoi(line.substr(line.find("port=") + 5)));
    support::RawClient client(port_);
    client.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const auto answer = client.read_response();
    if (!answer || answer->status != 200) throw std::runtime_error("the server is not ready");
    seconds_to_ready_ =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
}

ServerProgram::~ServerProgram() {
    process_.terminate();
    process_.wait();
}

double ServerProgram::peak_mib() const {
    std::ifstream status(fmt::format("/proc/{}/status", process_.id()));
    std::string word;
    while (status >> word) {
        double kib = 0;
        if (word == "VmHWM:" && status >> kib) return kib / 1024;
    }
    throw std::runtime_error("the server's memory cannot be read");
}

}  // namespace bench
