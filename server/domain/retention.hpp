#pragma once
// How long a person's data is kept: while something of theirs is open, and a while after.

#include <optional>

#include "domain/time.hpp"

namespace domain {

struct PersonUse {
    bool open = false;  // a loan, a booking, or something to be fetched or delivered
    std::optional<Instant> last_closed;
    // None: nobody wrote it down.
    std::optional<Instant> registered;
};

// From when on the person may be anonymised; none while something is open. What was never lent
// counts from the registration; when nothing is known, from now.
std::optional<Instant> retained_until(const PersonUse& use, int days, Instant now);

}  // namespace domain
