#include "support/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>

namespace support {
namespace {

sockaddr_in address_of(const std::string& text, unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (::inet_pton(AF_INET, text.c_str(), &address.sin_addr) != 1)
        throw std::runtime_error("not an IPv4 address: " + text);
    return address;
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::optional<RawResponse> parse_head(std::string_view head) {
    RawResponse response;
    auto line_end = head.find("\r\n");
    const auto status_line = head.substr(0, line_end);
    if (status_line.size() < 12 || status_line.substr(0, 5) != "HTTP/") return std::nullopt;
    std::from_chars(status_line.data() + 9, status_line.data() + 12, response.status);
    while (line_end != std::string_view::npos) {
        head.remove_prefix(line_end + 2);
        line_end = head.find("\r\n");
        const auto line = head.substr(0, line_end);
        const auto colon = line.find(": ");
        if (colon == std::string_view::npos) return std::nullopt;
        response.headers.emplace_back(lower(line.substr(0, colon)), line.substr(colon + 2));
    }
    return response;
}

}  // namespace

std::string RawResponse::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const auto& field) { return field.first == name; });
    return found == headers.end() ? std::string() : found->second;
}

bool RawResponse::has_header(std::string_view name) const {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto& field) { return field.first == name; });
}

RawClient::RawClient(unsigned short port) : RawClient(port, Options()) {}

RawClient::RawClient(unsigned short port, const Options& options) : timeout_(options.timeout) {
    descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    bool connected = true;
    if (!options.from.empty()) {
        const auto own = address_of(options.from, 0);
        connected = ::bind(descriptor_, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0;
    }
    if (options.before_connect) options.before_connect();
    const auto peer = address_of(options.address, port);
    connected = connected &&
                ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) == 0;
    if (!connected) {
        const int error = errno;
        ::close(descriptor_);
        throw std::system_error(error, std::generic_category(), "connect");
    }
}

RawClient::~RawClient() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

RawClient::RawClient(RawClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      timeout_(other.timeout_),
      received_(std::move(other.received_)) {}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool RawClient::send_byte_by_byte(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(),
                       [&](const char& byte) { return send(std::string_view(&byte, 1)); });
}

void RawClient::finish_sending() { ::shutdown(descriptor_, SHUT_WR); }

RawClient::Event RawClient::receive(std::chrono::milliseconds time) {
    pollfd waiting{descriptor_, POLLIN, 0};
    int ready = 0;
    do {
        ready = ::poll(&waiting, 1, static_cast<int>(time.count()));
    } while (ready < 0 && errno == EINTR);
    if (ready == 0) return Event::timeout;
    std::array<char, 16 * 1024> bytes{};
    const auto count = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
    if (count <= 0) return Event::end;
    received_.append(bytes.data(), static_cast<std::size_t>(count));
    return Event::bytes;
}

std::optional<RawResponse> RawClient::read_response(bool to_head) {
    auto end = received_.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (receive(timeout_) != Event::bytes) return std::nullopt;
        end = received_.find("\r\n\r\n");
    }
    auto response = parse_head(std::string_view(received_).substr(0, end));
    if (!response) return std::nullopt;
    received_.erase(0, end + 4);
    if (to_head) return response;

    std::size_t length = 0;
    const auto text = response->header("content-length");
    std::from_chars(text.data(), text.data() + text.size(), length);
    while (received_.size() < length) {
        if (receive(timeout_) != Event::bytes) return std::nullopt;
    }
    response->body = received_.substr(0, length);
    received_.erase(0, length);
    return response;
}

std::string RawClient::read_until(std::string_view mark) {
    auto at = received_.find(mark);
    while (at == std::string::npos) {
        if (receive(timeout_) != Event::bytes) return std::exchange(received_, {});
        at = received_.find(mark);
    }
    std::string read = received_.substr(0, at + mark.size());
    received_.erase(0, read.size());
    return read;
}

bool RawClient::is_closed() { return received_.empty() && receive(timeout_) == Event::end; }

bool RawClient::stays_open(std::chrono::milliseconds time) {
    return received_.empty() && receive(time) == Event::timeout;
}

}  // namespace support
