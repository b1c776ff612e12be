#pragma once
// One scan as a device sends it, and when it counts as late. Source: DOMAIN.md section 6.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/time.hpp"

namespace domain {

enum class ScanMode { out, in, washed, inspected, move, count, lookup };
std::string_view to_text(ScanMode mode);
std::optional<ScanMode> parse_scan_mode(std::string_view text);

enum class ScanResult { done, nothing_to_do, refused, unknown_code, discrepancy };
std::string_view to_text(ScanResult result);

struct ScanTime {
    Instant
        happened;  // corrected by the device's clock offset, neither in the future nor years ago
    bool late = false;     // stored on the device before it was sent
    bool suspect = false;  // in the future, or years ago: set to receipt
};

// sent: what the device's clock said when it sent the scan; none leaves the time uncorrected.
ScanTime scan_time(Instant happened, std::optional<Instant> sent, Instant received, bool in_batch);

}  // namespace domain
