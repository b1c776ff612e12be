#pragma once
// How many of some products stand where, in groups of alike: what availability and the figures of
// the stock are worked out from. Of the municipality's own aids; transit goods and what is missing
// or gone are left out. Each is a constant number of statements, however many products.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/availability.hpp"
#include "domain/ids.hpp"

namespace db::standings {

struct Group {
    domain::ProductId product;
    domain::DepotId depot;  // of the row: the sender's until it is received
    std::optional<domain::DepotId> sent_to;
    domain::StockedItem item;
    std::int64_t number = 0;
};

// All aids, also the lent and the sent: product, depot, state and day of inspection are told apart.
// Read from an index alone.
std::vector<Group> items(ReadTx& tx, const std::vector<domain::ProductId>& products);
// Of these, told apart by the days as well: the lent, the sent that are not lent, and those neither
// lent nor sent that are in quarantine or to be repaired.
std::vector<Group> lent_items(ReadTx& tx, const std::vector<domain::ProductId>& products);
std::vector<Group> sent_items(ReadTx& tx, const std::vector<domain::ProductId>& products);
std::vector<Group> resting_items(ReadTx& tx, const std::vector<domain::ProductId>& products);

// Of counted products: what is in stock, lent from the depot, and sent (it has left the stock).
std::vector<Group> counted(ReadTx& tx, const std::vector<domain::ProductId>& products);
std::vector<Group> counted_lent(ReadTx& tx, const std::vector<domain::ProductId>& products);
std::vector<Group> counted_sent(ReadTx& tx, const std::vector<domain::ProductId>& products);

}  // namespace db::standings
