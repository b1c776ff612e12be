#pragma once
// Aids are to be fetched from borrowers or brought to them. None of this ends a loan line: what
// comes back is scanned in.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "db/loan_store.hpp"
#include "depot/act.hpp"
#include "domain/borrower.hpp"
#include "domain/pickup.hpp"
#include "domain/refusal.hpp"

namespace depot {

struct PickupWanted {
    domain::PickupKind kind = domain::PickupKind::fetch;
    domain::LoanId loan;
    domain::Day day;
    std::optional<std::vector<domain::LoanLineId>> lines = {};  // none: all open ones
    std::optional<std::string> note = {};
};

// At the borrower's address as it is now. Refused: unknown_loan, loan_ended (/loan_id); of each
// line unknown_line, line_ended; pickup_open, when one of them is already asked for.
tl::expected<domain::PickupId, std::vector<domain::Refusal>> ask_pickup(db::WriteTx& tx,
                                                                        const PickupWanted& wanted,
                                                                        const Act& act);

// The lines are fetched on the depot's next open day, or with what is fetched from the borrower
// anyway; none when there are no lines.
std::optional<domain::PickupId> fetch(db::WriteTx& tx, const domain::Borrower& borrower,
                                      domain::PickupReason reason,
                                      const std::vector<db::loans::OpenLine>& lines,
                                      const Act& act);

// However it went: when nobody was home the depot asks anew. Refused: already_done; wrong_outcome.
domain::Decided<void> close_pickup(db::WriteTx& tx, domain::Pickup pickup,
                                   domain::PickupOutcome outcome,
                                   const std::optional<std::string>& note, const Act& act);

}  // namespace depot
