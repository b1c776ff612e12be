#pragma once
// What stands at the desk between two scans. All of it is in the address, ids and codes alone, so
// that nothing is lost when one leaves, and goes with each form.

#include <span>
#include <string>
#include <string_view>

#include "pages/page.hpp"

namespace pages {

struct DeskMode {
    std::string_view word;   // in the address; its command label is %WORD
    std::string_view mode;   // the API's
    std::string_view label;  // in bokmål
    std::string_view icon;
    std::string_view field;  // the label of the scan field
    Roles roles;
};
std::span<const DeskMode> desk_modes();
// Null: there is no such, or it is not for that role.
const DeskMode* mode_of(std::string_view word, Role role);

struct Standing {
    std::string modus;  // always one that the sender may use
    std::string laner;
    std::string lan;
    std::string hylle;
    std::string depot;
    std::string merke;   // the staff code of the badge that the scans are noted on; empty: none
    std::string metode;  // how it is washed; empty: as the product says
    std::string neste;   // what is said of the next aid until it is scanned: "smitte", "feil"
    // What was just done: its scan, a saying, the loan that is finished.
    std::string svar;
    std::string sagt;
    std::string ferdig;

    bool to_nobody() const { return modus == "ut" && laner.empty() && lan.empty(); }
};

// As the address has it; as a form has it, which knows nothing of what was just done.
Standing standing_of(const Request& request);
Standing standing_of(const Request& request, const Typed& typed);
// What a form holds of it, by the names of its fields.
std::vector<std::pair<const char*, std::string>> fields_of(const Standing& standing);

std::string address_of(const Request& request, const Standing& standing);

Standing said(Standing standing, std::string_view saying);
// The desk in that mode with no borrower at it; whose hands scan stays.
Standing cleared(const Standing& standing, std::string_view modus);
// What the API answered to a scan is shown, and its loan goes on.
Standing after_scan(Standing standing, const json::object& answer);

// The staff code, when a badge can have it and the API takes it; else empty.
std::string badge_of(const std::string& staff);
// A scan of the API's mode by whoever is noted, without what only that mode has.
json::object scan_at(const Request& request, const Standing& standing, std::string_view mode,
                     std::string_view code);

std::string trimmed(std::string_view text);

}  // namespace pages
