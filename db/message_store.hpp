#pragma once
// The outbox: messages to be sent, and what came of each attempt. They hold neither words nor
// addresses.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/message.hpp"
#include "domain/reminder.hpp"

namespace db::messages {

struct Message {
    domain::MessageId id;
    std::string key;  // what a provider knows it by; made when it is stored
    domain::MessageKind kind = domain::MessageKind::reminder;
    std::optional<domain::BorrowerId> borrower;  // none: a weekly list
    std::optional<std::string> week;
    std::optional<std::int64_t> recipient;  // of the list: the place among those it goes to
    std::optional<domain::ReminderStep> step;
    domain::Day day;
    domain::ActorId actor;
    domain::Instant made_at;
    domain::MessageState state = domain::MessageState::waiting;
    std::optional<domain::Unsent> why;
    std::optional<domain::Medium> medium;
    std::int64_t attempts = 0;  // by this medium
    // Waiting: not before. Sending: whoever took it has it until then. None: it has ended.
    std::optional<domain::Instant> next_at;
    std::optional<domain::Instant> ended_at;
};

domain::MessageId insert(WriteTx& tx, const Message& message);
// State, why, day, medium, attempts, next_at and ended_at.
void keep(WriteTx& tx, const Message& message);
std::optional<Message> find(ReadTx& tx, domain::MessageId id);

// To each of so many, once for the week.
void tell_of_week(WriteTx& tx, const std::string& week, std::size_t recipients,
                  domain::ActorId actor, domain::Day day, domain::Instant now);

// How many have been told of it, or are to be.
std::size_t told_of_week(ReadTx& tx, const std::string& week);

// Whether something goes or went to the borrower on that day, which began at the instant: a message
// that is still to be sent goes today.
bool has_one(ReadTx& tx, domain::BorrowerId borrower, domain::Day day, domain::Instant began);
// Whether one other than this was tried on that day.
bool other_was_tried(ReadTx& tx, domain::BorrowerId borrower, domain::Day day,
                     domain::MessageId but);

// The first one that this medium may send now, or whose sender has had its time.
std::optional<Message> next_of(ReadTx& tx, domain::Medium medium, domain::Instant now);

struct Attempt {
    domain::MessageId message;
    domain::Instant made_at;
    domain::Medium medium = domain::Medium::sms;
    std::string channel;
    domain::AttemptResult result = domain::AttemptResult::failed;
    std::optional<std::string> fault;
    std::optional<std::string> detail;
    std::optional<std::string> reference;
};
void insert(WriteTx& tx, const Attempt& attempt);
// Of those messages, in order.
std::vector<Attempt> attempts_of(ReadTx& tx, const std::vector<domain::MessageId>& messages);

// The borrower becomes part of another one, who may have had a message on the same days.
void keep_merged(WriteTx& tx, domain::BorrowerId from);

struct Filter {
    std::optional<domain::BorrowerId> borrower;
    std::optional<domain::LoanId> loan;
    std::optional<domain::MessageState> state;
};
struct Listed {
    Message message;
    std::string by;  // the actor's name
};
// The latest first, before the given one; none: from the latest.
std::vector<Listed> list(ReadTx& tx, const Filter& filter, std::optional<domain::MessageId> before,
                         std::int64_t limit);
std::optional<Listed> listed(ReadTx& tx, domain::MessageId id);

}  // namespace db::messages
