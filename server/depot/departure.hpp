#pragma once
// A borrower died or moved: nothing more is sent to them, and what they have is fetched.

#include <optional>

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/borrower.hpp"
#include "domain/refusal.hpp"

namespace depot {

// What is to be fetched; none when they have nothing open.
using ToFetch = std::optional<domain::PickupId>;

// Refused: person_needed (a unit does not die), borrower_anonymised, already_deceased.
domain::Decided<ToFetch> register_death(db::WriteTx& tx, domain::Borrower borrower, domain::Day day,
                                        const Act& act);

// It is fetched from where they lived; a new address replaces that. Reminders go out again with a
// new loan. Refused: borrower_anonymised; borrower_deceased; by_arrangement (/address).
domain::Decided<ToFetch> register_move(db::WriteTx& tx, domain::Borrower borrower, domain::Day day,
                                       const std::optional<domain::Address>& address,
                                       const Act& act);

}  // namespace depot
