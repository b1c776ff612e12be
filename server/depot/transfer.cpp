#include "depot/transfer.hpp"

#include <algorithm>

#include "db/booking_store.hpp"
#include "db/depot_store.hpp"
#include "db/product_store.hpp"
#include "depot/book.hpp"
#include "depot/change_item.hpp"
#include "depot/counted_stock.hpp"
#include "domain/count.hpp"

namespace depot {
namespace {

using db::transfers::Line;
using db::transfers::Transfer;
using domain::Refusal;
using domain::RefusalCode;

// Why an item cannot leave that depot now.
std::optional<RefusalCode> cannot_leave(const db::items::ItemView& view,
                                        const domain::DepotId& from) {
    if (view.open_loan) return RefusalCode::already_lent;
    if (!domain::stands_at_depot(view.item.status.state)) return RefusalCode::wrong_state;
    if (view.item.status.depot != from) return RefusalCode::not_at_depot;
    return std::nullopt;
}

void record(db::WriteTx& tx, domain::Item& item, domain::EventKind kind, const Transfer& transfer,
            const Act& act) {
    Change change{kind, item.status};
    change.fields = {{"transfer", std::to_string(transfer.id.value)}, {"to", transfer.to}};
    change_item(tx, item, change, act);
}

std::optional<Refusal> add_item(db::WriteTx& tx, const Transfer& transfer, const std::string& code,
                                const Act& act) {
    auto view = db::items::by_code(tx, code);
    if (!view) return Refusal{RefusalCode::unknown_item};
    if (const auto refused = cannot_leave(*view, transfer.from)) return Refusal{*refused};
    if (db::bookings::of_item(tx, view->item.id)) return Refusal{RefusalCode::reserved};
    if (const auto open = db::transfers::of_item(tx, view->item.id)) {
        if (open->sent_at) return Refusal{RefusalCode::in_transfer};
        drop_plan(tx, view->item.id, act);
    }
    db::transfers::add_item(tx, transfer.id, view->item.id);
    record(tx, view->item, domain::EventKind::sent, transfer, act);
    return std::nullopt;
}

std::optional<Refusal> add_counted(db::WriteTx& tx, const Transfer& transfer,
                                   const TransferWanted::Counted& wanted, const Act& act) {
    const auto product = db::products::find(tx, wanted.product);
    if (!product) return Refusal{RefusalCode::unknown_product, "/product_id"};
    if (product->tracking == domain::Tracking::serial) {
        return Refusal{RefusalCode::serial_product, "/product_id"};
    }
    Line line;
    line.product = wanted.product;
    line.quantity = wanted.quantity;
    line.shelf = wanted.shelf;
    const auto id = db::transfers::add_quantity(tx, transfer.id, line);
    const auto taken = take(tx,
                            {wanted.product, transfer.from, wanted.quantity,
                             domain::MovementKind::sent, id, wanted.shelf},
                            act);
    if (!taken) return Refusal{taken.error().code, "/quantity"};
    return std::nullopt;
}

void receive_line(db::WriteTx& tx, const Transfer& transfer, const Line& line, const Act& act) {
    if (line.item) {
        auto view = db::items::find(tx, *line.item);
        // Planned only, and lent, gone or elsewhere by now.
        if (!transfer.sent_at && cannot_leave(*view, transfer.from)) {
            db::transfers::close_line(tx, line.id, act.recorded);
            return;
        }
        receive_item(tx, *view,
                     {transfer.id, line.id, transfer.from, transfer.to, transfer.sent_at}, {}, act);
        return;
    }
    put_counted(tx,
                {line.product, transfer.to, line.quantity, domain::MovementKind::arrived, line.id},
                act);
    db::transfers::close_line(tx, line.id, act.recorded);
}

}  // namespace

tl::expected<domain::TransferId, Refusals> make_transfer(db::WriteTx& tx,
                                                         const TransferWanted& wanted,
                                                         const Act& act) {
    Refusals refusals;
    const auto refuse = [&](Refusal refusal, const std::string& pointer) {
        refusal.pointer = pointer + refusal.pointer;
        refusals.push_back(std::move(refusal));
    };
    if (!db::depots::exists(tx, wanted.from)) refuse({RefusalCode::unknown_depot}, "/from");
    if (!db::depots::exists(tx, wanted.to)) refuse({RefusalCode::unknown_depot}, "/to");
    if (wanted.from == wanted.to) refuse({RefusalCode::same_depot}, "/to");
    // Without both no line can be judged.
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));

    Transfer transfer;
    transfer.from = wanted.from;
    transfer.to = wanted.to;
    transfer.sent_at = act.recorded;
    transfer.actor = act.actor;
    transfer.opened_at = act.recorded;
    transfer.id = db::transfers::insert(tx, transfer);
    for (std::size_t i = 0; i < wanted.items.size(); ++i) {
        if (auto refused = add_item(tx, transfer, wanted.items[i], act)) {
            refuse(std::move(*refused), "/items/" + std::to_string(i));
        }
    }
    for (std::size_t i = 0; i < wanted.counted.size(); ++i) {
        if (auto refused = add_counted(tx, transfer, wanted.counted[i], act)) {
            refuse(std::move(*refused), "/counted/" + std::to_string(i));
        }
    }
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));
    return transfer.id;
}

domain::Decided<void> send_transfer(db::WriteTx& tx, const Transfer& transfer, const Act& act) {
    if (transfer.closed_at) return tl::unexpected(Refusal{RefusalCode::transfer_closed});
    if (transfer.sent_at) return {};
    for (const Line& line : transfer.lines) {
        if (line.closed_at || !line.item) continue;
        auto view = db::items::find(tx, *line.item);
        if (cannot_leave(*view, transfer.from)) {
            db::transfers::close_line(tx, line.id, act.recorded);
        } else {
            record(tx, view->item, domain::EventKind::sent, transfer, act);
        }
    }
    db::transfers::send(tx, transfer.id, act.recorded);
    db::transfers::count_change(tx, transfer.id, "cancelled", act.recorded);
    return {};
}

tl::expected<void, Refusals> receive_transfer(db::WriteTx& tx, const Transfer& transfer,
                                              const std::optional<std::vector<std::string>>& codes,
                                              const Act& act) {
    if (transfer.closed_at) return tl::unexpected(Refusals{{RefusalCode::transfer_closed}});
    if (!codes) {
        for (const Line& line : transfer.lines) {
            if (!line.closed_at) receive_line(tx, transfer, line, act);
        }
        db::transfers::count_change(tx, transfer.id, "received", act.recorded);
        return {};
    }
    Refusals refusals;
    for (std::size_t i = 0; i < codes->size(); ++i) {
        const std::string pointer = "/items/" + std::to_string(i);
        const auto view = db::items::by_code(tx, (*codes)[i]);
        if (!view) {
            refusals.push_back({RefusalCode::unknown_item, pointer});
            continue;
        }
        const auto line = std::find_if(
            transfer.lines.begin(), transfer.lines.end(),
            [&](const Line& one) { return one.item == view->item.id && !one.closed_at; });
        if (line == transfer.lines.end()) {
            refusals.push_back({RefusalCode::not_in_transfer, pointer});
        } else {
            receive_line(tx, transfer, *line, act);
        }
    }
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));
    return {};
}

domain::Decided<void> cancel_transfer(db::WriteTx& tx, const Transfer& transfer, const Act& act) {
    if (transfer.closed_at) return tl::unexpected(Refusal{RefusalCode::transfer_closed});
    for (const Line& line : transfer.lines) {
        if (line.closed_at) continue;
        if (line.item && transfer.sent_at) {
            auto view = db::items::find(tx, *line.item);
            record(tx, view->item, domain::EventKind::transfer_cancelled, transfer, act);
        } else if (!line.item) {
            put(tx,
                {line.product, transfer.from, line.quantity, domain::MovementKind::brought_back,
                 line.id, line.shelf},
                act);
        }
        db::transfers::close_line(tx, line.id, act.recorded);
    }
    db::transfers::count_change(tx, transfer.id, "cancelled", act.recorded);
    return {};
}

domain::EventId receive_item(db::WriteTx& tx, db::items::ItemView& view,
                             const db::transfers::Open& open,
                             const std::optional<std::string>& shelf, const Act& act) {
    Change change{domain::EventKind::received, view.item.status};
    change.after.depot = open.to;
    change.after.shelf = shelf;
    change.fields = {{"transfer", std::to_string(open.transfer.value)}, {"from", open.from}};
    // Sent to stay: what arrives at another depot than its own belongs there from now on.
    if (view.item.home_depot != open.to) {
        view.item.home_depot = open.to;
        db::items::update_identity(tx, view.item);
        change.fields.emplace_back(home_depot, open.to);
    }
    const domain::EventId event = change_item(tx, view.item, change, act);
    db::transfers::close_line(tx, open.line, act.recorded);
    db::transfers::count_change(tx, open.transfer, "received", act.recorded);
    if (view.item.status.state == domain::State::ready) offer(tx, view.item, act);
    return event;
}

void plan_home(db::WriteTx& tx, const domain::Item& item, const Act& act) {
    if (const auto open = db::transfers::of_item(tx, item.id)) {
        // Planned on an earlier day, from here or from elsewhere.
        if (open->from == item.status.depot && open->to == item.home_depot) return;
        drop_plan(tx, item.id, act);
    }
    auto transfer = db::transfers::planned(tx, item.status.depot, item.home_depot);
    if (!transfer) {
        Transfer planned;
        planned.from = item.status.depot;
        planned.to = item.home_depot;
        planned.actor = act.actor;
        planned.opened_at = act.recorded;
        transfer = db::transfers::insert(tx, planned);
    }
    db::transfers::add_item(tx, *transfer, item.id);
    db::transfers::count_change(tx, *transfer, "cancelled", act.recorded);
}

void drop_plan(db::WriteTx& tx, domain::ItemId item, const Act& act) {
    const auto open = db::transfers::of_item(tx, item);
    if (!open || open->sent_at) return;
    db::transfers::close_line(tx, open->line, act.recorded);
    db::transfers::count_change(tx, open->transfer, "cancelled", act.recorded);
}

domain::Decided<void> must_not_be_under_way(db::ReadTx& tx, domain::ItemId item) {
    const auto open = db::transfers::of_item(tx, item);
    if (open && open->sent_at) return tl::unexpected(Refusal{RefusalCode::in_transfer});
    return {};
}

}  // namespace depot
