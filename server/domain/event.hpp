#pragma once
// One change of one item: written once, never changed. Holds ids and codes only.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/ids.hpp"
#include "domain/item.hpp"
#include "domain/readiness.hpp"
#include "domain/time.hpp"

namespace domain {

enum class EventKind {
    taken_in,
    taken_over,
    lent,
    returned,
    returned_infectious,
    cleaned,
    wash_skipped,
    inspected_ok,
    inspected_failed,
    repaired,
    scrapped,
    scrapped_at_borrower,
    blocked,
    unblocked,
    missing,
    found,
    given_up,
    given_up_lent,
    handed_over,
    handed_over_lent,
    moved,
    relabelled,
    changed,
    loan_corrected,
    extended,              // the loan line has a later due day
    reviewed,              // children's stock: looked at again
    moved_to_institution,  // stays lent: the line goes on as one of the institution's loan
    accessories_noted,     // some are missing
    accessories_settled,   // they are there, or waived
    sent,                  // on its way to another depot
    received,              // at that depot
    transfer_cancelled,
    late_scan,  // a late scan that contradicts what is known; changes nothing
    undone,
};
std::string_view to_text(EventKind kind);
std::optional<EventKind> parse_event_kind(std::string_view text);

// The event that a trigger writes, and the trigger an event came from (none: not of the table).
EventKind event_of(Trigger trigger);
std::optional<Trigger> trigger_of(EventKind kind);

struct Event {
    EventId id;
    ItemId item;
    std::int64_t seq = 0;  // 1, 2, 3 … on the item
    EventKind kind = EventKind::changed;
    std::optional<State> from;
    ItemStatus after;  // the item's whole status after the event
    ActorId actor;
    std::optional<std::string> operator_badge;
    std::optional<std::string> device;
    std::optional<std::string> scan;  // the scan's own id
    std::optional<LoanLineId> line;
    std::optional<std::string> method;  // of washing
    std::optional<EventId> undoes;
    Instant happened_at;
    Instant recorded_at;
    // What else it set, by field name: "serial", "product_id", "missing_accessory" …
    std::vector<std::pair<std::string, std::string>> fields;
};

}  // namespace domain
