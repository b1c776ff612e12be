#pragma once
// The desk as it is seen: where it stands, what the last scan did and asks for, and the scans so
// far, which are read back from the API.

#include <string>
#include <string_view>
#include <vector>

#include "pages/desk_state.hpp"

namespace pages {

// What is said and shown at once: the address does not hold it.
struct Moment {
    std::string text = {};
    std::string_view tone = "danger";
    json::array found = {};  // several who fit
    std::vector<domain::BorrowerId> persons = {};
    // What was typed beside the code and is still wanted, and what is wrong with it.
    Typed typed = {};
    std::vector<FieldFault> faults = {};
};
Shown show_desk(const Request& request, db::ReadTx& tx, const Standing& wanted,
                const Moment& moment = {});

// The page of the address, or with the form that came back.
Shown show_desk_page(const Request& request, db::ReadTx& tx);

// The last scans of this desk, the latest first.
json::array latest_scans(const Request& request, db::ReadTx& tx);

}  // namespace pages
