#include "depot/swap.hpp"

#include "db/pickup_store.hpp"
#include "db/reminder_store.hpp"
#include "depot/end_line.hpp"
#include "depot/lend.hpp"

namespace depot {

using domain::Refusal;
using domain::RefusalCode;

domain::Decided<void> swap(db::WriteTx& tx, const domain::Loan& loan, const domain::LoanLine& line,
                           const SwapWanted& wanted, const Act& act) {
    if (line.ended_at) return tl::unexpected(Refusal{RefusalCode::line_ended});
    if (!line.item) return tl::unexpected(Refusal{RefusalCode::item_needed});
    if (const auto borrower = may_borrow(tx, loan.borrower); !borrower) {
        return tl::unexpected(Refusal{borrower.error().code});
    }
    auto view = db::items::by_code(tx, wanted.item);
    if (!view) return tl::unexpected(Refusal{RefusalCode::unknown_item, "/item"});
    if (view->item.id == *line.item) {
        return tl::unexpected(Refusal{RefusalCode::same_item, "/item"});
    }
    // Handed out now, whenever the loan began.
    domain::Loan from_today = loan;
    from_today.start = act.day;
    const auto event = hand_out(tx, *view, from_today, wanted.training, act, &line);
    if (!event) {
        Refusal refusal = event.error();
        refusal.pointer = refusal.code == RefusalCode::training_required ? "/training" : "/item";
        return tl::unexpected(refusal);
    }
    // It is due when the other was: what was said of that is not said again.
    db::reminders::copy(tx, line.id, view->open_loan->line);
    // After the new line, so that the loan never is without an open one.
    Ending ending;
    ending.reason = domain::EndReason::swapped;
    if (const auto ended = end_line(tx, loan, line, ending, act); !ended) {
        return tl::unexpected(ended.error());
    }
    db::pickups::replace_line(tx, loan.borrower, line.id, view->open_loan->line);
    return {};
}

}  // namespace depot
