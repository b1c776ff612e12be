#pragma once
// The events of one item, played again from the beginning: what the item must be now.

#include <span>
#include <string>

#include <tl/expected.hpp>

#include "domain/event.hpp"

namespace domain {

struct Replayed {
    ItemStatus status;
    Instant since;  // when the state began
    bool on_loan = false;
    // The last value of each field that the events set ("product_id", "serial" …).
    std::vector<std::pair<std::string, std::string>> fields;
};

// Or, in a sentence for the operator, the first event that cannot be true after those before it.
tl::expected<Replayed, std::string> replay(std::span<const Event> events);

}  // namespace domain
