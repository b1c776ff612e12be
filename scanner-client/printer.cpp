#include "printer.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <memory>

#include <curl/curl.h>

#include "files.hpp"

extern char** environ;

namespace scanner {
namespace {

constexpr long connect_milliseconds = 3000;
constexpr int send_milliseconds = 10'000;

using Printed = tl::expected<std::string, std::string>;

tl::unexpected<std::string> fail(std::string why) { return tl::unexpected(std::move(why)); }

std::string system_error() { return std::strerror(errno); }

Printed to_file(const std::string& target, const std::string& document) {
    const auto file = unused_name(target);
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return fail(file.string() + ": " + system_error());
    const bool whole = write_all(descriptor, document) && ::fsync(descriptor) == 0;
    const std::string why = whole ? std::string() : system_error();
    ::close(descriptor);
    if (!whole) return fail(file.string() + ": " + why);
    return file.string();
}

// A printer that reads nothing keeps the connection open and its buffers full: it has until the
// deadline for each part.
Printed to_network(const std::string& target, const std::string& document) {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                     curl_easy_cleanup);
    const std::string url = "http://" + target;
    curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_CONNECTTIMEOUT_MS, connect_milliseconds);
    const CURLcode connected = curl_easy_perform(handle.get());
    if (connected != CURLE_OK) {
        return fail(target + ": " + curl_easy_strerror(connected));
    }
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(handle.get(), CURLINFO_ACTIVESOCKET, &socket);
    std::string_view rest = document;
    while (!rest.empty()) {
        std::size_t sent = 0;
        const CURLcode code = curl_easy_send(handle.get(), rest.data(), rest.size(), &sent);
        rest.remove_prefix(sent);
        if (code == CURLE_OK) continue;
        pollfd ready{socket, POLLOUT, 0};
        if (code != CURLE_AGAIN || ::poll(&ready, 1, send_milliseconds) <= 0) {
            return fail(target + ": " +
                        curl_easy_strerror(code == CURLE_AGAIN ? CURLE_OPERATION_TIMEDOUT : code));
        }
    }
    return target;
}

struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() {
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) ends = {-1, -1};
    }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    void close_end(std::size_t which) {
        if (ends[which] >= 0) ::close(std::exchange(ends[which], -1));
    }
};

// lp takes the document on its standard input and says on its error output what is wrong.
Printed to_queue(const std::string& queue, const std::string& document) {
    Pipe in;
    Pipe error;
    if (in.ends[0] < 0 || error.ends[0] < 0) return fail(system_error());
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, error.ends[1], STDERR_FILENO);
    // A queue that takes nothing must not hold up the desk.
    std::array<std::string, 7> given{"timeout", "20", "lp", "-d", queue, "-o", "fit-to-page=false"};
    std::array<char*, given.size() + 1> words{};
    std::transform(given.begin(), given.end(), words.begin(),
                   [](std::string& word) { return word.data(); });
    pid_t process = -1;
    const int spawned =
        ::posix_spawnp(&process, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (spawned != 0) return fail(std::string("lp: ") + std::strerror(spawned));
    in.close_end(0);
    error.close_end(1);
    // When lp has ended already, its status says why.
    const bool taken = write_all(in.ends[1], document);
    in.close_end(1);
    std::string said;
    std::array<char, 512> buffer;
    for (;;) {
        const ssize_t got = ::read(error.ends[0], buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        said.append(buffer.data(), static_cast<std::size_t>(got));
    }
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && taken) return queue;
    return fail(said.empty() ? "lp" : said.substr(0, said.find('\n')));
}

}  // namespace

tl::expected<Printer, std::string> Printer::at(std::string_view uri) {
    const auto behind = [&](std::string_view scheme) {
        return std::string(uri.substr(scheme.size()));
    };
    if (uri.starts_with("file:")) {
        const std::string target = behind("file:");
        const auto ending = std::filesystem::path(target).extension().string();
        const auto format = ending.empty() ? std::nullopt : labels::parse_format(ending.substr(1));
        if (!format) {
            return fail("file: needs a name that ends with .pdf, .zpl, .png or .svg");
        }
        return Printer(Way::file, target, *format);
    }
    if (uri.starts_with("tcp://")) {
        std::string target = behind("tcp://");
        const bool without_port = target.ends_with(']') || target.find(':') == std::string::npos;
        if (without_port) target += ":9100";
        if (target.find_first_of("/@?# ") != std::string::npos || target.front() == ':') {
            return fail("tcp:// needs HOST:PORT");
        }
        return Printer(Way::network, target, labels::Format::zpl);
    }
    if (uri.starts_with("cups:")) {
        const std::string queue = behind("cups:");
        if (queue.empty() || queue.front() == '-') {
            return fail("cups: needs the name of a queue");
        }
        return Printer(Way::queue, queue, labels::Format::pdf);
    }
    return fail("a printer is file:PATH, tcp://HOST:PORT or cups:QUEUE");
}

tl::expected<std::string, std::string> Printer::print(const std::string& document) const {
    switch (way_) {
        case Way::file:
            return to_file(target_, document);
        case Way::network:
            return to_network(target_, document);
        case Way::queue:
            return to_queue(target_, document);
    }
    return fail("no printer");
}

}  // namespace scanner
