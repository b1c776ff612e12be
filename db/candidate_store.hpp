#pragma once
// Candidates for permanent need: what a person has and had of a class, and the tasks about it.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/candidate.hpp"
#include "domain/loan.hpp"

namespace db::candidates {

// A line of a person's that is out, or that ended not long ago.
struct ClassLine {
    domain::BorrowerId borrower;
    std::string iso_class;
    domain::LoanLineId line;
    domain::DepotId depot;
    std::optional<std::string> requested_by;
    // All but what follows from several lines together.
    domain::CandidateFacts facts;
    domain::Instant handed_out_at;
    std::optional<domain::Instant> ended_at;
};
// By borrower, class and line; none of units. In a constant number of statements, as are the
// others about many.
std::vector<ClassLine> lines_of(ReadTx& tx, const std::vector<domain::BorrowerId>& borrowers,
                                domain::Instant ended_from);

// The tasks that are open, and those refused or not needed since the day.
std::vector<domain::Candidate> in_force(ReadTx& tx,
                                        const std::vector<domain::BorrowerId>& borrowers,
                                        domain::Day since);

// Persons' open lines with a due day, by that and the line's id.
struct LinePlace {
    domain::Day due;
    domain::LoanLineId line;
};
struct DueLine {
    LinePlace place;
    domain::BorrowerId borrower;
};
std::vector<DueLine> open_lines(ReadTx& tx, const LinePlace& after, std::int64_t limit);

std::optional<domain::Candidate> find(ReadTx& tx, domain::CandidateId id);
std::vector<domain::Candidate> of_borrower(ReadTx& tx, domain::BorrowerId borrower);

// The id is the next one.
domain::CandidateId insert(WriteTx& tx, const domain::Candidate& task);
// All but the borrower, the class and the day of opening; counts the version up.
void update(WriteTx& tx, const domain::Candidate& task);

// Those that are open: nobody is to decide about them any more.
void lapse_all(WriteTx& tx, domain::BorrowerId borrower, domain::Day day, domain::Instant at);

struct LoggedDecision {
    domain::CandidateState from = domain::CandidateState::candidate;
    domain::CandidateState to = domain::CandidateState::candidate;
    domain::Day day;
    std::optional<std::string> reference;
    std::optional<std::string> note;
    std::string by;
    domain::Instant made_at;
};
void log(WriteTx& tx, domain::CandidateId id, domain::CandidateState from,
         const domain::Decision& decision, domain::ActorId by, domain::Instant at);
// In order.
std::vector<LoggedDecision> decisions(ReadTx& tx, domain::CandidateId id);

// What the borrower has and had of the class, the latest first.
struct Aid {
    domain::LoanId loan;
    domain::LoanLineId line;
    std::optional<std::string> item_code;  // none: a counted product
    std::string product;
    std::optional<std::string> hms_nr;
    std::string iso;
    std::int64_t quantity = 1;
    domain::Instant from;
    std::optional<domain::Instant> to;
    std::optional<domain::EndReason> end_reason;
    std::optional<domain::Day> due;
};
std::vector<Aid> aids(ReadTx& tx, domain::BorrowerId borrower, const std::string& iso_class,
                      std::int64_t limit);

struct Extended {
    domain::LoanId loan;
    domain::Instant made_at;
    std::int64_t months = 0;
    std::optional<std::string> reason;
};
// In order.
std::vector<Extended> extensions(ReadTx& tx, const std::vector<domain::LoanId>& loans);

struct Filter {
    // None: those that are open.
    std::optional<domain::CandidateState> state = {};
    std::optional<domain::DepotId> depot = {};
    std::optional<std::string> responsible = {};
};
struct After {
    domain::Day decide_by;
    domain::CandidateId id;
};
// What waits too long, or will first, first.
std::vector<domain::Candidate> list(ReadTx& tx, const Filter& filter,
                                    const std::optional<After>& after, std::int64_t limit);

// Of one class one open task is kept: that which has come further, else the older one. Those that
// lose their place; they are still open.
std::vector<domain::Candidate> doubles(ReadTx& tx, domain::BorrowerId one,
                                       domain::BorrowerId other);

}  // namespace db::candidates
