#pragma once
// Who is at the desk, from what was typed or scanned: a name or a phone number, the number of a
// loan or of a booking.

#include <string>
#include <vector>

#include "pages/desk_state.hpp"

namespace pages {

struct Who {
    // With who it is, or with the saying of why not.
    Standing standing;
    // Several who fit or nobody at all, to be shown at once: names are in no address.
    std::string question = {};
    std::string_view tone = {};
    json::array choices = {};
    std::vector<domain::BorrowerId> persons = {};
    // The search was refused.
    std::optional<Answer> refused = {};
};

Who who_is(const Request& request, db::ReadTx& tx, const Standing& standing,
           const std::string& line);
// The open loan of that number goes on, or what is out on it comes in.
Who who_has(const Request& request, db::ReadTx& tx, const Standing& standing, std::int64_t loan);

// Where a code is expected: the line can be nothing but a person's name or the number of a loan.
bool names_somebody(std::string_view line);
bool has_no_digit(std::string_view line);

}  // namespace pages
