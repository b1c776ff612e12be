#pragma once
// What waits to be sent: taken by one server, judged and worded by what is true now, and kept with
// what came of it. Between the two nothing holds a transaction.

#include <optional>
#include <string>

#include "db/message_store.hpp"
#include "domain/reminder_text.hpp"

namespace depot {

struct ToSend {
    db::messages::Message message;
    // None: a weekly list.
    std::optional<domain::Borrower> borrower;
    std::optional<domain::ReminderWords> words;  // all but the sender
};
struct Taken {
    bool more = false;  // whether another look may find something
    std::optional<ToSend> to_send;
};
// The next message of the medium, ours for five minutes. One that has nothing to say any more is
// cancelled; one that has to wait, waits: then there is none, and more.
Taken take_next(db::WriteTx& tx, domain::Medium medium, const domain::Media& configured,
                domain::Instant now);

// What came of an attempt.
struct Attempted {
    domain::AttemptResult result = domain::AttemptResult::failed;
    std::string channel;
    std::string fault;  // these three may be empty
    std::string detail;
    std::string reference;
    std::optional<std::chrono::seconds> retry_after = {};
};
// Sent; refused, and then by the next medium when there is one; or again after a while, until it
// has been tried often enough. Of a message that somebody else has taken since only the attempt is
// kept.
void keep_attempt(db::WriteTx& tx, const ToSend& sent, const domain::Media& configured,
                  const Attempted& attempted, domain::Instant now);
// It cannot be worded.
void cancel(db::WriteTx& tx, db::messages::Message message, domain::Unsent why,
            domain::Instant now);

// What would be said to the borrower that day about a loan, due on that day, by that medium: all
// but the sender.
domain::ReminderWords words_for(db::ReadTx& tx, const domain::Borrower& borrower,
                                domain::ReminderStep step, domain::Day due, domain::Medium medium,
                                domain::Day today);

}  // namespace depot
