#pragma once
// Work orders: what is wrong with an item, and what its repair took.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/order.hpp"
#include "domain/repair.hpp"

namespace db::work_orders {

// event: the failed inspection that opens it; none when a person does. Its id.
domain::WorkOrderId open(WriteTx& tx, const domain::WorkOrder& order,
                         std::optional<domain::EventId> event);
// With the parts it used.
std::optional<domain::WorkOrder> find(ReadTx& tx, domain::WorkOrderId id);
// An item has one open order at most.
std::optional<domain::WorkOrder> open_of(ReadTx& tx, domain::ItemId item);
// The open ones of several, by item, in a constant number of statements.
std::map<domain::ItemId, domain::WorkOrder> open_of(ReadTx& tx,
                                                    const std::vector<domain::ItemId>& items);
// Findings, estimate and promised; counts the version up.
void change(WriteTx& tx, const domain::WorkOrder& order);
// The item's open one is where the item is.
void move_open(WriteTx& tx, domain::ItemId item, const domain::DepotId& depot);
// Outcome, work, cost, by whom and when, and the parts used.
void close(WriteTx& tx, const domain::WorkOrder& order, domain::EventId event);
// What the event opened is gone, what it closed is open again.
void undo(WriteTx& tx, domain::ItemId item, domain::EventId event);
// What the orders of the item before each of these cost, in a constant number of statements.
std::map<domain::WorkOrderId, std::int64_t> spent_before(
    ReadTx& tx, const std::vector<domain::WorkOrderId>& orders);

struct Filter {
    std::optional<bool> open;
    std::optional<domain::DepotId> depot;
    std::optional<domain::ItemId> item;
};
// oldest, newest, promised (what is promised for no day comes last)
std::span<const Order<domain::WorkOrder>> orders();
std::vector<domain::WorkOrder> list(ReadTx& tx, const Filter& filter, const Position& after,
                                    std::int64_t limit,
                                    const Order<domain::WorkOrder>& order = orders().front());

// Codes of items that have an open order though they are gone for good.
std::vector<std::string> open_of_gone(ReadTx& tx);

}  // namespace db::work_orders
