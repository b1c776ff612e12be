#pragma once
// Borrowers. Whoever shows one to a person does so through a Disclose handler.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/borrower.hpp"

namespace db::borrowers {

domain::BorrowerId insert(WriteTx& tx, const domain::Borrower& borrower);
// Counts the version up.
void update(WriteTx& tx, const domain::Borrower& borrower);
std::optional<domain::Borrower> find(ReadTx& tx, domain::BorrowerId id);
// What lending asks of a borrower.
struct Standing {
    domain::BorrowerKind kind = domain::BorrowerKind::person;
    bool deceased = false;
    bool reminders_off = false;
    bool anonymised = false;
};
std::optional<Standing> standing(ReadTx& tx, domain::BorrowerId id);
// Deceased, moved, reminders and the address; counts the version up.
void keep_departure(WriteTx& tx, const domain::Borrower& borrower);
// They get reminders again.
void remind_again(WriteTx& tx, domain::BorrowerId id);
// Leaves nothing of the person but the row, its id and what kind it is; counts the version up.
void anonymise(WriteTx& tx, domain::BorrowerId id, domain::Instant at);
std::optional<domain::BorrowerId> by_national_number(ReadTx& tx, const std::string& number);
// After the given one: without a text by id; else those whose name has a word beginning with each
// word of the text, or whose phone number the text is.
std::vector<domain::Borrower> list(ReadTx& tx, const std::optional<std::string>& text,
                                   domain::BorrowerId after, std::int64_t limit);
// Others of the same name and birth date or phone; units of the same name. At most ten.
std::vector<domain::BorrowerId> likely_same(ReadTx& tx, const domain::Borrower& borrower);

}  // namespace db::borrowers
