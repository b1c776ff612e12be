#include "domain/scan.hpp"

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<ScanMode, 7> mode_names{{{ScanMode::out, "out"},
                                         {ScanMode::in, "in"},
                                         {ScanMode::washed, "washed"},
                                         {ScanMode::inspected, "inspected"},
                                         {ScanMode::move, "move"},
                                         {ScanMode::count, "count"},
                                         {ScanMode::lookup, "lookup"}}};

constexpr std::chrono::minutes live_window(2);
// No device keeps a scan so long: its clock, or its time of sending, is wrong.
constexpr std::chrono::days oldest(3 * 366);

}  // namespace

std::string_view to_text(ScanMode mode) { return name_of(mode_names, mode); }
std::optional<ScanMode> parse_scan_mode(std::string_view text) {
    return value_of(mode_names, text);
}

std::string_view to_text(ScanResult result) {
    switch (result) {
        case ScanResult::done:
            return "done";
        case ScanResult::nothing_to_do:
            return "nothing_to_do";
        case ScanResult::refused:
            return "refused";
        case ScanResult::unknown_code:
            return "unknown_code";
        case ScanResult::discrepancy:
            return "discrepancy";
    }
    return {};
}

ScanTime scan_time(Instant happened, std::optional<Instant> sent, Instant received, bool in_batch) {
    ScanTime time;
    time.happened = sent ? happened + (received - *sent) : happened;
    if (time.happened > received || time.happened < received - oldest) {
        time.happened = received;
        time.suspect = true;
    }
    time.late = in_batch || received - time.happened > live_window;
    return time;
}

}  // namespace domain
