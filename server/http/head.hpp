#pragma once
// From the bytes the gate let through to a routing::Request. Beast is the parser; it must agree
// with the gate.

#include <cstdint>
#include <optional>
#include <string_view>

#include "routing/request.hpp"

namespace http {

struct Head {
    routing::Request request;  // without body
    bool head_only = false;    // HEAD, served as GET without body
    bool keep_alive = false;   // the client's wish, by version and Connection
    bool http_1_0 = false;
};

// Empty when Beast reads the bytes otherwise than the gate did. `peer_is_loopback` as the socket
// says.
std::optional<Head> parse_head(std::string_view bytes, std::uint64_t content_length,
                               bool peer_is_loopback);

}  // namespace http
