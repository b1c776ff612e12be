#pragma once
// UUIDs of version 7 (RFC 9562): the time first, so that the server's index grows at its end.

#include <chrono>
#include <string>

namespace scanner {

std::string new_uuid(std::chrono::sys_time<std::chrono::milliseconds> now);

}  // namespace scanner
