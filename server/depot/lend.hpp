#pragma once
// Aids go out to a borrower: a loan with its lines, over the counter.

#include <optional>
#include <string>
#include <vector>

#include "db/borrower_store.hpp"
#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "depot/act.hpp"
#include "domain/loan_record.hpp"
#include "domain/refusal.hpp"

namespace depot {

struct LineWanted {
    // Either a label code, exactly, or a counted product with a quantity.
    std::optional<std::string> item = {};
    std::optional<domain::ProductId> product = {};
    std::int64_t quantity = 1;
    std::optional<domain::Training> training = {};
};

struct LoanWanted {
    domain::BorrowerId borrower;
    domain::DepotId depot;
    domain::Day start;
    domain::Expected expected = domain::Expected::unknown;
    std::string arena = "own_home";
    std::vector<std::string> further_arenas = {};
    std::optional<std::string> requested_by = {};
    std::optional<std::string> reason = {};
    std::optional<std::string> partner = {};
    std::vector<LineWanted> lines = {};
};

// Every refusal with the pointer of its line ("/lines/0/item"). The loan and the other lines are
// then written all the same: the caller undoes them.
tl::expected<domain::LoanId, std::vector<domain::Refusal>> lend(db::WriteTx& tx,
                                                                const LoanWanted& wanted,
                                                                const Act& act);

// A quantity of a counted product on a loan, taken from stock; the line. Refused, with its pointer
// within the line: unknown_product, item_needed, training_required, not_enough_stock.
domain::Decided<domain::LoanLine> hand_out_counted(db::WriteTx& tx, const LineWanted& wanted,
                                                   const domain::Loan& loan, const Act& act);

// One more item on a loan; the event's id. In the place of another line it takes over that line's
// days.
domain::Decided<domain::EventId> hand_out(db::WriteTx& tx, db::items::ItemView& view,
                                          const domain::Loan& loan,
                                          const std::optional<domain::Training>& training,
                                          const Act& act,
                                          const domain::LoanLine* replaced = nullptr);

// Nothing more is lent to the dead. Who moved and borrows anew gets reminders again.
// Refused: unknown_borrower, borrower_anonymised, borrower_deceased.
domain::Decided<db::borrowers::Standing> may_borrow(db::ReadTx& tx, domain::BorrowerId borrower);
void begin_reminders(db::WriteTx& tx, domain::BorrowerId borrower,
                     const db::borrowers::Standing& standing, const Act& act);

// Something of the children's stock went to a person without a contact.
bool guardian_missing(db::ReadTx& tx, const domain::Loan& loan);

// A line that begins on the day gets these.
domain::LineDays days_from(db::ReadTx& tx, const domain::DepotId& depot, domain::Stock stock,
                           domain::Day start);
// The stock whose rules hold for what is lent: the item's, or that which the product belongs to.
domain::Stock stock_of(db::ReadTx& tx, const domain::LoanLine& line);

}  // namespace depot
