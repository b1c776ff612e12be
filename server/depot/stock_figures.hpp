#pragma once
// What there is of each product at each depot, and what is to be done about it.

#include <map>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/stock.hpp"

namespace depot {

struct DepotStock {
    domain::DepotId depot;
    domain::StockFigures figures;
    domain::StockAdvice advice;  // its "from" is a place in the same list
};
// Of each product one entry for each depot that has some of it, has lent some, or has a minimum or
// maximum. A constant number of statements.
std::map<domain::ProductId, std::vector<DepotStock>> stock_of(
    db::ReadTx& tx, const std::vector<domain::ProductId>& products);

}  // namespace depot
