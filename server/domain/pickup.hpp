#pragma once
// What is to be fetched from a borrower or brought to one, on a day.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/borrower.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace domain {

enum class PickupKind { fetch, deliver };
std::string_view to_text(PickupKind kind);
std::optional<PickupKind> parse_pickup_kind(std::string_view text);

// Why it was asked for.
enum class PickupReason { asked, deceased, moved, outgrown };
std::string_view to_text(PickupReason reason);
std::optional<PickupReason> parse_pickup_reason(std::string_view text);

enum class PickupOutcome { collected, delivered, nobody_home, refused };
std::string_view to_text(PickupOutcome outcome);
std::optional<PickupOutcome> parse_pickup_outcome(std::string_view text);
// What is fetched is never delivered, and the other way round.
bool fits(PickupKind kind, PickupOutcome outcome);

struct PickupLine {
    LoanLineId line;
    LoanId loan;
    std::optional<std::string> item_code;  // none: a counted product
    std::string product;                   // its name
    std::int64_t quantity = 1;
    bool out = true;  // not come back yet
};

struct Pickup {
    PickupId id;
    PickupKind kind = PickupKind::fetch;
    PickupReason reason = PickupReason::asked;
    BorrowerId borrower;
    DepotId depot;
    Day day;
    std::optional<Address> address;  // as it was when this was asked for
    std::optional<std::string> note;
    std::optional<PickupOutcome> outcome;
    std::optional<std::string> done_note;
    std::optional<Instant> done_at;
    std::int64_t version = 1;
    std::vector<PickupLine> lines;
};

}  // namespace domain
