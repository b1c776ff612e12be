#pragma once
// Spare parts and how many of them are where.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/order.hpp"
#include "domain/repair.hpp"

namespace db::parts {

// As it stands; the id is the next one.
domain::PartId insert(WriteTx& tx, const domain::Part& part);
std::optional<domain::Part> find(ReadTx& tx, domain::PartId id);
// Counts the version up.
void update(WriteTx& tx, const domain::Part& part);

// Where it is, or ever was; by depot.
// In a constant number of statements.
std::map<domain::PartId, std::vector<domain::PartStock>> stock(
    ReadTx& tx, const std::vector<domain::PartId>& ids);

struct Movement {
    domain::PartId part;
    domain::DepotId depot;
    std::int64_t quantity = 0;  // received; negative: taken out
    std::optional<domain::WorkOrderId> order = {};
    domain::ActorId by;
    domain::Instant at;
};
// False when fewer than that are there; nothing is stored then. Else the part's version counts up.
bool move(WriteTx& tx, const Movement& movement);

struct Filter {
    // A part of the name or of its own number.
    std::optional<std::string> text;
    // Those below their minimum alone.
    bool below_minimum = false;
    // Whose stock is held against the minimum; none: all of them together.
    std::optional<domain::DepotId> depot;
};
// oldest, newest, name
std::span<const Order<domain::Part>> orders();
std::vector<domain::Part> list(ReadTx& tx, const Filter& filter, const Position& after,
                               std::int64_t limit,
                               const Order<domain::Part>& order = orders().front());

// Where the stock is not the sum of its movements: one sentence each.
std::vector<std::string> faults(ReadTx& tx);

}  // namespace db::parts
