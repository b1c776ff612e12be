#include "depot/follow_up.hpp"

#include "db/accessory_store.hpp"
#include "db/event_store.hpp"
#include "db/work_order_store.hpp"

namespace depot {
namespace {

using domain::EventKind;
using domain::WorkOutcome;

void follow_accessories(db::WriteTx& tx, const domain::Event& event) {
    for (const auto& [name, value] : event.fields) {
        if (name == missing_accessory) {
            // Seen at the return, in the wash or at the inspection: that borrower is asked for it.
            const auto line = db::events::came_back_from(tx, event.item);
            db::accessories::note(tx, event.item, value, line, event.id);
        } else if (name == accessory_found) {
            db::accessories::settle(tx, event.item, value, "found", event.id);
        } else if (name == accessory_waived) {
            db::accessories::settle(tx, event.item, value, "waived", event.id);
        }
    }
}

// An order that is still open, when the aid was in between blocked or missing, goes on.
void open_order(db::WriteTx& tx, const domain::Event& event, const Change& change, const Act& act) {
    const auto findings = change.note ? std::optional(change.note->second) : std::nullopt;
    auto open = db::work_orders::open_of(tx, event.item);
    if (open) {
        if (!findings) return;
        open->findings = open->findings ? *open->findings + "\n" + *findings : *findings;
        db::work_orders::change(tx, *open);
        return;
    }
    domain::WorkOrder order;
    order.item = event.item;
    order.depot = event.after.depot;
    order.findings = findings;
    order.opened_by = act.actor;
    order.opened_at = act.happened;
    db::work_orders::open(tx, order, event.id);
}

void close_order(db::WriteTx& tx, const domain::Event& event, WorkOutcome outcome, const Act& act) {
    auto open = db::work_orders::open_of(tx, event.item);
    if (!open) return;
    open->outcome = outcome;
    open->closed_by = act.actor;
    open->closed_at = act.happened;
    db::work_orders::close(tx, *open, event.id);
}

}  // namespace

bool nobody_completes(domain::State state) {
    return state == domain::State::scrapped || state == domain::State::handed_over;
}

void follow_up(db::WriteTx& tx, const domain::Event& event, const Change& change, const Act& act) {
    follow_accessories(tx, event);
    switch (event.kind) {
        case EventKind::inspected_failed:
            open_order(tx, event, change, act);
            break;
        // Nothing is left to repair, or nobody will.
        case EventKind::inspected_ok:
        case EventKind::wash_skipped:
        case EventKind::given_up:
        case EventKind::given_up_lent:
        case EventKind::handed_over:
        case EventKind::handed_over_lent:
            close_order(tx, event, WorkOutcome::dropped, act);
            break;
        case EventKind::scrapped:
        case EventKind::scrapped_at_borrower:
            close_order(tx, event, WorkOutcome::scrapped, act);
            break;
        case EventKind::undone:
            db::accessories::forget(tx, event.item, *event.undoes);
            db::work_orders::undo(tx, event.item, *event.undoes);
            break;
        case EventKind::taken_in:
        case EventKind::taken_over:
        case EventKind::lent:
        case EventKind::returned:
        case EventKind::returned_infectious:
        case EventKind::cleaned:
        case EventKind::repaired:
        case EventKind::blocked:
        case EventKind::unblocked:
        case EventKind::missing:
        case EventKind::found:
        case EventKind::moved:
        case EventKind::relabelled:
        case EventKind::changed:
        case EventKind::loan_corrected:
        case EventKind::extended:
        case EventKind::reviewed:
        case EventKind::moved_to_institution:
        case EventKind::accessories_noted:
        case EventKind::accessories_settled:
        case EventKind::sent:
        case EventKind::received:
        case EventKind::transfer_cancelled:
        case EventKind::late_scan:
            break;
    }
    if (nobody_completes(event.after.state)) {
        db::accessories::waive_all(tx, event.item, event.id);
    }
}

}  // namespace depot
