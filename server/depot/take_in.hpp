#pragma once
// A new aid comes into the depot: it gets its label code and waits for inspection.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/item.hpp"
#include "domain/refusal.hpp"

namespace depot {

struct NewItem {
    domain::ProductId product;
    domain::DepotId depot;
    std::optional<std::string> shelf = {};
    domain::Owner owner = domain::Owner::kommune;
    // None: the children's stock for a product for children, else korttid.
    std::optional<domain::Stock> stock = {};
    std::optional<std::string> serial = {};
    std::optional<std::string> lot = {};
    std::optional<std::string> udi = {};
};

// Refused: unknown_product, unknown_depot, counted_product (those have no items).
domain::Decided<domain::Item> take_in(db::WriteTx& tx, const NewItem& wanted, const Act& act);

// A label code that no item has or had.
std::string new_code(db::ReadTx& tx);

// The present label is damaged: the item gets a new code, the old one still finds it. The new code.
std::string relabel(db::WriteTx& tx, domain::Item& item, const Act& act);

}  // namespace depot
