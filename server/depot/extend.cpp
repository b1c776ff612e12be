#include "depot/extend.hpp"

#include <algorithm>

#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/extension_store.hpp"
#include "db/loan_store.hpp"
#include "db/settings_store.hpp"
#include "depot/availability.hpp"
#include "depot/candidates.hpp"
#include "depot/change_item.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;

struct Step {
    const domain::LoanLine* line = nullptr;
    domain::ExtendedLine extended;
};

std::vector<Step> steps_of(db::ReadTx& tx, const domain::Loan& loan, int months, domain::Day day) {
    const auto depot = db::depots::find(tx, loan.depot);
    const domain::DepotCalendar calendar = db::depots::calendar(tx, *depot);
    std::vector<Step> steps;
    for (const domain::LoanLine& line : loan.lines) {
        if (line.ended_at || !line.due) continue;
        steps.push_back(
            {&line, domain::extend(calendar, line.anchor, line.months, *line.due, months, day)});
    }
    return steps;
}

// Whether a booking needs it before it would come back.
bool is_booked(db::ReadTx& tx, const domain::Loan& loan, const Step& step, domain::Day today) {
    const auto needed = needed_from(tx, *step.line, loan.depot, today);
    return needed && *needed <= step.extended.due.due;
}

std::vector<Refusal> refusals_of(db::ReadTx& tx, const domain::Loan& loan,
                                 const ExtensionWanted& wanted, const std::vector<Step>& steps,
                                 const Act& act) {
    if (loan.ended_at) return {{RefusalCode::loan_ended}};
    std::vector<Refusal> refusals;
    const domain::DepotSettings settings = db::settings::load(tx);
    if (db::borrowers::standing(tx, loan.borrower)->deceased) {
        refusals.push_back({RefusalCode::borrower_deceased});
    }
    if (act.role != domain::Role::leder && loan.extensions >= settings.extensions_by_ergo) {
        refusals.push_back({RefusalCode::extension_limit});
    }
    if (wanted.months > settings.extension_months) {
        refusals.push_back({RefusalCode::extension_too_long, "/months"});
    }
    if (steps.empty()) refusals.push_back({RefusalCode::nothing_to_extend});
    if (std::any_of(steps.begin(), steps.end(),
                    [&](const Step& step) { return is_booked(tx, loan, step, act.day); })) {
        refusals.push_back({RefusalCode::booked_by_other, "/months"});
    }
    return refusals;
}

}  // namespace

tl::expected<void, std::vector<Refusal>> extend(db::WriteTx& tx, const domain::Loan& loan,
                                                const ExtensionWanted& wanted, const Act& act) {
    const std::vector<Step> steps = steps_of(tx, loan, wanted.months, act.day);
    auto refusals = refusals_of(tx, loan, wanted, steps, act);
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));

    db::extensions::Extension extension;
    extension.loan = loan.id;
    extension.months = wanted.months;
    extension.reason = wanted.reason;
    extension.actor = act.actor;
    extension.role = act.role;
    extension.made_at = act.recorded;
    for (const Step& step : steps) {
        const domain::LoanLine& line = *step.line;
        const domain::Day due = step.extended.due.due;
        extension.lines.push_back({line.id, *line.due, due});
        db::loans::extend_line(tx, line.id, step.extended);
        if (!line.item) continue;
        auto view = db::items::find(tx, *line.item);
        Change change{domain::EventKind::extended, view->item.status};
        change.line = line.id;
        change.fields = {{"due", domain::to_text(due)}};
        change_item(tx, view->item, change, act);
    }
    db::extensions::insert(tx, extension);
    db::loans::count_extension(tx, loan.id);
    keep_candidates(tx, loan.borrower, act);
    return {};
}

}  // namespace depot
