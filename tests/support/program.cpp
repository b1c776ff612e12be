#include "support/program.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/raw_client.hpp"

extern char** environ;

namespace support {
namespace {

std::string read_file(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::filesystem::path new_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kl-run-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return pattern;
}

// Its output goes to the files "output" and "error" of the folder.
pid_t start(const std::vector<std::string>& words, const std::filesystem::path& folder) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, (folder / "output").c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, (folder / "error").c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t process = -1;
    const int failed =
        ::posix_spawn(&process, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + words[0]);
    return process;
}

int wait_for(pid_t process) {
    int status = 0;
    ::waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

ProgramResult run(const std::vector<std::string>& words) {
    const std::filesystem::path folder = new_folder();
    ProgramResult result;
    result.status = wait_for(start(words, folder));
    result.output = read_file(folder / "output");
    result.error = read_file(folder / "error");
    std::filesystem::remove_all(folder);
    return result;
}

ProgramResult run_program(const std::vector<std::string>& words) {
    std::vector<std::string> all{KL_SERVER_BINARY};
    all.insert(all.end(), words.begin(), words.end());
    return run(all);
}

RunningServer::RunningServer(const std::string& database_url, const std::vector<std::string>& more,
                             unsigned short port)
    : files_(new_folder()) {
    std::vector<std::string> words{KL_SERVER_BINARY, "serve",
                                   "--database",     database_url,
                                   "--listen",       "127.0.0.1:" + std::to_string(port)};
    words.insert(words.end(), more.begin(), more.end());
    process_ = start(words, files_);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (port_ == 0 && std::chrono::steady_clock::now() < until) {
        const std::string said = read_file(files_ / "error");
        const auto ready = said.find("event=ready");
        const auto end = ready == std::string::npos ? ready : said.find('\n', ready);
        if (end != std::string::npos) {
            port_ =
                static_cast<unsigned short>(std::stoi(said.substr(said.find("port=", ready) + 5)));
        } else if (::waitpid(process_, nullptr, WNOHANG) == process_) {
            process_ = -1;
            break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    printed_ = read_file(files_ / "output");
    if (port_ == 0)
        throw std::runtime_error("the server did not start: " + read_file(files_ / "error"));
}

std::string RunningServer::complaints() const { return read_file(files_ / "error"); }

RunningServer::~RunningServer() {
    stop();
    std::filesystem::remove_all(files_);
}

int RunningServer::get(const std::string& path, const std::string& token) const {
    RawClient client(port_);
    std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
    client.send(request + "\r\n");
    const auto response = client.read_response();
    return response ? response->status : 0;
}

int RunningServer::stop() {
    if (process_ < 0) return -1;
    ::kill(process_, SIGTERM);
    const int status = wait_for(process_);
    process_ = -1;
    return status;
}

}  // namespace support
