#include "depot/lend.hpp"

#include <algorithm>

#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/loan_store.hpp"
#include "db/product_store.hpp"
#include "db/settings_store.hpp"
#include "depot/change_item.hpp"
#include "depot/oslo_time.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;

// The moment of the hand-over. A loan written down later counts from noon of its start, but never
// from before the item came back from the loan before.
domain::Decided<domain::Instant> hand_over_moment(db::ReadTx& tx, domain::ItemId item,
                                                  domain::Day start, const Act& act) {
    const auto ended = db::loans::last_ended(tx, item);
    const domain::Instant wanted = start == act.day ? act.happened : oslo_noon(start);
    if (!ended || *ended <= wanted) return wanted;
    if (oslo_day(*ended) > start) {
        return tl::unexpected(Refusal{RefusalCode::start_before_return});
    }
    return *ended;
}

domain::LineDays days_of(db::ReadTx& tx, const domain::Loan& loan, domain::Stock stock) {
    const auto depot = db::depots::find(tx, loan.depot);
    return domain::line_days(db::depots::calendar(tx, *depot), stock, loan.start,
                             db::settings::load(tx));
}

std::optional<Refusal> add_counted(db::WriteTx& tx, const LineWanted& wanted,
                                   const domain::Loan& loan, const Act& act) {
    const auto product = db::products::find(tx, *wanted.product);
    if (!product) return Refusal{RefusalCode::unknown_product, "/product_id"};
    if (product->tracking == domain::Tracking::serial) {
        return Refusal{RefusalCode::item_needed, "/item"};
    }
    if (product->needs_training && !wanted.training) {
        return Refusal{RefusalCode::training_required, "/training"};
    }
    const auto stock = product->children ? domain::Stock::barn : domain::Stock::korttid;
    const domain::LineDays days = days_of(tx, loan, stock);
    domain::LoanLine line;
    line.loan = loan.id;
    line.product = product->id;
    line.quantity = wanted.quantity;
    line.due = line.original_due = days.due;
    line.review = days.review;
    line.handed_out_at = loan.start == act.day ? act.happened : oslo_noon(loan.start);
    db::loans::insert_line(tx, line, wanted.training);
    return std::nullopt;
}

std::optional<Refusal> add_item(db::WriteTx& tx, const LineWanted& wanted, const domain::Loan& loan,
                                const Act& act) {
    auto view = db::items::by_code(tx, *wanted.item);
    if (!view) return Refusal{RefusalCode::unknown_item, "/item"};
    auto event = hand_out(tx, *view, loan, wanted.training, act);
    if (event) return std::nullopt;
    Refusal refusal = event.error();
    refusal.pointer = refusal.code == RefusalCode::training_required ? "/training" : "/item";
    return refusal;
}

}  // namespace

domain::Decided<domain::EventId> hand_out(db::WriteTx& tx, db::items::ItemView& view,
                                          const domain::Loan& loan,
                                          const std::optional<domain::Training>& training,
                                          const Act& act) {
    // Asked before the line is written, so that the answer names the rule and not the index.
    const auto state = domain::next_state(domain::Trigger::hand_out, standing_of(view), act.day);
    if (!state) return tl::unexpected(state.error());
    const domain::Item& item = view.item;
    const domain::LendingFacts facts{item.owner, item.stock, item.status.inspection_due,
                                     view.needs_training, training.has_value()};
    if (const auto refused = domain::lending_refusal(facts, act.day)) {
        return tl::unexpected(Refusal{*refused});
    }
    const auto moment = hand_over_moment(tx, item.id, loan.start, act);
    if (!moment) return tl::unexpected(moment.error());

    const domain::LineDays days = days_of(tx, loan, item.stock);
    domain::LoanLine line;
    line.loan = loan.id;
    line.item = item.id;
    line.product = item.product;
    line.due = line.original_due = days.due;
    line.review = days.review;
    line.handed_out_at = *moment;
    line.id = db::loans::insert_line(tx, line, training);

    Change change{domain::EventKind::lent, item.status};
    change.line = line.id;
    Act at_hand_over = act;
    at_hand_over.happened = *moment;
    const domain::EventId event = change_item(tx, view.item, change, at_hand_over);
    view.open_loan =
        db::items::OpenLoan{loan.id, line.id, loan.borrower, {}, loan.expected, line.due, *moment};
    return event;
}

tl::expected<domain::LoanId, std::vector<Refusal>> lend(db::WriteTx& tx, const LoanWanted& wanted,
                                                        const Act& act) {
    std::vector<Refusal> refusals;
    if (!db::borrowers::kind(tx, wanted.borrower)) {
        refusals.push_back({RefusalCode::unknown_borrower, "/borrower_id"});
    }
    if (!db::depots::exists(tx, wanted.depot)) {
        refusals.push_back({RefusalCode::unknown_depot, "/depot"});
    }
    // Without them no line can be judged.
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));

    domain::Loan loan;
    loan.borrower = wanted.borrower;
    loan.depot = wanted.depot;
    loan.start = wanted.start;
    loan.expected = wanted.expected;
    loan.arena = wanted.arena;
    loan.requested_by = wanted.requested_by;
    loan.id = db::loans::insert(tx, loan);
    for (std::size_t i = 0; i < wanted.lines.size(); ++i) {
        const LineWanted& line = wanted.lines[i];
        auto refused = line.item ? add_item(tx, line, loan, act) : add_counted(tx, line, loan, act);
        if (!refused) continue;
        refused->pointer = "/lines/" + std::to_string(i) + refused->pointer;
        refusals.push_back(std::move(*refused));
    }
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));
    return loan.id;
}

}  // namespace depot
