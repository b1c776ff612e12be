#include "depot/counted_stock.hpp"

#include <algorithm>

#include "db/stock_store.hpp"
#include "depot/book.hpp"

namespace depot {
namespace {

void book(db::WriteTx& tx, const Quantity& moved, const std::string& shelf, std::int64_t change,
          const Act& act) {
    db::stock::Movement movement;
    movement.product = moved.product;
    movement.depot = moved.depot;
    movement.shelf = shelf;
    movement.quantity = change;
    movement.kind = moved.kind;
    movement.source = moved.source;
    movement.actor = act.actor;
    movement.happened_at = act.happened;
    db::stock::move(tx, movement);
}

}  // namespace

domain::Decided<void> take(db::WriteTx& tx, const Quantity& away, const Act& act) {
    auto figures = db::stock::figures(tx, away.product, away.depot);
    if (figures.empty()) return {};
    if (away.shelf) {
        std::erase_if(figures,
                      [&](const db::stock::Figure& one) { return one.shelf != *away.shelf; });
    }
    std::int64_t left = away.number;
    for (const db::stock::Figure& figure : figures) left -= figure.quantity;
    if (left > 0) {
        return tl::unexpected(domain::Refusal{domain::RefusalCode::not_enough_stock});
    }
    left = away.number;
    for (const db::stock::Figure& figure : figures) {
        const std::int64_t part = std::min(left, figure.quantity);
        if (part > 0) book(tx, away, figure.shelf, -part, act);
        left -= part;
    }
    return {};
}

void put(db::WriteTx& tx, const Quantity& here, const Act& act) {
    if (!in_stock(tx, here.product, here.depot)) return;
    put_counted(tx, here, act);
}

void put_counted(db::WriteTx& tx, const Quantity& here, const Act& act) {
    book(tx, here, here.shelf.value_or(""), here.number, act);
    offer_counted(tx, here.product, here.depot, act);
}

std::optional<std::int64_t> in_stock(db::ReadTx& tx, domain::ProductId product,
                                     const domain::DepotId& depot,
                                     const std::optional<std::string>& shelf) {
    std::optional<std::int64_t> total;
    for (const db::stock::Figure& figure : db::stock::figures(tx, product, depot)) {
        if (shelf && figure.shelf != *shelf) continue;
        total = total.value_or(0) + figure.quantity;
    }
    return total;
}

}  // namespace depot
