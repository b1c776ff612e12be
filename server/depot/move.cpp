#include "depot/move.hpp"

#include "depot/change_item.hpp"

namespace depot {

domain::Decided<domain::EventId> move(db::WriteTx& tx, db::items::ItemView& view,
                                      const domain::DepotId& to,
                                      const std::optional<std::string>& shelf, const Act& act) {
    using domain::Refusal;
    using domain::RefusalCode;
    if (view.open_loan) return tl::unexpected(Refusal{RefusalCode::already_lent});
    if (!domain::stands_at_depot(view.item.status.state)) {
        return tl::unexpected(Refusal{RefusalCode::wrong_state});
    }
    Change change{domain::EventKind::moved, view.item.status};
    change.after.depot = to;
    change.after.shelf = shelf;
    return change_item(tx, view.item, change, act);
}

}  // namespace depot
