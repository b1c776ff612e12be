#pragma once
// A client that sends any bytes and reads answers one by one: plain sockets, blocking, with a time
// limit.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

struct RawResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, in order
    std::string body;

    // The value of the first field of that name (lower case); empty when absent.
    std::string header(std::string_view name) const;
    bool has_header(std::string_view name) const;
};

class RawClient {
public:
    struct Options {
        std::string address = "127.0.0.1";
        std::string from;  // own address, 127.0.0.2 for example; empty: what the system takes
        std::chrono::milliseconds timeout{5'000};  // of each function that reads
        std::function<void()> before_connect;      // when the socket exists
    };

    // Throws std::runtime_error when nobody listens.
    explicit RawClient(unsigned short port);
    RawClient(unsigned short port, const Options& options);
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient& operator=(RawClient&&) = delete;

    // False when the peer has closed; what was received before can still be read.
    bool send(std::string_view bytes);
    bool send_byte_by_byte(std::string_view bytes);
    void finish_sending();

    // The next response; empty when none comes in time, the peer closed first, or it is no HTTP.
    // Interim responses (100) are returned like others. `to_head`: it has no body whatever its
    // length says.
    std::optional<RawResponse> read_response(bool to_head = false);

    // What comes up to the mark and with it, of an answer without a length; without the mark when
    // it does not come in time, or the peer closes first.
    std::string read_until(std::string_view mark);

    // The peer ended the connection and sent nothing before that which was not read.
    bool is_closed();
    // Nothing more comes for this long, and the connection stays.
    bool stays_open(std::chrono::milliseconds time = std::chrono::milliseconds(50));

    int descriptor() const { return descriptor_; }

private:
    enum class Event { bytes, end, timeout };
    Event receive(std::chrono::milliseconds time);

    int descriptor_ = -1;
    std::chrono::milliseconds timeout_{5'000};
    std::string received_;
};

}  // namespace support
