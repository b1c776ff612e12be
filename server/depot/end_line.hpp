#pragma once
// A loan line ends: the aid comes back, or never will.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "depot/act.hpp"
#include "domain/loan_record.hpp"
#include "domain/refusal.hpp"

namespace depot {

struct Return {
    domain::DepotId depot;  // where it was handed in
    std::optional<std::string> shelf = {};
    bool infectious = false;
    std::vector<std::string> missing_accessories = {};
    std::optional<std::string> note = {};
};

// The open line of the item ends as returned, at the moment of the act. Refused: not_on_loan, and
// what the readiness table refuses.
domain::Decided<domain::EventId> take_back(db::WriteTx& tx, db::items::ItemView& view,
                                           const Return& wanted, const Act& act);

struct Ending {
    domain::EndReason reason = domain::EndReason::returned;
    std::optional<std::string> reference = {};
    // Permanent only: NAV took over this aid (it leaves the depot); else NAV's own came and this
    // one goes to cleaning.
    bool taken_over = true;
    // Of a counted line, when not all of it ends.
    std::optional<std::int64_t> quantity = {};
    // Moved to an institution only: the unit that has it now.
    domain::BorrowerId unit = {};
};

struct Ended {
    // The line, or the part of it that ended.
    domain::LoanLineId line;
    // The loan in which it goes on; none when it has ended for good.
    std::optional<domain::LoanId> goes_on = {};
};

// Of what moved to an institution a loan of that unit begins, over the same depot. A part of a
// counted line ends as a line of its own, the rest stays open under the old id.
// Refused: line_ended; not_allowed (lost is for leder, all else is not); quantity_too_large;
// unknown_borrower, institution_needed (/unit); blocked (what is blocked is not lent on); what the
// table refuses.
domain::Decided<Ended> end_line(db::WriteTx& tx, const domain::Loan& loan,
                                const domain::LoanLine& line, const Ending& ending, const Act& act);

// What was wrong on the loan when it was made; each item of it gets an event. The same again does
// nothing.
// Refused: unknown_borrower, borrower_anonymised, borrower_deceased.
domain::Decided<void> correct_loan(db::WriteTx& tx, const domain::Loan& corrected, const Act& act);

}  // namespace depot
