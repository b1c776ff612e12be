#pragma once
// A loan goes on for some months more.

#include <string>
#include <vector>

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/loan_record.hpp"
#include "domain/refusal.hpp"

namespace depot {

struct ExtensionWanted {
    int months = 0;
    std::string reason;
};

// Every open line with a due day gets a later one; each of their items gets an event.
// Refused: loan_ended; else all of borrower_deceased, extension_limit, extension_too_long,
// nothing_to_extend, booked_by_other that hold.
tl::expected<void, std::vector<domain::Refusal>> extend(db::WriteTx& tx, const domain::Loan& loan,
                                                        const ExtensionWanted& wanted,
                                                        const Act& act);

}  // namespace depot
