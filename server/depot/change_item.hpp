#pragma once
// The one way an item changes: an event is appended and the row follows it, in one transaction.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "db/item_store.hpp"
#include "depot/act.hpp"
#include "domain/event.hpp"

namespace depot {

struct Change {
    domain::EventKind kind = domain::EventKind::changed;
    domain::ItemStatus after;
    std::optional<domain::LoanLineId> line = {};
    std::optional<std::string> method = {};
    std::optional<domain::EventId> undoes = {};
    // Undo alone: when the state that it brings back began.
    std::optional<domain::Instant> since = {};
    std::vector<std::pair<std::string, std::string>> fields = {};
    // Free text, kept beside the event: what kind of text, and the text.
    std::optional<std::pair<std::string, std::string>> note = {};
};

// The item's status and event_count are brought up to date in the value as well, and what hangs on
// such an event (missing accessories, the open work order) follows.
domain::EventId change_item(db::WriteTx& tx, domain::Item& item, const Change& change,
                            const Act& act);

// A trigger of the readiness table with what it brings along.
struct Pull {
    domain::Trigger trigger = domain::Trigger::inspected_ok;
    // Where it happened; none keeps the item's depot and shelf.
    std::optional<domain::DepotId> depot = {};
    std::optional<std::string> shelf = {};
    std::optional<domain::LoanLineId> line = {};
    std::optional<std::string> method = {};
    std::vector<std::pair<std::string, std::string>> fields = {};
    std::optional<std::pair<std::string, std::string>> note = {};
};

// Asks the readiness table and the roles, then changes the item; what is found again may be blocked
// at once by a notice, in an event after the one that is returned. Refused besides: in_transfer.
domain::Decided<domain::EventId> pull_trigger(db::WriteTx& tx, db::items::ItemView& view,
                                              const Pull& pull, const Act& act);

// How the view's item stands, as the readiness table asks it.
domain::Standing standing_of(const db::items::ItemView& view);

}  // namespace depot
