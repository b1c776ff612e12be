#pragma once
// The steps of the reminder ladder that were taken, by line and due day, and what the ladder asks.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/reminder.hpp"

namespace db::reminders {

struct Reminder {
    domain::LoanLineId line;
    domain::Day due;
    std::optional<domain::ReminderStep> step;  // none: by hand
    domain::Day day;
    std::optional<domain::MessageId> message;  // none: for a person to do
};
void insert(WriteTx& tx, const Reminder& reminder);
// What was taken for one line was taken for another, which goes on in its place.
void copy(WriteTx& tx, domain::LoanLineId from, domain::LoanLineId to);

// An open line with a due day.
struct Line {
    domain::BorrowerId borrower;
    domain::LoanLineId id;
    domain::Day due;
    domain::Day start;                          // of the loan
    std::optional<domain::Instant> extended;    // the latest time, if ever
    std::optional<domain::ReminderStep> taken;  // the last one of the ladder for this due day
};
// Due on that day or before, in the order of due day and id, after the given one.
struct After {
    domain::Day due;
    domain::LoanLineId line;
};
std::vector<Line> due_by(ReadTx& tx, domain::Day day, const std::optional<After>& after,
                         std::int64_t limit);
// Of one borrower, as above.
std::vector<Line> due_by(ReadTx& tx, domain::Day day, domain::BorrowerId borrower);

// What a message is about: its line as it is now.
struct Subject {
    domain::LoanLineId line;
    domain::LoanId loan;
    domain::Day due;  // when the step was taken
    std::optional<domain::ReminderStep> step;
    std::optional<domain::Day> due_now;
    bool open = false;
    domain::Day start;
    std::optional<domain::Instant> extended;
    domain::MessageId message;
    domain::BorrowerId borrower;
};
// By message and line.
std::vector<Subject> subjects_of(ReadTx& tx, const std::vector<domain::MessageId>& messages);

// All that a borrower has on loan now.
struct Lent {
    domain::LoanId loan;
    domain::LoanLineId line;
    domain::DepotId depot;
    std::string product;
    std::int64_t quantity = 1;
    std::optional<domain::Day> due;
};
std::vector<Lent> lent_to(ReadTx& tx, domain::BorrowerId borrower);

}  // namespace db::reminders
