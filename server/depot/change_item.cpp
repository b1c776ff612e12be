#include "depot/change_item.hpp"

#include "db/event_store.hpp"
#include "db/settings_store.hpp"
#include "db/work_order_store.hpp"
#include "depot/book.hpp"
#include "depot/follow_up.hpp"
#include "depot/notices.hpp"
#include "depot/transfer.hpp"

namespace depot {
namespace {

using domain::Refusal;

domain::ItemStatus status_after(db::ReadTx& tx, const db::items::ItemView& view, const Pull& pull,
                                domain::State state, domain::Day day) {
    using domain::Trigger;
    domain::ItemStatus after = view.item.status;
    after.state = state;
    after.dirty = domain::dirty_after(pull.trigger, after.dirty);
    // A shelf belongs to its depot: at another one the old shelf says nothing.
    const bool elsewhere = pull.depot && *pull.depot != after.depot;
    if (pull.depot) after.depot = *pull.depot;
    if (pull.shelf || elsewhere) after.shelf = pull.shelf;
    if (pull.trigger == Trigger::return_infectious) {
        after.quarantine_until = day + std::chrono::days(db::settings::load(tx).quarantine_days);
    } else if (state != domain::State::quarantine && state != domain::State::blocked) {
        after.quarantine_until.reset();
    }
    if (pull.trigger == Trigger::inspected_ok) {
        // A product that is no longer inspected by the calendar leaves no old day behind.
        after.inspection_due.reset();
        if (view.inspection_months) {
            after.inspection_due =
                domain::add_months(day, static_cast<int>(*view.inspection_months));
        }
    }
    return after;
}

// What cannot be done to an item that is in a van.
bool needs_it_at_hand(domain::Trigger trigger) {
    using domain::Trigger;
    switch (trigger) {
        case Trigger::cleaned:
        case Trigger::skip_wash:
        case Trigger::inspected_ok:
        case Trigger::inspected_failed:
        case Trigger::repaired:
        case Trigger::scrap:
        case Trigger::report_missing:
        case Trigger::hand_over:
            return true;
        case Trigger::take_in:
        case Trigger::take_over:
        case Trigger::hand_out:
        case Trigger::return_aid:
        case Trigger::return_infectious:
        case Trigger::scrap_at_borrower:
        case Trigger::block:
        case Trigger::unblock:
        case Trigger::found:
        case Trigger::give_up:
        case Trigger::give_up_lent:
        case Trigger::hand_over_lent:
            return false;
    }
    return false;
}

// What cannot be handed out any more is not held any more; what has become ready goes to who waits.
void follow_bookings(db::WriteTx& tx, const domain::Item& item, const domain::Event& event,
                     bool elsewhere, const Act& act) {
    const bool was_ready = event.from == domain::State::ready;
    const bool is_ready = event.after.state == domain::State::ready;
    if (was_ready && (!is_ready || elsewhere)) release(tx, item.id, act);
    if (is_ready && (!was_ready || elsewhere)) offer(tx, item, act);
}

}  // namespace

domain::EventId change_item(db::WriteTx& tx, domain::Item& item, const Change& change,
                            const Act& act) {
    domain::Event event;
    event.item = item.id;
    event.seq = item.event_count + 1;
    event.kind = change.kind;
    if (item.event_count > 0) event.from = item.status.state;
    event.after = change.after;
    event.actor = act.actor;
    event.operator_badge = act.operator_badge;
    event.device = act.device;
    event.scan = act.scan;
    event.line = change.line;
    event.method = change.method;
    event.undoes = change.undoes;
    event.happened_at = act.happened;
    event.recorded_at = act.recorded;
    event.fields = change.fields;

    const bool elsewhere = event.from && item.status.depot != change.after.depot;
    item.event_count = event.seq;
    if (event.from && *event.from != change.after.state) {
        item.since = change.since.value_or(act.happened);
    }
    if (item.status == change.after) {
        db::items::count_event(tx, item);
    } else {
        item.status = change.after;
        db::items::update_status(tx, item);
    }
    const domain::EventId id = db::events::append(tx, event);
    if (change.note) db::events::add_note(tx, id, change.note->first, change.note->second);
    event.id = id;
    follow_up(tx, event, change, act);
    // Repaired is it where it stands.
    if (elsewhere) db::work_orders::move_open(tx, item.id, item.status.depot);
    if (!change.line) follow_bookings(tx, item, event, elsewhere, act);
    return id;
}

domain::Decided<domain::EventId> pull_trigger(db::WriteTx& tx, db::items::ItemView& view,
                                              const Pull& pull, const Act& act) {
    if (!domain::who_may(pull.trigger).has(act.role)) {
        return tl::unexpected(Refusal{domain::RefusalCode::not_allowed});
    }
    const auto state = domain::next_state(pull.trigger, standing_of(view), act.day);
    if (!state) return tl::unexpected(state.error());
    // Not to wash is the exception, with a reason, of what needs no wash.
    const bool unwashed = pull.trigger == domain::Trigger::cleaned && pull.method == "none";
    if (unwashed && view.wash_class != domain::WashClass::none) {
        return tl::unexpected(Refusal{domain::RefusalCode::wash_required, "/method"});
    }
    // Ready says complete; nobody asks again at the hand-over.
    if (*state == domain::State::ready && view.incomplete && !view.open_loan) {
        return tl::unexpected(Refusal{domain::RefusalCode::incomplete, "/missing_accessories"});
    }
    if (needs_it_at_hand(pull.trigger)) {
        const auto here = must_not_be_under_way(tx, view.item.id);
        if (!here) return tl::unexpected(here.error());
    }
    const Change change{domain::event_of(pull.trigger),
                        status_after(tx, view, pull, *state, act.day),
                        pull.line,
                        pull.method,
                        {},
                        {},
                        pull.fields,
                        pull.note};
    const domain::EventId event = change_item(tx, view.item, change, act);
    if (pull.trigger == domain::Trigger::found) block_again(tx, view, act);
    return event;
}

domain::Standing standing_of(const db::items::ItemView& view) {
    const domain::ItemStatus& status = view.item.status;
    return {status.state,    view.open_loan.has_value(),
            status.dirty,    status.quarantine_until,
            view.item.owner, view.wash_class};
}

}  // namespace depot
