#include "db/admin_socket.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <system_error>

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "db/error.hpp"

namespace db {
namespace {

constexpr std::uint32_t longest_word = 1 << 20;
constexpr std::uint32_t longest_answer = 256 << 20;  // it may be a file
constexpr std::uint32_t most_words = 64;

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        throw Error("the path of the database is too long for its socket: " + path);
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

void set_timeout(int descriptor, int seconds) {
    const timeval limit{.tv_sec = seconds, .tv_usec = 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

bool write_all(int descriptor, const void* data, std::size_t size) {
    const char* at = static_cast<const char*>(data);
    while (size > 0) {
        const ssize_t sent = ::send(descriptor, at, size, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        at += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

bool read_all(int descriptor, void* data, std::size_t size) {
    char* at = static_cast<char*>(data);
    while (size > 0) {
        const ssize_t got = ::recv(descriptor, at, size, 0);
        if (got <= 0) return false;
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

// On the wire: counts and lengths as 32-bit integers of this machine, then the bytes.
bool write_number(int descriptor, std::uint32_t number) {
    return write_all(descriptor, &number, sizeof number);
}

bool write_text(int descriptor, const std::string& text) {
    return write_number(descriptor, static_cast<std::uint32_t>(text.size())) &&
           write_all(descriptor, text.data(), text.size());
}

std::optional<std::uint32_t> read_number(int descriptor) {
    std::uint32_t number = 0;
    if (!read_all(descriptor, &number, sizeof number)) return std::nullopt;
    return number;
}

std::optional<std::string> read_text(int descriptor, std::uint32_t longest) {
    const auto size = read_number(descriptor);
    if (!size || *size > longest) return std::nullopt;
    std::string text(*size, '\0');
    if (!read_all(descriptor, text.data(), text.size())) return std::nullopt;
    return text;
}

std::optional<std::vector<std::string>> read_words(int descriptor) {
    const auto count = read_number(descriptor);
    if (!count || *count > most_words) return std::nullopt;
    std::vector<std::string> words;
    for (std::uint32_t i = 0; i < *count; ++i) {
        auto word = read_text(descriptor, longest_word);
        if (!word) return std::nullopt;
        words.push_back(std::move(*word));
    }
    return words;
}

}  // namespace

AdminSocket::AdminSocket(const std::filesystem::path& database, AdminCommand run)
    : path_(database.string() + ".sock"), run_(std::move(run)) {
    const sockaddr_un address = address_of(path_);
    // A socket left by a killed process; the lock file says that nobody else is alive.
    ::unlink(path_.c_str());
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const mode_t mask = ::umask(0177);
    const bool bound =
        ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::umask(mask);
    if (!bound || ::listen(listener_, 8) != 0 || ::pipe(wake_) != 0) {
        throw Error("cannot listen on " + path_ + ": " + std::generic_category().message(errno));
    }
    thread_ = std::thread([this] { serve(); });
}

AdminSocket::~AdminSocket() {
    ::close(wake_[1]);
    thread_.join();
    ::close(wake_[0]);
    ::close(listener_);
    ::unlink(path_.c_str());
}

void AdminSocket::serve() {
    for (;;) {
        std::array<pollfd, 2> ready{{{listener_, POLLIN, 0}, {wake_[0], POLLIN, 0}}};
        if (::poll(ready.data(), ready.size(), -1) < 0 && errno != EINTR) return;
        if (ready[1].revents != 0) return;
        if ((ready[0].revents & POLLIN) == 0) continue;
        const int peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (peer < 0) continue;
        set_timeout(peer, 5);
        if (const auto words = read_words(peer)) {
            const AdminReply reply = run_(*words);
            // A peer that went away has its command done all the same.
            [[maybe_unused]] const bool sent =
                write_number(peer, static_cast<std::uint32_t>(reply.status)) &&
                write_text(peer, reply.output) && write_text(peer, reply.error);
        }
        ::close(peer);
    }
}

std::optional<AdminReply> ask_running_server(const std::filesystem::path& database,
                                             const std::vector<std::string>& words) {
    const std::string path = database.string() + ".sock";
    const sockaddr_un address = address_of(path);
    const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(server);
        return std::nullopt;
    }
    set_timeout(server, 60);
    bool sent = write_number(server, static_cast<std::uint32_t>(words.size()));
    for (const std::string& word : words) sent = sent && write_text(server, word);
    const auto status = sent ? read_number(server) : std::nullopt;
    auto output = status ? read_text(server, longest_answer) : std::nullopt;
    auto error = output ? read_text(server, longest_answer) : std::nullopt;
    ::close(server);
    if (!error) throw Error("the running server did not answer on " + path);
    return AdminReply{static_cast<int>(*status), std::move(*output), std::move(*error)};
}

}  // namespace db
