#include "depot/give_out.hpp"

#include "db/depot_store.hpp"
#include "db/product_store.hpp"
#include "db/stock_store.hpp"
#include "depot/lend.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;

std::optional<Refusal> refusal(db::ReadTx& tx, domain::ProductId product,
                               const domain::DepotId& depot) {
    const auto found = db::products::find(tx, product);
    if (!found) return Refusal{RefusalCode::unknown_product, "/product_id"};
    if (!db::depots::exists(tx, depot)) return Refusal{RefusalCode::unknown_depot, "/depot"};
    if (found->tracking == domain::Tracking::serial) {
        return Refusal{RefusalCode::serial_product, "/product_id"};
    }
    return std::nullopt;
}

// Unlike a loan, what leaves for good must have been counted.
domain::Decided<void> take_away(db::WriteTx& tx, const Quantity& away, const Act& act) {
    const Refusal too_few{RefusalCode::not_enough_stock, "/quantity"};
    if (!in_stock(tx, away.product, away.depot)) return tl::unexpected(too_few);
    if (!take(tx, away, act)) return tl::unexpected(too_few);
    return {};
}

}  // namespace

domain::Decided<std::int64_t> book_by_hand(db::WriteTx& tx, const Quantity& moved, const Act& act) {
    if (const auto refused = refusal(tx, moved.product, moved.depot)) {
        return tl::unexpected(*refused);
    }
    if (moved.kind == domain::MovementKind::discarded) {
        const auto taken = take_away(tx, moved, act);
        if (!taken) return tl::unexpected(taken.error());
    } else {
        put_counted(tx, moved, act);
    }
    return in_stock(tx, moved.product, moved.depot).value_or(0);
}

domain::Decided<domain::HandoutId> give_out(db::WriteTx& tx, const GiveOut& wanted,
                                            const Act& act) {
    if (const auto refused = refusal(tx, wanted.product, wanted.depot)) {
        return tl::unexpected(*refused);
    }
    if (wanted.borrower) {
        const auto standing = may_borrow(tx, *wanted.borrower);
        if (!standing) return tl::unexpected(standing.error());
    }
    db::stock::Handout handout;
    handout.product = wanted.product;
    handout.depot = wanted.depot;
    handout.shelf = wanted.shelf.value_or("");
    handout.quantity = wanted.quantity;
    handout.borrower = wanted.borrower;
    handout.actor = act.actor;
    handout.happened_at = act.happened;
    handout.id = db::stock::insert(tx, handout);
    const auto taken = take_away(tx,
                                 {wanted.product, wanted.depot, wanted.quantity,
                                  domain::MovementKind::handed_out, handout.id.value, wanted.shelf},
                                 act);
    if (!taken) return tl::unexpected(taken.error());
    return handout.id;
}

}  // namespace depot
