#include "depot/end_line.hpp"

#include <algorithm>
#include <tuple>

#include "db/borrower_store.hpp"
#include "db/loan_store.hpp"
#include "depot/candidates.hpp"
#include "depot/change_item.hpp"
#include "depot/counted_stock.hpp"
#include "depot/follow_up.hpp"
#include "depot/lend.hpp"

namespace depot {
namespace {

using domain::EndReason;
using domain::Refusal;
using domain::RefusalCode;
using domain::Trigger;

Trigger trigger_of(const Ending& ending) {
    switch (ending.reason) {
        case EndReason::permanent:
            return ending.taken_over ? Trigger::hand_over_lent : Trigger::return_aid;
        case EndReason::lost:
            return Trigger::give_up_lent;
        case EndReason::scrapped:
            return Trigger::scrap_at_borrower;
        case EndReason::returned:
        case EndReason::swapped:
        case EndReason::estate_settled:
        case EndReason::moved_to_institution:
        case EndReason::undone:
            return Trigger::return_aid;
    }
    return Trigger::return_aid;
}

bool may_end(EndReason reason, domain::Role role) {
    if (reason == EndReason::lost) return role == domain::Role::leder;
    return role == domain::Role::lager || role == domain::Role::ergo;
}

// A loan of the unit begins where this line ends; the item stays as it is, with one event.
domain::Decided<Ended> move_to_unit(db::WriteTx& tx, const domain::Loan& loan,
                                    const domain::LoanLine& line, const Ending& ending,
                                    const Act& act) {
    const auto unit = db::borrowers::standing(tx, ending.unit);
    if (!unit) return tl::unexpected(Refusal{RefusalCode::unknown_borrower, "/unit"});
    if (unit->kind == domain::BorrowerKind::person) {
        return tl::unexpected(Refusal{RefusalCode::institution_needed, "/unit"});
    }
    auto view = line.item ? db::items::find(tx, *line.item) : std::nullopt;
    if (view && view->item.status.state == domain::State::blocked) {
        return tl::unexpected(Refusal{RefusalCode::blocked});
    }
    domain::Loan next;
    next.borrower = ending.unit;
    next.depot = loan.depot;
    next.start = act.day;
    next.expected = loan.expected;
    next.arena = "institution";
    next.requested_by = loan.requested_by;
    next.reason = loan.reason;
    next.partner = loan.partner;
    next.id = db::loans::insert(tx, next);
    begin_reminders(tx, ending.unit, *unit, act);

    domain::LoanLine moved = line;
    moved.loan = next.id;
    const domain::LineDays days = days_from(tx, loan.depot, stock_of(tx, line), act.day);
    moved.due = moved.original_due = days.due;
    moved.review = days.review;
    moved.anchor = act.day;
    moved.months = days.months;
    moved.handed_out_at = std::max(act.happened, line.handed_out_at);
    // An item has one open line at a time.
    db::loans::end_line(tx, loan.id, line.id, moved.handed_out_at, ending.reason, ending.reference);
    moved.id = db::loans::insert_line(tx, moved, {});
    db::loans::copy_training(tx, line.id, moved.id);
    keep_candidates(tx, loan.borrower, act);
    if (view) {
        Change change{domain::EventKind::moved_to_institution, view->item.status};
        change.line = moved.id;
        change.fields = {{"from_line", std::to_string(line.id.value)}};
        change_item(tx, view->item, change, act);
    }
    return Ended{line.id, next.id};
}

}  // namespace

domain::Decided<domain::EventId> take_back(db::WriteTx& tx, db::items::ItemView& view,
                                           const Return& wanted, const Act& act) {
    if (!view.open_loan) return tl::unexpected(Refusal{RefusalCode::not_on_loan});
    const db::items::OpenLoan open = *view.open_loan;
    Pull pull;
    pull.trigger = wanted.infectious ? Trigger::return_infectious : Trigger::return_aid;
    pull.depot = wanted.depot;
    pull.shelf = wanted.shelf;
    pull.line = open.line;
    for (const std::string& name : wanted.missing_accessories) {
        pull.fields.emplace_back(missing_accessory, name);
    }
    if (wanted.note) pull.note = {"return", *wanted.note};
    // A slow clock at the desk does not make a loan end before it began.
    Act at_return = act;
    at_return.happened = std::max(act.happened, open.handed_out_at);
    auto event = pull_trigger(tx, view, pull, at_return);
    if (!event) return event;
    db::loans::end_line(tx, open.loan, open.line, at_return.happened, EndReason::returned, {});
    keep_candidates(tx, open.borrower, act);
    view.open_loan.reset();
    return event;
}

domain::Decided<Ended> end_line(db::WriteTx& tx, const domain::Loan& loan,
                                const domain::LoanLine& line, const Ending& ending,
                                const Act& act) {
    if (line.ended_at) return tl::unexpected(Refusal{RefusalCode::line_ended});
    if (!may_end(ending.reason, act.role)) {
        return tl::unexpected(Refusal{RefusalCode::not_allowed, "/reason"});
    }
    domain::LoanLine part = line;
    part.quantity = ending.quantity.value_or(line.quantity);
    if (part.quantity > line.quantity) {
        return tl::unexpected(Refusal{RefusalCode::quantity_too_large, "/quantity"});
    }
    if (part.quantity < line.quantity) part.id = db::loans::split_line(tx, line, part.quantity);
    if (ending.reason == EndReason::moved_to_institution) {
        return move_to_unit(tx, loan, part, ending, act);
    }
    if (line.item) {
        auto view = db::items::find(tx, *line.item);
        const Trigger trigger = trigger_of(ending);
        // Who may end a line follows from the loan; the readiness table speaks of who may scan.
        const auto state = domain::next_state(trigger, standing_of(*view), act.day);
        if (!state) return tl::unexpected(state.error());
        Change change{domain::event_of(trigger), view->item.status};
        change.after.state = *state;
        change.after.dirty = domain::dirty_after(trigger, change.after.dirty);
        change.line = line.id;
        change_item(tx, view->item, change, act);
    } else if (trigger_of(ending) == Trigger::return_aid) {
        put(tx,
            {part.product, loan.depot, part.quantity, domain::MovementKind::returned,
             part.id.value},
            act);
    }
    db::loans::end_line(tx, loan.id, part.id, act.happened, ending.reason, ending.reference);
    keep_candidates(tx, loan.borrower, act);
    return Ended{part.id};
}

domain::Decided<void> correct_loan(db::WriteTx& tx, const domain::Loan& corrected, const Act& act) {
    const auto stored = db::loans::find(tx, corrected.id);
    if (corrected.borrower != stored->borrower) {
        const auto standing = may_borrow(tx, corrected.borrower);
        if (!standing) return tl::unexpected(standing.error());
    }
    const auto changeable = [](const domain::Loan& loan) {
        return std::tie(loan.borrower, loan.arena, loan.further_arenas, loan.expected,
                        loan.requested_by, loan.reason, loan.partner);
    };
    if (changeable(*stored) == changeable(corrected)) return {};
    db::loans::correct(tx, corrected);
    keep_candidates(tx, corrected.borrower, act);
    if (stored->borrower != corrected.borrower) keep_candidates(tx, stored->borrower, act);
    for (const domain::LoanLine& line : corrected.lines) {
        if (!line.item) continue;
        auto view = db::items::find(tx, *line.item);
        Change change{domain::EventKind::loan_corrected, view->item.status};
        change.line = line.id;
        change.fields = {{"borrower_id", std::to_string(corrected.borrower.value)},
                         {"arena", corrected.arena},
                         {"expected", std::string(to_text(corrected.expected))}};
        for (const std::string& further : corrected.further_arenas) {
            change.fields.emplace_back("further_arena", further);
        }
        if (corrected.reason) change.fields.emplace_back("reason", *corrected.reason);
        change_item(tx, view->item, change, act);
    }
    return {};
}

}  // namespace depot
