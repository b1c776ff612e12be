#include "depot/pickup.hpp"

#include <algorithm>

#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/pickup_store.hpp"
#include "domain/calendar.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;

std::vector<Refusal> refuse_lines(db::ReadTx& tx, const PickupWanted& wanted,
                                  const domain::Loan& loan,
                                  const std::vector<domain::LoanLineId>& lines) {
    std::vector<Refusal> refusals;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string pointer = wanted.lines ? "/lines/" + std::to_string(i) : std::string();
        const auto line = std::find_if(loan.lines.begin(), loan.lines.end(),
                                       [&](const auto& one) { return one.id == lines[i]; });
        if (line == loan.lines.end()) {
            refusals.push_back({RefusalCode::unknown_line, pointer});
        } else if (line->ended_at) {
            refusals.push_back({RefusalCode::line_ended, pointer});
        } else if (db::pickups::is_asked_for(tx, wanted.kind, loan.borrower, line->id)) {
            refusals.push_back({RefusalCode::pickup_open, pointer});
        }
    }
    return refusals;
}

}  // namespace

tl::expected<domain::PickupId, std::vector<Refusal>> ask_pickup(db::WriteTx& tx,
                                                                const PickupWanted& wanted,
                                                                const Act& act) {
    const auto loan = db::loans::find(tx, wanted.loan);
    if (!loan) return tl::unexpected(std::vector{Refusal{RefusalCode::unknown_loan, "/loan_id"}});
    if (loan->ended_at) {
        return tl::unexpected(std::vector{Refusal{RefusalCode::loan_ended, "/loan_id"}});
    }
    std::vector<domain::LoanLineId> lines;
    if (wanted.lines) {
        lines = *wanted.lines;
    } else {
        for (const domain::LoanLine& line : loan->lines) {
            if (!line.ended_at) lines.push_back(line.id);
        }
    }
    if (auto refusals = refuse_lines(tx, wanted, *loan, lines); !refusals.empty()) {
        // One answer for the loan as a whole.
        if (!wanted.lines) refusals.resize(1);
        return tl::unexpected(std::move(refusals));
    }
    domain::Pickup pickup;
    pickup.kind = wanted.kind;
    pickup.borrower = loan->borrower;
    pickup.depot = loan->depot;
    pickup.day = wanted.day;
    pickup.address = db::borrowers::find(tx, loan->borrower)->address;
    pickup.note = wanted.note;
    pickup.id = db::pickups::insert(tx, pickup, act.actor, act.recorded);
    for (const domain::LoanLineId line : lines) db::pickups::add_line(tx, pickup.id, line);
    return pickup.id;
}

std::optional<domain::PickupId> fetch(db::WriteTx& tx, const domain::Borrower& borrower,
                                      domain::PickupReason reason,
                                      const std::vector<db::loans::OpenLine>& lines,
                                      const Act& act) {
    if (lines.empty()) return std::nullopt;
    auto id = db::pickups::open_fetch_of(tx, borrower.id);
    if (id) {
        db::pickups::count_change(tx, *id);
    } else {
        const auto depot = db::depots::find(tx, lines.front().depot);
        domain::Pickup pickup;
        pickup.reason = reason;
        pickup.borrower = borrower.id;
        pickup.depot = depot->id;
        pickup.day =
            domain::next_open_day(db::depots::calendar(tx, *depot), act.day + std::chrono::days(1));
        pickup.address = borrower.address;
        id = db::pickups::insert(tx, pickup, act.actor, act.recorded);
    }
    for (const auto& line : lines) db::pickups::add_line(tx, *id, line.line);
    return id;
}

domain::Decided<void> close_pickup(db::WriteTx& tx, domain::Pickup pickup,
                                   domain::PickupOutcome outcome,
                                   const std::optional<std::string>& note, const Act& act) {
    if (pickup.done_at) return tl::unexpected(Refusal{RefusalCode::already_done});
    if (!domain::fits(pickup.kind, outcome)) {
        return tl::unexpected(Refusal{RefusalCode::wrong_outcome, "/outcome"});
    }
    pickup.outcome = outcome;
    pickup.done_note = note;
    pickup.done_at = act.recorded;
    db::pickups::close(tx, pickup, act.actor);
    return {};
}

}  // namespace depot
