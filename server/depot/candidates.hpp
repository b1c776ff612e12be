#pragma once
// Candidates for permanent need: why somebody is one, and the tasks about it. A task is opened by
// the change of a loan that gives the ground, and by a daily look for what comes with time; what
// nobody has taken up lapses when the ground goes away.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "db/candidate_store.hpp"
#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/candidate.hpp"
#include "domain/loan.hpp"

namespace depot {

// What there is of one class with a person.
struct Ground {
    // In the order of DOMAIN.md section 7; empty: none.
    std::vector<domain::CandidateReason> why;
    // The reasons of each line that is out.
    std::map<domain::LoanLineId, std::vector<domain::CandidateReason>> of_lines;
    int days_on_loan = 0;  // of the twelve months that end today
    bool repeated = false;
    bool rests = false;
    bool deceased = false;
    // Of the first line with a reason.
    domain::DepotId depot;
    std::optional<std::string> requested_by;
};
using BorrowerClass = std::pair<domain::BorrowerId, std::string>;
using Grounds = std::map<BorrowerClass, Ground>;
// Of persons, in a constant number of statements; units have none.
Grounds grounds_of(db::ReadTx& tx, const std::vector<domain::BorrowerId>& borrowers,
                   domain::Day today);

// The facts with what follows from all that the person has and had of the class; of a unit, as they
// are.
domain::CandidateFacts with_class(db::ReadTx& tx, domain::CandidateFacts facts,
                                  domain::BorrowerId borrower, domain::LoanLineId line,
                                  domain::Day today, const domain::DepotSettings& settings);

// After each change of what the borrower has: opens, lapses and closes.
void keep_candidates(db::WriteTx& tx, domain::BorrowerId borrower, const Act& act);

// Those of them whose tasks are not as they should be today; each once, in order.
std::vector<domain::BorrowerId> differing(db::ReadTx& tx,
                                          const std::vector<domain::BorrowerId>& borrowers,
                                          domain::Day today);

// As domain::decided; logged.
domain::Decided<void> decide(db::WriteTx& tx, const domain::Candidate& task,
                             const domain::Decision& decision, std::string_view by, const Act& act);

// Before two borrowers become one: each class keeps one open task, the other one lapses.
void merge_candidates(db::WriteTx& tx, domain::BorrowerId from, domain::BorrowerId into,
                      const Act& act);

}  // namespace depot
