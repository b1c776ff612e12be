#pragma once
// Talks with borrowers about what they have, and whom to call.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/talk.hpp"

namespace db::talks {

// Takes the place of what was agreed before.
domain::TalkId insert(WriteTx& tx, const domain::Talk& talk);
std::optional<domain::Talk> find(ReadTx& tx, domain::TalkId id);
// The latest first; before the given one, none: from the latest.
std::vector<domain::Talk> of_borrower(ReadTx& tx, domain::BorrowerId borrower,
                                      std::optional<domain::TalkId> before, std::int64_t limit);
// The latest one of each.
std::map<domain::BorrowerId, domain::Talk> last_of(
    ReadTx& tx, const std::vector<domain::BorrowerId>& borrowers);
// Before two borrowers become one: of two days agreed the earlier one stays.
void keep_one_call(WriteTx& tx, domain::BorrowerId one, domain::BorrowerId other);
// Days agreed with borrowers who have nothing any more, at most so many.
void drop_moot_calls(WriteTx& tx, domain::Day until, std::int64_t limit);

// Whom to call: at most one row per borrower.
struct Call {
    domain::BorrowerId borrower;
    domain::Day day;       // agreed, or the earliest due day
    std::int64_t row = 0;  // of the talk, or of the line: with the day its place in the list
};
struct CallFilter {
    // Agreed for this day or before; else nothing is agreed and a line was due then or before.
    bool agreed = false;
    domain::Day until;
    std::optional<std::string> requested_by = {};
    std::optional<domain::DepotId> depot = {};
    bool unassigned = false;  // of loans that nobody has asked for
};
struct After {
    domain::Day day;
    std::int64_t row = 0;
};
// What has waited longest first. Nobody who died, and without an agreed day nothing that is to be
// fetched.
std::vector<Call> calls(ReadTx& tx, const CallFilter& filter, const std::optional<After>& after,
                        std::int64_t limit);

// What borrowers have, by borrower and due day.
struct Held {
    domain::BorrowerId borrower;
    domain::LoanId loan;
    domain::LoanLineId line;
    std::optional<std::string> item_code;
    std::string product;
    std::int64_t quantity = 1;
    std::optional<domain::Day> due;
    std::int64_t reminders = 0;  // messages
    bool fetch = false;          // asked for
};
std::vector<Held> held_by(ReadTx& tx, const std::vector<domain::BorrowerId>& borrowers);

}  // namespace db::talks
