#include "uuid.hpp"

#include <sys/random.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#include <fmt/format.h>

namespace scanner {

std::string new_uuid(std::chrono::sys_time<std::chrono::milliseconds> now) {
    std::array<std::uint64_t, 2> random{};
    if (::getrandom(random.data(), sizeof random, 0) != sizeof random) {
        throw std::runtime_error("no random numbers");
    }
    const auto time = static_cast<std::uint64_t>(now.time_since_epoch().count());
    return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", (time >> 16) & 0xffffffff,
                       time & 0xffff, random[0] & 0xfff, 0x8000 | (random[0] >> 12 & 0x3fff),
                       random[1] & 0xffffffffffff);
}

}  // namespace scanner
