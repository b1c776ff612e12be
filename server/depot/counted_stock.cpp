#include "depot/counted_stock.hpp"

#include <algorithm>

#include "db/booking_store.hpp"
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

void put_back(db::WriteTx& tx, domain::MovementKind kind, std::int64_t source, const Act& act) {
    const auto taken = db::stock::movements_of(tx, kind, source);
    for (const db::stock::Movement& one : taken) {
        book(tx, {one.product, one.depot, 0, domain::MovementKind::brought_back, source}, one.shelf,
             -one.quantity, act);
    }
    if (!taken.empty()) offer_counted(tx, taken.front().product, taken.front().depot, act);
}

domain::Decided<void> take_again(db::WriteTx& tx, domain::LoanLineId line, const Act& act) {
    // Where nobody had counted, nothing was booked.
    for (const db::stock::Movement& one :
         db::stock::movements_of(tx, domain::MovementKind::returned, line.value)) {
        const auto held = db::bookings::held_of(tx, one.product, one.depot);
        const auto there = in_stock(tx, one.product, one.depot).value_or(0);
        if (there - held < one.quantity || !take(tx,
                                                 {one.product, one.depot, one.quantity,
                                                  domain::MovementKind::brought_back, line.value},
                                                 act)) {
            return tl::unexpected(domain::Refusal{domain::RefusalCode::undo_not_last});
        }
    }
    return {};
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
