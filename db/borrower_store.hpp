#pragma once
// Borrowers. Whoever shows one to a person does so through a Disclose handler.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"
#include "domain/borrower.hpp"

namespace db::borrowers {

domain::BorrowerId insert(WriteTx& tx, const domain::Borrower& borrower);
// Counts the version up.
void update(WriteTx& tx, const domain::Borrower& borrower);
std::optional<domain::Borrower> find(ReadTx& tx, domain::BorrowerId id);
// By id, in a constant number of statements.
std::map<domain::BorrowerId, domain::Borrower> all_of(ReadTx& tx,
                                                      const std::vector<domain::BorrowerId>& ids);
// What lending asks of a borrower.
struct Standing {
    domain::BorrowerKind kind = domain::BorrowerKind::person;
    bool deceased = false;
    bool reminders_off = false;
    bool anonymised = false;
    bool moved = false;
};
std::optional<Standing> standing(ReadTx& tx, domain::BorrowerId id);
// Deceased, moved, reminders and the address; counts the version up.
void keep_departure(WriteTx& tx, const domain::Borrower& borrower);
// Whether they get reminders; counts the version up.
void set_reminders_off(WriteTx& tx, domain::BorrowerId id, bool off);
// Leaves nothing of the person but the row, its id and what kind it is; counts the version up.
void anonymise(WriteTx& tx, domain::BorrowerId id, domain::Instant at);
std::optional<domain::BorrowerId> by_national_number(ReadTx& tx, const std::string& number);
// After the given one: without a text by id; else whom the text finds. It is a national number, a
// day of birth, a phone number, or the beginnings of words of the name.
std::vector<domain::Borrower> list(ReadTx& tx, const std::optional<std::string>& text,
                                   domain::BorrowerId after, std::int64_t limit);
// Others that may be the same: persons of the same phone, or born on the same day and with the
// first and the last word of the name in theirs; units of the same name. At most ten, by id.
std::vector<domain::Borrower> likely_same(ReadTx& tx, const domain::Borrower& borrower);

// ---- one found to be another one's double; find, standing and lists know only the other
// ----------

// The columns that name a borrower and move with a merge. What the access log names stays.
struct Reference {
    std::string_view table;
    std::string_view column;
    bool has_version = false;  // which counts up
};
std::span<const Reference> references();
void move_references(WriteTx& tx, domain::BorrowerId from, domain::BorrowerId into);
// Nothing of it is left but where it went.
void keep_merged(WriteTx& tx, domain::BorrowerId from, domain::BorrowerId into);
// The other one; none when it was not merged.
std::optional<domain::BorrowerId> merged_into(ReadTx& tx, domain::BorrowerId id);
// Those that became part of it.
std::vector<domain::BorrowerId> merged_with(ReadTx& tx, domain::BorrowerId id);

}  // namespace db::borrowers
