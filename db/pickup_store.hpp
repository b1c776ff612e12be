#pragma once
// What is to be fetched and delivered. Whoever shows the address does so through a Disclose
// handler.

#include <optional>
#include <vector>

#include "db/connection.hpp"
#include "domain/pickup.hpp"

namespace db::pickups {

// Without its lines.
domain::PickupId insert(WriteTx& tx, const domain::Pickup& pickup, domain::ActorId by,
                        domain::Instant at);
// Once, however often it is added.
void add_line(WriteTx& tx, domain::PickupId id, domain::LoanLineId line);
void count_change(WriteTx& tx, domain::PickupId id);
// Where the borrower's line is still to be fetched, the other one is instead.
void replace_line(WriteTx& tx, domain::BorrowerId borrower, domain::LoanLineId line,
                  domain::LoanLineId by);

// With its lines, in order.
std::optional<domain::Pickup> find(ReadTx& tx, domain::PickupId id);
// All of the borrower, open and done, with their lines, in order.
std::vector<domain::Pickup> of_borrower(ReadTx& tx, domain::BorrowerId borrower);
// The oldest one of the borrower that is still to be fetched.
std::optional<domain::PickupId> open_fetch_of(ReadTx& tx, domain::BorrowerId borrower);
// Whether the borrower's line is already to be fetched, or delivered.
bool is_asked_for(ReadTx& tx, domain::PickupKind kind, domain::BorrowerId borrower,
                  domain::LoanLineId line);

// Outcome, done_note and done_at; counts the version up.
void close(WriteTx& tx, const domain::Pickup& pickup, domain::ActorId by);
// The borrower is protected now: what was written on the way to them is gone, and when strengt
// fortrolig the addresses as well. The versions count up whether there was anything or not: they
// are shown to those who may not know.
void protect(WriteTx& tx, domain::BorrowerId borrower, domain::Protection protection);

struct Filter {
    bool done = false;
    std::optional<domain::DepotId> depot;
    // Both inclusive.
    domain::Day from;
    domain::Day to;
};
struct After {
    domain::Day day;
    domain::PickupId id;
};
// By day and id.
std::vector<domain::Pickup> list(ReadTx& tx, const Filter& filter,
                                 const std::optional<After>& after, std::int64_t limit);

}  // namespace db::pickups
