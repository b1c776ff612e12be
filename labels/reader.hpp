#pragma once
// The tolerant reader: what a person typed or a scanner sent, however the keyboard layout mangled
// it, becomes one of a few meanings. Source of the rules: DOMAIN.md section 6. It never guesses: a
// text it does not know exactly comes back as Unread, word for word.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "labels/code.hpp"

namespace labels {

// Our own label, bare or inside the address that the QR holds.
struct OwnCode {
    LabelCode code;
};

// Looks like our own label, but its check symbol is wrong: a misread, to be scanned again.
struct WrongCheck {
    std::string text;
};

// A GS1 element string or Digital Link. Empty fields were not in the symbol. Days are
// "YYYY-MM-DD"; a GTIN has 14 digits and a right check digit.
struct Gs1 {
    std::string gtin;      // 01
    std::string lot;       // 10
    std::string produced;  // 11
    std::string expires;   // 17
    std::string serial;    // 21
    std::string grai;      // 8003
    std::string giai;      // 8004
    bool operator==(const Gs1&) const = default;
};

// "%UT", "%FERDIG" … without the percent sign, upper case.
struct Command {
    std::string name;
};

// "%MEG<staff code>": who holds the scanner; upper case.
struct Badge {
    std::string staff;
};

// "%LAN<number>": the slip that went with a loan.
struct LoanSlip {
    std::int64_t loan;
};

// "%HYLLE<name>": the label of a shelf; letters, digits and hyphens, at most 20; upper case.
struct ShelfLabel {
    std::string name;
};

// Six digits: an HMS-nr, to be looked up.
struct HmsNumber {
    std::string digits;
};

// Anything else, trimmed, the AIM prefix removed: a manufacturer's serial number perhaps.
struct Unread {
    std::string text;
};

using Reading =
    std::variant<OwnCode, WrongCheck, Gs1, Command, Badge, LoanSlip, ShelfLabel, HmsNumber, Unread>;

Reading read_scan(std::string_view raw);

}  // namespace labels
