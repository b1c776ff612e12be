#pragma once
// The events of items: appended, read, never changed.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/event.hpp"

namespace db::events {

// Stores the event with its fields; its id.
domain::EventId append(WriteTx& tx, const domain::Event& event);

// Who did it, as people know them: the badge of the person at the desk, else the sender's name.
struct NamedEvent {
    domain::Event event;
    std::string by;
};

// Of one item in order, after the given number.
std::vector<NamedEvent> of_item(ReadTx& tx, domain::ItemId item, std::int64_t after_seq,
                                std::int64_t limit);
std::optional<domain::Event> find(ReadTx& tx, domain::ItemId item, std::int64_t seq);
std::optional<domain::Event> by_id(ReadTx& tx, domain::EventId id);

// The latest event that happened after the instant and changed how the item stands; a mere move,
// relabelling or note does not count.
std::optional<domain::EventId> readiness_changed_after(ReadTx& tx, domain::ItemId item,
                                                       domain::Instant instant);
std::optional<domain::EventId> moved_after(ReadTx& tx, domain::ItemId item,
                                           domain::Instant instant);
std::optional<domain::EventId> latest(ReadTx& tx, domain::ItemId item);

// The loan line that the item came back from last; none when it has been ready since, or never was
// lent.
std::optional<domain::LoanLineId> came_back_from(ReadTx& tx, domain::ItemId item);

// Whether a compensating event has taken it back.
bool is_undone(ReadTx& tx, domain::EventId id);

// A text that people wrote about an event; blanked when the borrower is anonymised.
void add_note(WriteTx& tx, domain::EventId event, std::string_view kind, std::string_view text);

}  // namespace db::events
