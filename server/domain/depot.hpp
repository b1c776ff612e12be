#pragma once
// A depot: where aids stand, are handed out and come back.

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "domain/calendar.hpp"
#include "domain/ids.hpp"

namespace domain {

struct Depot {
    DepotId id;
    std::string name;
    std::array<bool, 7> open_weekdays = DepotCalendar{}.open_weekdays;  // Monday first
    std::optional<std::int64_t> capacity = {};                          // aids that have room
    std::int64_t version = 1;
};

// 1 to 20 capital letters, digits and hyphens, a letter first: it stands on labels and in
// addresses.
constexpr bool is_depot_id(std::string_view text) {
    if (text.empty() || text.size() > 20 || text.front() < 'A' || text.front() > 'Z') return false;
    for (const char c : text) {
        const bool letter = c >= 'A' && c <= 'Z';
        const bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && c != '-') return false;
    }
    return true;
}

}  // namespace domain
