#pragma once
// The reminder ladder, day by day: which steps are taken for whom. What is to be said goes into the
// outbox; words are found when it is sent (outbox.hpp).

#include <optional>
#include <vector>

#include "db/reminder_store.hpp"
#include "depot/act.hpp"
#include "domain/loan_record.hpp"
#include "domain/message.hpp"
#include "domain/refusal.hpp"
#include "domain/settings.hpp"

namespace depot {

// Borrowers for whose open lines the ladder has a step today, found by walking so many lines.
struct ToRemind {
    std::vector<domain::BorrowerId> borrowers;  // each once
    std::optional<db::reminders::After> rest;   // where to go on; none: that was all
};
ToRemind to_remind(db::ReadTx& tx, const std::optional<db::reminders::After>& after,
                   std::int64_t lines, domain::Day today);

// Takes the steps that are due for the borrower: calls and lost processes as tasks for a person,
// one message for all the others. Whoever has a message today gets those tomorrow; who cannot be
// written to gets a skipped one that says why. `configured`: what there are channels for.
void remind(db::WriteTx& tx, domain::BorrowerId id, const domain::Media& configured,
            const Act& act);

// One by hand, about the open lines of the loan. Refused: not_open, no_due_day, deceased, moved,
// opted_out, no_contact, no_channel, reminded_today.
domain::Decided<domain::MessageId> remind_by_hand(db::WriteTx& tx, const domain::Loan& loan,
                                                  const domain::Media& configured, const Act& act);
// Whether that would be refused, and why; the medium that it would go by.
domain::Decided<domain::Medium> may_remind(db::ReadTx& tx, const domain::Loan& loan,
                                           const domain::Borrower& borrower,
                                           const domain::Media& configured, domain::Day today);

}  // namespace depot
