#pragma once
// One aid in the place of another, in one step.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/loan_record.hpp"
#include "domain/refusal.hpp"

namespace depot {

struct SwapWanted {
    std::string item;  // a label code, exactly
    std::optional<domain::Training> training = {};
};

// The line ends as swapped and its item goes to cleaning; a new line of the same loan takes over
// its days. Refused: line_ended; item_needed (a counted line); borrower_deceased; unknown_item,
// same_item and what lending refuses (/item); training_required (/training). What was written by
// then the caller undoes.
domain::Decided<void> swap(db::WriteTx& tx, const domain::Loan& loan, const domain::LoanLine& line,
                           const SwapWanted& wanted, const Act& act);

}  // namespace depot
