#include "depot/undo.hpp"
#include "depot/book.hpp"

#include <algorithm>

#include "db/borrower_store.hpp"
#include "db/error.hpp"
#include "db/event_store.hpp"
#include "db/loan_store.hpp"
#include "db/pickup_store.hpp"
#include "db/scan_store.hpp"
#include "db/stock_store.hpp"
#include "depot/candidates.hpp"
#include "depot/change_item.hpp"
#include "depot/counted_stock.hpp"
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
    keep_candidates(tx, db::loans::find(tx, loan)->borrower, act);
}

domain::Decided<Undone> undo_item(db::WriteTx& tx, const domain::Event& event, const Act& act) {
    auto view = db::items::find(tx, event.item);
    if (view->item.event_count != event.seq) return refuse(RefusalCode::undo_not_last);
    // Taking a return back would leave a loan with a borrower who has been erased since.
    if (event.line && borrower_of(tx, *event.line).anonymised_at) {
        return refuse(RefusalCode::borrower_anonymised);
    }
    // A scan never makes an item, so there is always an event before it.
    const domain::Replayed before = replay_before(tx, event);
    Change change{EventKind::undone, before.status};
    change.since = before.since;
    change.line = event.line;
    change.undoes = event.id;
    change_item(tx, view->item, change, act);
    undo_transfer(tx, event, act);
    undo_home(tx, view->item, before);
    if (event.line) undo_loan(tx, event, db::loans::loan_of_line(tx, *event.line), act);
    return Undone{db::items::find(tx, event.item)};
}

// The rest of a line of which a part ended: open, and alike.
const domain::LoanLine* rest_of(const domain::Loan& loan, const domain::LoanLine& part) {
    const auto rest =
        std::find_if(loan.lines.begin(), loan.lines.end(), [&](const domain::LoanLine& line) {
            return !line.ended_at && !line.item && line.product == part.product &&
                   line.due == part.due && line.review == part.review &&
                   line.anchor == part.anchor && line.handed_out_at == part.handed_out_at;
        });
    return rest == loan.lines.end() ? nullptr : &*rest;
}

// The line is as the scan left it: nothing of it came back, and it was not extended.
bool is_as_lent(const domain::LoanLine& line, std::int64_t quantity) {
    return !line.ended_at && line.quantity == quantity && line.due == line.original_due;
}

domain::Decided<void> undo_line(db::WriteTx& tx, const db::scans::Undoable& scan,
                                const domain::Loan& loan, const domain::LoanLine& line,
                                const Act& act) {
    if (scan.mode == domain::ScanMode::out) {
        if (!is_as_lent(line, scan.number->quantity)) return refuse(RefusalCode::undo_not_last);
        db::loans::end_line(tx, loan.id, line.id, act.happened, domain::EndReason::undone, {});
        put_back(tx, domain::MovementKind::lent, line.id.value, act);
        return {};
    }
    if (line.end_reason != domain::EndReason::returned) return refuse(RefusalCode::undo_not_last);
    if (auto taken = take_again(tx, line.id, act); !taken) return taken;
    const auto* const rest = rest_of(loan, line);
    if (rest != nullptr) {
        db::loans::rejoin_line(tx, loan.id, line, rest->id);
    } else {
        db::loans::reopen_line(tx, loan.id, line.id);
    }
    fetch_after_all(tx, loan.id, rest != nullptr ? rest->id : line.id, act);
    return {};
}

// What a scan did with a number of a counted product is taken back.
domain::Decided<Undone> undo_number(db::WriteTx& tx, const db::scans::Undoable& scan,
                                    const Act& act) {
    Undone undone;
    undone.quantity = scan.number->quantity;
    if (const auto id = scan.number->handout) {
        const auto handout = db::stock::find_handout(tx, *id);
        undone.product = handout->product;
        undone.depot = handout->depot;
        db::stock::undo_handout(tx, *id, act.recorded);
        put_back(tx, domain::MovementKind::handed_out, id->value, act);
    } else {
        const domain::LoanLineId of = *scan.number->line;
        const auto loan = db::loans::find(tx, db::loans::loan_of_line(tx, of));
        const auto line = std::find_if(loan->lines.begin(), loan->lines.end(),
                                       [&](const domain::LoanLine& each) { return each.id == of; });
        if (borrower_of(tx, of).anonymised_at) return refuse(RefusalCode::borrower_anonymised);
        undone.product = line->product;
        undone.depot = loan->depot;
        undone.loan = loan->id;
        if (auto taken = undo_line(tx, scan, *loan, *line, act); !taken) {
            return tl::unexpected(taken.error());
        }
        keep_candidates(tx, loan->borrower, act);
    }
    db::scans::undo_counted(tx, scan.row, act.recorded);
    return undone;
}

}  // namespace

domain::Decided<Undone> undo(db::WriteTx& tx, const std::string& scan_id,
                             const std::optional<std::string>& device, const Act& act) {
    const auto scan = db::scans::find(tx, scan_id);
    if (!scan) return refuse(RefusalCode::unknown_scan);
    if (scan->actor != act.actor || (device && *device != scan->device)) {
        return refuse(RefusalCode::undo_other_device);
    }
    if (scan->counted) return refuse(RefusalCode::undo_counting);
    if (!scan->event && !scan->number) return refuse(RefusalCode::undo_nothing);
    const auto event = scan->event ? db::events::by_id(tx, *scan->event) : std::nullopt;
    if (event && event->kind == EventKind::late_scan) return refuse(RefusalCode::undo_nothing);
    if (event ? db::events::is_undone(tx, event->id) : scan->number_undone) {
        return refuse(RefusalCode::undo_already_done);
    }
    if (act.recorded - scan->received_at > undo_window) {
        return refuse(RefusalCode::undo_too_late);
    }
    if (db::scans::later_effect_of_device(tx, scan->device, scan->row)) {
        return refuse(RefusalCode::undo_not_last);
    }
    Act undoing = act;
    undoing.scan = scan_id;
    undoing.device = scan->device;
    return event ? undo_item(tx, *event, undoing) : undo_number(tx, *scan, undoing);
}

}  // namespace depot
