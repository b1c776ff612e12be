#include "depot/repair.hpp"

#include "db/depot_store.hpp"
#include "db/part_store.hpp"
#include "db/work_order_store.hpp"
#include "depot/change_item.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;
using domain::WorkOrder;

WorkOrder new_order(const db::items::ItemView& view, const Act& act) {
    WorkOrder order;
    order.item = view.item.id;
    order.depot = view.item.status.depot;
    order.opened_by = act.actor;
    order.opened_at = act.happened;
    return order;
}

WorkOrder order_of(db::WriteTx& tx, const db::items::ItemView& view, const Act& act) {
    if (auto open = db::work_orders::open_of(tx, view.item.id)) return std::move(*open);
    WorkOrder order = new_order(view, act);
    order.id = db::work_orders::open(tx, order, {});
    return order;
}

std::vector<Refusal> take_parts(db::WriteTx& tx, const WorkOrder& order,
                                const db::items::ItemView& view,
                                const std::vector<domain::PartUse>& parts, const Act& act) {
    std::vector<Refusal> refusals;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string place = "/parts/" + std::to_string(i);
        const domain::PartUse& use = parts[i];
        if (!db::parts::find(tx, use.part)) {
            refusals.push_back({RefusalCode::unknown_part, place + "/part_id"});
            continue;
        }
        const bool enough = db::parts::move(tx, {use.part, view.item.status.depot, -use.quantity,
                                                 order.id, act.actor, act.happened});
        if (!enough) refusals.push_back({RefusalCode::not_enough_parts, place + "/quantity"});
    }
    return refusals;
}

}  // namespace

domain::Decided<domain::WorkOrderId> open_work_order(db::WriteTx& tx,
                                                     const db::items::ItemView& view,
                                                     const WorkOrder& wanted, const Act& act) {
    if (view.open_loan) return tl::unexpected(Refusal{RefusalCode::already_lent, "/item"});
    if (view.item.status.state != domain::State::to_repair) {
        return tl::unexpected(Refusal{RefusalCode::wrong_state, "/item"});
    }
    if (db::work_orders::open_of(tx, view.item.id)) {
        return tl::unexpected(Refusal{RefusalCode::work_order_open, "/item"});
    }
    WorkOrder order = new_order(view, act);
    order.findings = wanted.findings;
    order.estimate = wanted.estimate;
    order.promised = wanted.promised;
    return db::work_orders::open(tx, order, {});
}

domain::Decided<void> change_work_order(db::WriteTx& tx, const WorkOrder& changed) {
    const auto stored = db::work_orders::find(tx, changed.id);
    if (stored->outcome) return tl::unexpected(Refusal{RefusalCode::work_order_closed});
    if (stored->findings != changed.findings || stored->estimate != changed.estimate ||
        stored->promised != changed.promised) {
        db::work_orders::change(tx, changed);
    }
    return {};
}

tl::expected<domain::EventId, std::vector<Refusal>> repair(db::WriteTx& tx,
                                                           db::items::ItemView& view,
                                                           const Repair& repair, const Act& act) {
    Pull pull;
    pull.trigger = domain::Trigger::repaired;
    if (repair.cost) pull.fields.emplace_back("cost", std::to_string(*repair.cost));
    for (const domain::PartUse& use : repair.parts) {
        pull.fields.emplace_back("part_" + std::to_string(use.part.value),
                                 std::to_string(use.quantity));
    }
    const auto event = pull_trigger(tx, view, pull, act);
    if (!event) return tl::unexpected(std::vector{event.error()});

    WorkOrder order = order_of(tx, view, act);
    auto refusals = take_parts(tx, order, view, repair.parts, act);
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));
    order.work = repair.work;
    order.cost = repair.cost;
    order.parts = repair.parts;
    order.outcome = domain::WorkOutcome::repaired;
    order.closed_by = act.actor;
    order.closed_at = act.happened;
    db::work_orders::close(tx, order, *event);
    return *event;
}

domain::Decided<void> move_parts(db::WriteTx& tx, domain::PartId part, const domain::DepotId& depot,
                                 std::int64_t quantity, const Act& act) {
    if (!db::depots::exists(tx, depot)) {
        return tl::unexpected(Refusal{RefusalCode::unknown_depot, "/depot"});
    }
    if (!db::parts::move(tx, {part, depot, quantity, {}, act.actor, act.happened})) {
        return tl::unexpected(Refusal{RefusalCode::not_enough_parts, "/quantity"});
    }
    return {};
}

}  // namespace depot
