#include "depot/undo.hpp"
#include "depot/book.hpp"

#include <algorithm>

#include "db/borrower_store.hpp"
#include "db/error.hpp"
#include "db/event_store.hpp"
#include "db/loan_store.hpp"
#include "db/pickup_store.hpp"
#include "db/scan_store.hpp"
#include "depot/change_item.hpp"
#include "depot/pickup.hpp"
#include "depot/transfer.hpp"
#include "domain/replay.hpp"

namespace depot {
namespace {

using domain::EventKind;
using domain::Refusal;
using domain::RefusalCode;

constexpr std::chrono::minutes undo_window(10);

tl::unexpected<Refusal> refuse(RefusalCode code) { return tl::unexpected(Refusal{code}); }

// How the item stood before the event.
domain::Replayed replay_before(db::ReadTx& tx, const domain::Event& event) {
    std::vector<domain::Event> events;
    for (auto& named : db::events::of_item(tx, event.item, 0, event.seq - 1)) {
        events.push_back(std::move(named.event));
    }
    auto replayed = domain::replay(events);
    if (!replayed) throw db::Error("the events of the item cannot be replayed");
    return std::move(*replayed);
}

// What the undone event did to a transfer is taken back as well.
void undo_transfer(db::WriteTx& tx, const domain::Event& event, const Act& act) {
    if (event.kind == EventKind::returned || event.kind == EventKind::returned_infectious) {
        drop_plan(tx, event.item, act);
    } else if (event.kind == EventKind::received) {
        const auto transfer =
            std::find_if(event.fields.begin(), event.fields.end(),
                         [](const auto& field) { return field.first == "transfer"; });
        db::transfers::reopen_line(tx, domain::TransferId{std::stoll(transfer->second)},
                                   event.item);
    }
}

// Where the item belonged before a receipt moved its home.
void undo_home(db::WriteTx& tx, domain::Item& item, const domain::Replayed& before) {
    const auto home = std::find_if(before.fields.begin(), before.fields.end(),
                                   [](const auto& field) { return field.first == home_depot; });
    if (home == before.fields.end() || home->second == item.home_depot) return;
    item.home_depot = home->second;
    db::items::update_identity(tx, item);
}

domain::Borrower borrower_of(db::ReadTx& tx, domain::LoanLineId line) {
    const auto loan = db::loans::find(tx, db::loans::loan_of_line(tx, line));
    return *db::borrowers::find(tx, loan->borrower);
}

// Who died or moved while the line was ended has the aid still: it is fetched with the rest.
void fetch_after_all(db::WriteTx& tx, domain::LoanId loan, domain::LoanLineId line,
                     const Act& act) {
    const auto of_line = db::loans::find(tx, loan);
    const auto borrower = db::borrowers::find(tx, of_line->borrower);
    // What was lent after a move turns the reminders on again, and stays.
    const bool departed = borrower->deceased_on || (borrower->moved_on && borrower->reminders_off);
    if (!departed || db::pickups::is_asked_for(tx, domain::PickupKind::fetch, borrower->id, line)) {
        return;
    }
    const auto reason =
        borrower->deceased_on ? domain::PickupReason::deceased : domain::PickupReason::moved;
    fetch(tx, *borrower, reason, {{line, of_line->depot}}, act);
}

// What the undone event did to the loan is taken back as well.
void undo_loan(db::WriteTx& tx, const domain::Event& event, domain::LoanId loan, const Act& act) {
    if (event.kind == EventKind::lent) {
        db::loans::end_line(tx, loan, *event.line, act.happened, domain::EndReason::undone, {});
        hold_again(tx, *event.line);
    } else if (event.kind == EventKind::returned || event.kind == EventKind::returned_infectious) {
        db::loans::reopen_line(tx, loan, *event.line);
        fetch_after_all(tx, loan, *event.line, act);
    }
}

}  // namespace

domain::Decided<db::items::ItemView> undo(db::WriteTx& tx, const std::string& scan_id,
                                          const std::optional<std::string>& device,
                                          const Act& act) {
    const auto scan = db::scans::find(tx, scan_id);
    if (!scan) return refuse(RefusalCode::unknown_scan);
    if (scan->actor != act.actor || (device && *device != scan->device)) {
        return refuse(RefusalCode::undo_other_device);
    }
    if (scan->lent_a_number) return refuse(RefusalCode::undo_counted_loan);
    if (scan->counted) return refuse(RefusalCode::undo_counting);
    if (!scan->event) return refuse(RefusalCode::undo_nothing);
    const auto event = db::events::by_id(tx, *scan->event);
    if (event->kind == EventKind::late_scan) return refuse(RefusalCode::undo_nothing);
    auto view = db::items::find(tx, event->item);
    if (db::events::is_undone(tx, event->id)) return refuse(RefusalCode::undo_already_done);
    if (act.recorded - scan->received_at > undo_window) {
        return refuse(RefusalCode::undo_too_late);
    }
    if (view->item.event_count != event->seq ||
        db::scans::later_effect_of_device(tx, scan->device, scan->row)) {
        return refuse(RefusalCode::undo_not_last);
    }

    // Taking a return back would leave a loan with a borrower who has been erased since.
    if (event->line && borrower_of(tx, *event->line).anonymised_at) {
        return refuse(RefusalCode::borrower_anonymised);
    }

    // A scan never makes an item, so there is always an event before it.
    const domain::Replayed before = replay_before(tx, *event);
    Change change{EventKind::undone, before.status};
    change.since = before.since;
    change.line = event->line;
    change.undoes = event->id;
    Act undoing = act;
    undoing.scan = scan_id;
    undoing.device = scan->device;
    change_item(tx, view->item, change, undoing);
    undo_transfer(tx, *event, undoing);
    undo_home(tx, view->item, before);
    if (event->line) undo_loan(tx, *event, db::loans::loan_of_line(tx, *event->line), undoing);
    return *db::items::find(tx, event->item);
}

}  // namespace depot
