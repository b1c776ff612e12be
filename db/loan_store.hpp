#pragma once
// Loans and their lines.

#include <optional>
#include <string>
#include <vector>

#include "db/order.hpp"
#include "domain/loan_record.hpp"

namespace db::loans {

// Without its lines, as it stands, under the terms in force; the id is the next one. The same holds
// for a line.
domain::LoanId insert(WriteTx& tx, const domain::Loan& loan);
domain::LoanLineId insert_line(WriteTx& tx, const domain::LoanLine& line,
                               const std::optional<domain::Training>& training);
// With its lines in order.
std::optional<domain::Loan> find(ReadTx& tx, domain::LoanId id);
// Borrower, places of use, expected, requested_by, reason and partner; counts the version up.
void correct(WriteTx& tx, const domain::Loan& loan);

// The open lines of a borrower's loans, the oldest first.
struct OpenLine {
    domain::LoanLineId line;
    domain::DepotId depot;
};
std::vector<OpenLine> open_lines_of(ReadTx& tx, domain::BorrowerId borrower);

// Its anchor, months and due day.
void extend_line(WriteTx& tx, domain::LoanLineId line, const domain::ExtendedLine& extended);
// Its anchor, months and review day, counted from the anchor.
void set_review(WriteTx& tx, domain::LoanLineId line, domain::Day anchor, int months,
                domain::Day review);
// One extension more; counts the version up.
void count_extension(WriteTx& tx, domain::LoanId loan);
// So many of the line go on as an open line of their own, with the same days and training; its id.
domain::LoanLineId split_line(WriteTx& tx, const domain::LoanLine& line, std::int64_t quantity);
// The training recorded for one line holds for another as well.
void copy_training(WriteTx& tx, domain::LoanLineId from, domain::LoanLineId to);

// A line was added to a loan that others may have read.
void count_change(WriteTx& tx, domain::LoanId loan);

// Ends the line and, when it was the last open one, the loan; counts the loan's version up. A clock
// that was set back does not make the line end before it began.
void end_line(WriteTx& tx, domain::LoanId loan, domain::LoanLineId line, domain::Instant at,
              domain::EndReason reason, const std::optional<std::string>& reference);
// Takes an ending back: the line, and with it the loan, is open again.
void reopen_line(WriteTx& tx, domain::LoanId loan, domain::LoanLineId line);
// The same of a part that was split off, while the rest of its line is open: it is one with that.
void rejoin_line(WriteTx& tx, domain::LoanId loan, const domain::LoanLine& part,
                 domain::LoanLineId rest);

// The loan of a line that is there.
domain::LoanId loan_of_line(ReadTx& tx, domain::LoanLineId line);

// The open loan of the same device, sender, borrower, depot and start that is not finished.
std::optional<domain::LoanId> joinable(ReadTx& tx, const domain::Loan& wanted);
// After %FERDIG: no further scan of the device joins its open loans; how many there were.
long long finish_joining(WriteTx& tx, domain::ActorId actor, const std::string& device);

// The lines of an item that began at or before the instant and were not undone, latest first, at
// most two.
std::vector<domain::LoanLine> lines_begun_by(ReadTx& tx, domain::ItemId item,
                                             domain::Instant instant);
// When the item's latest line ended; none when it was never lent, or is out now.
std::optional<domain::Instant> last_ended(ReadTx& tx, domain::ItemId item);

enum class Which { any, open, due_soon, overdue, lost_process, review_due, ended };

struct Filter {
    Which which = Which::any;
    std::optional<domain::DepotId> depot;
    std::optional<std::string> requested_by;
    std::optional<domain::BorrowerId> borrower;
    // The due days of due_soon, overdue and lost_process and the review days of review_due, both
    // inclusive.
    domain::Day from;
    domain::Day to;
};
struct Listed {
    domain::Loan loan;
    Position place;  // by day: of the line, else of the loan
};
// oldest, newest and due: the earliest due or review day of what is out. What is due soon,
// late or to be reviewed comes by that day alone, open ones by each of the three, the others have
// no such day. The first is the usual one.
std::span<const Order<Listed>> orders(Which which);
std::vector<Listed> list(ReadTx& tx, const Filter& filter, const Position& after,
                         std::int64_t limit, const Order<Listed>& order);
std::vector<Listed> list(ReadTx& tx, const Filter& filter, const Position& after,
                         std::int64_t limit);

}  // namespace db::loans
