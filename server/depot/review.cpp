#include "depot/review.hpp"

#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/loan_store.hpp"
#include "db/settings_store.hpp"
#include "depot/change_item.hpp"
#include "depot/pickup.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;

void record(db::WriteTx& tx, const domain::LoanLine& line, const ReviewWanted& wanted,
            domain::Day next, const Act& act) {
    if (!line.item) return;
    auto view = db::items::find(tx, *line.item);
    Change change{domain::EventKind::reviewed, view->item.status};
    change.line = line.id;
    if (wanted.outgrown) {
        change.fields = {{"outgrown", "1"}};
    } else {
        change.fields = {{"review", domain::to_text(next)}};
    }
    change_item(tx, view->item, change, act);
}

}  // namespace

domain::Decided<std::optional<domain::PickupId>> review(db::WriteTx& tx, const domain::Loan& loan,
                                                        const ReviewWanted& wanted,
                                                        const Act& act) {
    if (loan.ended_at) return tl::unexpected(Refusal{RefusalCode::loan_ended});
    const auto borrower = db::borrowers::find(tx, loan.borrower);
    if (borrower->deceased_on) return tl::unexpected(Refusal{RefusalCode::borrower_deceased});
    const auto depot = db::depots::find(tx, loan.depot);
    const int months = wanted.months.value_or(db::settings::load(tx).review_months);
    const domain::Day next =
        domain::due_date(db::depots::calendar(tx, *depot), act.day, months).due;

    std::vector<db::loans::OpenLine> reviewed;
    for (const domain::LoanLine& line : loan.lines) {
        if (line.ended_at || !line.review) continue;
        reviewed.push_back({line.id, loan.depot});
        if (!wanted.outgrown) db::loans::set_review(tx, line.id, act.day, months, next);
        record(tx, line, wanted, next, act);
    }
    if (reviewed.empty()) return tl::unexpected(Refusal{RefusalCode::no_review});
    db::loans::count_change(tx, loan.id);
    if (!wanted.outgrown) return std::optional<domain::PickupId>();
    return fetch(tx, *borrower, domain::PickupReason::outgrown, reviewed, act);
}

}  // namespace depot
