#include "depot/move.hpp"

#include "depot/change_item.hpp"

namespace depot {
namespace {

using domain::State;

bool at_a_depot(State state) {
    switch (state) {
        case State::ready:
        case State::to_clean:
        case State::to_inspect:
        case State::to_repair:
        case State::quarantine:
        case State::blocked:
            return true;
        case State::missing:
        case State::lost:
        case State::scrapped:
        case State::handed_over:
            return false;
    }
    return false;
}

}  // namespace

domain::Decided<domain::EventId> move(db::WriteTx& tx, db::items::ItemView& view,
                                      const domain::DepotId& to,
                                      const std::optional<std::string>& shelf, const Act& act) {
    using domain::Refusal;
    using domain::RefusalCode;
    if (view.open_loan) return tl::unexpected(Refusal{RefusalCode::already_lent});
    if (!at_a_depot(view.item.status.state)) {
        return tl::unexpected(Refusal{RefusalCode::wrong_state});
    }
    Change change{domain::EventKind::moved, view.item.status};
    change.after.depot = to;
    change.after.shelf = shelf;
    return change_item(tx, view.item, change, act);
}

}  // namespace depot
