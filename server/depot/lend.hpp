#pragma once
// Aids go out to a borrower: a loan with its lines, over the counter.

#include <optional>
#include <string>
#include <vector>

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
    std::optional<std::string> requested_by = {};
    std::vector<LineWanted> lines = {};
};

// Every refusal with the pointer of its line ("/lines/0/item"). The loan and the other lines are
// then written all the same: the caller undoes them.
tl::expected<domain::LoanId, std::vector<domain::Refusal>> lend(db::WriteTx& tx,
                                                                const LoanWanted& wanted,
                                                                const Act& act);

// One more item on a loan; the event's id.
domain::Decided<domain::EventId> hand_out(db::WriteTx& tx, db::items::ItemView& view,
                                          const domain::Loan& loan,
                                          const std::optional<domain::Training>& training,
                                          const Act& act);

}  // namespace depot
