#pragma once
// The children's aids of a loan are looked at: do they still fit?

#include <optional>

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/loan_record.hpp"
#include "domain/refusal.hpp"

namespace depot {

struct ReviewWanted {
    bool outgrown = false;
    std::optional<int> months = {};  // until the next; none: as the setting says
};

// Each open line with a review day gets the next one; when outgrown, all of them are fetched, and
// that pick-up is returned. Each of their items gets an event.
// Refused: loan_ended; borrower_deceased; no_review.
domain::Decided<std::optional<domain::PickupId>> review(db::WriteTx& tx, const domain::Loan& loan,
                                                        const ReviewWanted& wanted, const Act& act);

}  // namespace depot
