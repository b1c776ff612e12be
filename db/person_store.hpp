#pragma once
// What persons leave behind in all tables: when something of theirs was last in use, and the free
// texts about them. What the row of the borrower holds is borrower_store's.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/retention.hpp"

namespace db::persons {

// From the loans, pick-ups and hand-outs themselves.
domain::PersonUse use_of(ReadTx& tx, domain::BorrowerId id);

struct OpenThings {
    std::vector<domain::LoanId> loans;
    std::vector<domain::PickupId> pickups;
    std::vector<domain::BookingId> bookings;
};
OpenThings open_things(ReadTx& tx, domain::BorrowerId id);

// Those not anonymised of whom nothing is known to have been in use after the instant, the longest
// ago first.
std::vector<domain::BorrowerId> not_in_use_since(ReadTx& tx, domain::Instant instant,
                                                 std::int64_t limit);
// Something of theirs was open then, or was closed; where nobody wrote down when they were
// registered, it was then at the latest.
void keep_in_use(WriteTx& tx, domain::BorrowerId id, domain::Instant instant);
void keep_registered(WriteTx& tx, domain::BorrowerId id, domain::Instant instant);

// What people wrote about events and scans while the person had the aid, in order.
struct Note {
    std::int64_t id = 0;
    std::string kind;
    std::string text;
};
std::vector<Note> notes(ReadTx& tx, domain::BorrowerId id);
// The same of safety notices.
std::vector<std::string> notice_notes(ReadTx& tx, domain::BorrowerId id);

struct Training {
    domain::LoanLineId line;
    std::string given_by;
    std::string given_to;
    domain::Day day;
};
std::vector<Training> trainings(ReadTx& tx, domain::LoanId loan);
// How many answers have shown the person.
std::int64_t times_seen(ReadTx& tx, domain::BorrowerId id);

// Of loans, pick-ups, notices and trainings, and the addresses of pick-ups: gone.
void blank_texts(WriteTx& tx, domain::BorrowerId id);
// The answers kept for whoever sent something about the person; they would be gone in a day.
void forget_answers(WriteTx& tx, domain::BorrowerId id);

// Notes of scans that no event took, received before the instant, whose contradiction is settled:
// nobody can tell whom they are about. At most so many; how many there were.
long long blank_stray_notes(WriteTx& tx, domain::Instant before, std::int64_t limit);

}  // namespace db::persons
