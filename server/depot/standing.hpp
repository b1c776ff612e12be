#pragma once
// What there is of some products, and where: for what is free and for the figures of the stock.

#include <vector>

#include "db/connection.hpp"
#include "domain/availability.hpp"
#include "domain/ids.hpp"

namespace depot {

// So many alike of a product. What is sent stands at its goal.
struct Standing {
    domain::ProductId product;
    domain::DepotId depot;
    bool coming = false;
    domain::StockedItem item;
    std::int64_t number = 0;
};

// Of the municipality's own, without what is missing or gone; lent counted products stand at the
// depot that lent them. A constant number of statements.
std::vector<Standing> standings(db::ReadTx& tx, const std::vector<domain::ProductId>& products);

}  // namespace depot
