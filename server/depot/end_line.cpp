#include "depot/end_line.hpp"

#include <algorithm>
#include <tuple>

#include "db/borrower_store.hpp"
#include "db/loan_store.hpp"
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
    view.open_loan.reset();
    return event;
}

domain::Decided<void> end_line(db::WriteTx& tx, const domain::Loan& loan,
                               const domain::LoanLine& line, const Ending& ending, const Act& act) {
    if (line.ended_at) return tl::unexpected(Refusal{RefusalCode::line_ended});
    if (!may_end(ending.reason, act.role)) {
        return tl::unexpected(Refusal{RefusalCode::not_allowed, "/reason"});
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
            {line.product, loan.depot, line.quantity, domain::MovementKind::returned,
             line.id.value},
            act);
    }
    db::loans::end_line(tx, loan.id, line.id, act.happened, ending.reason, ending.reference);
    return {};
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
