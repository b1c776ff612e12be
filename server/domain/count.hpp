#pragma once
// What a count (varetelling) finds. Source: DOMAIN.md section 9.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.hpp"
#include "domain/readiness.hpp"

namespace domain {

enum class FindingKind {
    missing,     // should be there and was not seen
    unexpected,  // seen, though it is lent, on its way, or gone
    misplaced,   // seen on another shelf than its own, or at another depot
    quantity,    // a counted product of which there are more or fewer
};
std::string_view to_text(FindingKind kind);
std::optional<FindingKind> parse_finding_kind(std::string_view text);

// Whether two counts at one depot would count the same shelf; no shelf is the whole depot.
bool counts_overlap(const std::optional<std::string>& one, const std::optional<std::string>& other);

// An item that was seen in a count, as it stands now.
struct SeenItem {
    State state = State::ready;
    bool on_loan = false;
    bool under_way = false;  // sent to another depot
    DepotId depot;
    std::optional<std::string> shelf;
    std::optional<std::string> seen_shelf;  // none: nobody said which
};
// None: it is where it should be.
std::optional<FindingKind> judge_seen(const SeenItem& item, const DepotId& counted_at);

// What is booked when a counted product is found to be `counted` where `expected` were: the
// difference, but never more away than there is now.
std::int64_t count_correction(std::int64_t counted, std::int64_t expected, std::int64_t now);

}  // namespace domain
