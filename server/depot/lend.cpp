#include "depot/lend.hpp"

#include <algorithm>

#include "db/access_store.hpp"
#include "db/booking_store.hpp"
#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/loan_store.hpp"
#include "db/product_store.hpp"
#include "db/settings_store.hpp"
#include "depot/book.hpp"
#include "depot/candidates.hpp"
#include "depot/change_item.hpp"
#include "depot/counted_stock.hpp"
#include "depot/oslo_time.hpp"
#include "depot/transfer.hpp"

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

void begin_line(domain::LoanLine& line, const domain::Loan& loan, const domain::LineDays& days) {
    line.loan = loan.id;
    line.due = line.original_due = days.due;
    line.review = days.review;
    line.anchor = loan.start;
    line.months = days.months;
}

domain::Stock stock_of(const domain::Product& product) {
    return product.children ? domain::Stock::barn : domain::Stock::korttid;
}

std::optional<Refusal> add_counted(db::WriteTx& tx, const LineWanted& wanted,
                                   const domain::Loan& loan, const Act& act) {
    const auto line = hand_out_counted(tx, wanted, loan, act);
    if (!line) return line.error();
    return std::nullopt;
}

std::optional<Refusal> unknown_in(db::ReadTx& tx, const LineWanted& wanted) {
    if (wanted.item && !db::items::by_code(tx, *wanted.item)) {
        return Refusal{RefusalCode::unknown_item, "/item"};
    }
    if (wanted.product && !db::products::find(tx, *wanted.product)) {
        return Refusal{RefusalCode::unknown_product, "/product_id"};
    }
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

domain::Decided<domain::LoanLine> hand_out_counted(db::WriteTx& tx, const LineWanted& wanted,
                                                   const domain::Loan& loan, const Act& act) {
    const auto refuse = [](RefusalCode code, const char* pointer) {
        return tl::unexpected(Refusal{code, pointer});
    };
    const auto product = db::products::find(tx, *wanted.product);
    if (!product) return refuse(RefusalCode::unknown_product, "/product_id");
    if (product->tracking == domain::Tracking::serial) {
        return refuse(RefusalCode::item_needed, "/item");
    }
    if (product->needs_training && !wanted.training) {
        return refuse(RefusalCode::training_required, "/training");
    }
    // What is held for bookings stays for them; a booking that is handed out holds no more.
    const auto stock = in_stock(tx, product->id, loan.depot);
    if (stock && *stock - db::bookings::held_of(tx, product->id, loan.depot) < wanted.quantity) {
        return refuse(RefusalCode::not_enough_stock, "/quantity");
    }
    domain::LoanLine line;
    begin_line(line, loan, days_from(tx, loan.depot, stock_of(*product), loan.start));
    line.product = product->id;
    line.quantity = wanted.quantity;
    line.handed_out_at = loan.start == act.day ? act.happened : oslo_noon(loan.start);
    line.id = db::loans::insert_line(tx, line, wanted.training);
    const auto taken = take(
        tx, {product->id, loan.depot, wanted.quantity, domain::MovementKind::lent, line.id.value},
        act);
    if (!taken) return refuse(taken.error().code, "/quantity");
    return line;
}

domain::Decided<domain::EventId> hand_out(db::WriteTx& tx, db::items::ItemView& view,
                                          const domain::Loan& loan,
                                          const std::optional<domain::Training>& training,
                                          const Act& act, const domain::LoanLine* replaced) {
    // Asked before the line is written, so that the answer names the rule and not the index.
    const auto state = domain::next_state(domain::Trigger::hand_out, standing_of(view), act.day);
    if (!state) return tl::unexpected(state.error());
    const domain::Item& item = view.item;
    const domain::LendingFacts facts{item.owner, item.stock, item.status.inspection_due,
                                     view.needs_training, training.has_value()};
    if (const auto refused = domain::lending_refusal(facts, act.day)) {
        return tl::unexpected(Refusal{*refused});
    }
    if (const auto open = db::transfers::of_item(tx, item.id)) {
        if (open->sent_at) return tl::unexpected(Refusal{RefusalCode::in_transfer});
        drop_plan(tx, item.id, act);
    }
    const auto held = db::bookings::of_item(tx, item.id);
    if (held && held->borrower != loan.borrower) {
        return tl::unexpected(Refusal{RefusalCode::reserved});
    }
    const auto moment = hand_over_moment(tx, item.id, loan.start, act);
    if (!moment) return tl::unexpected(moment.error());

    domain::LoanLine line;
    if (replaced != nullptr) {
        line = *replaced;
        // Of the other stock: the item decides whether there is a due day or a review.
        if (line.review.has_value() != (item.stock == domain::Stock::barn)) {
            const auto days = days_from(tx, loan.depot, item.stock, line.anchor);
            line.due = line.original_due = days.due;
            line.review = days.review;
            line.months = days.months;
        }
    } else {
        begin_line(line, loan, days_from(tx, loan.depot, item.stock, loan.start));
    }
    line.item = item.id;
    line.product = item.product;
    line.handed_out_at = *moment;
    line.id = db::loans::insert_line(tx, line, training);

    Change change{domain::EventKind::lent, item.status};
    change.line = line.id;
    Act at_hand_over = act;
    at_hand_over.happened = *moment;
    const domain::EventId event = change_item(tx, view.item, change, at_hand_over);
    if (held) fulfil(tx, *held, line, act);
    view.open_loan = db::items::OpenLoan{loan.id,       line.id,  loan.borrower, {},
                                         loan.expected, line.due, *moment,       loan.extensions};
    return event;
}

domain::LineDays days_from(db::ReadTx& tx, const domain::DepotId& depot, domain::Stock stock,
                           domain::Day start) {
    const auto at = db::depots::find(tx, depot);
    const auto settings = db::settings::load(tx);
    return domain::line_days(db::depots::calendar(tx, *at), stock, start, settings);
}

domain::Stock stock_of(db::ReadTx& tx, const domain::LoanLine& line) {
    if (line.item) return db::items::find(tx, *line.item)->item.stock;
    return stock_of(*db::products::find(tx, line.product));
}

domain::Decided<db::borrowers::Standing> may_borrow(db::ReadTx& tx, domain::BorrowerId borrower) {
    const auto standing = db::borrowers::standing(tx, borrower);
    if (!standing) return tl::unexpected(Refusal{RefusalCode::unknown_borrower, "/borrower_id"});
    if (standing->anonymised) {
        return tl::unexpected(Refusal{RefusalCode::borrower_anonymised, "/borrower_id"});
    }
    if (standing->deceased) {
        return tl::unexpected(Refusal{RefusalCode::borrower_deceased, "/borrower_id"});
    }
    return *standing;
}

void begin_reminders(db::WriteTx& tx, domain::BorrowerId borrower,
                     const db::borrowers::Standing& standing, const Act& act) {
    // Only after a move: who wants none does not ask for them by borrowing.
    if (!standing.reminders_off || !standing.moved) return;
    db::borrowers::set_reminders_off(tx, borrower, false);
    // The answer of a loan shows no person; this is a change of one all the same.
    if (standing.kind != domain::BorrowerKind::person) return;
    db::access::Entry entry;
    entry.at = act.recorded;
    entry.actor = act.actor;
    entry.role = act.role;
    entry.action = "reminders begin again";
    entry.persons = {borrower};
    db::access::append(tx, entry);
}

bool guardian_missing(db::ReadTx& tx, const domain::Loan& loan) {
    const bool of_children = std::any_of(loan.lines.begin(), loan.lines.end(),
                                         [](const domain::LoanLine& line) { return line.review; });
    if (!of_children) return false;
    const auto borrower = db::borrowers::find(tx, loan.borrower);
    return borrower->kind == domain::BorrowerKind::person && !borrower->contact;
}

tl::expected<domain::LoanId, std::vector<Refusal>> lend(db::WriteTx& tx, const LoanWanted& wanted,
                                                        const Act& act) {
    std::vector<Refusal> refusals;
    const auto standing = may_borrow(tx, wanted.borrower);
    if (!standing) refusals.push_back(standing.error());
    if (!db::depots::exists(tx, wanted.depot)) {
        refusals.push_back({RefusalCode::unknown_depot, "/depot"});
    }
    // Without them no line can be judged but for what it names.
    if (!refusals.empty()) {
        for (std::size_t i = 0; i < wanted.lines.size(); ++i) {
            if (auto unknown = unknown_in(tx, wanted.lines[i])) {
                unknown->pointer = "/lines/" + std::to_string(i) + unknown->pointer;
                refusals.push_back(std::move(*unknown));
            }
        }
        return tl::unexpected(std::move(refusals));
    }

    domain::Loan loan;
    loan.borrower = wanted.borrower;
    loan.depot = wanted.depot;
    loan.start = wanted.start;
    loan.expected = wanted.expected;
    loan.arena = wanted.arena;
    loan.further_arenas = wanted.further_arenas;
    loan.requested_by = wanted.requested_by;
    loan.reason = wanted.reason;
    loan.partner = wanted.partner;
    loan.id = db::loans::insert(tx, loan);
    for (std::size_t i = 0; i < wanted.lines.size(); ++i) {
        const LineWanted& line = wanted.lines[i];
        auto refused = line.item ? add_item(tx, line, loan, act) : add_counted(tx, line, loan, act);
        if (!refused) continue;
        refused->pointer = "/lines/" + std::to_string(i) + refused->pointer;
        refusals.push_back(std::move(*refused));
    }
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));
    begin_reminders(tx, loan.borrower, *standing, act);
    keep_candidates(tx, loan.borrower, act);
    return loan.id;
}

}  // namespace depot
