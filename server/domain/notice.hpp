#pragma once
// Safety notices (sikkerhetsmelding): which items one concerns. Source: DOMAIN.md section 9.

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace domain {

// Serial numbers in their own order: the shorter first, of the same length by their characters, as
// stored. So A998 is before A1000. Both ends belong to the range.
struct SerialRange {
    std::string from;
    std::string to;
};
bool serial_before(std::string_view one, std::string_view other);
bool in_range(std::string_view serial, const SerialRange& range);

// The parts of a range: all serial numbers of one length between two of that length.
struct SerialStretch {
    std::size_t length = 0;            // in characters
    std::optional<std::string> least;  // none: from the first of that length
    std::optional<std::string> most;
};
SerialStretch stretch_of(const SerialRange& range, std::size_t length);

// The device that a UDI names when it is a bare GTIN, bracketed or not; none when it says more.
std::optional<std::string> bare_gtin(std::string_view udi);
// What the UDI of an item of that device begins with, in its bracketed form and as it is read.
std::array<std::string, 2> udi_beginnings(std::string_view gtin);
// Whether a notice about the UDI is about an item with the other one.
bool udi_concerns(std::string_view of_notice, std::string_view of_item);

// How an item of a notice was accounted for.
enum class NoticeOutcome {
    checked,   // looked at, nothing wrong or put right
    returned,  // to the supplier
    scrapped,
    not_found,
    informed,  // who has it knows
};
std::string_view to_text(NoticeOutcome outcome);
std::optional<NoticeOutcome> parse_notice_outcome(std::string_view text);

}  // namespace domain
