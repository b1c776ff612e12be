#pragma once
// What is promised of products and classes: with the standings, what is free is worked out from it.

#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace db::availability {

struct Promise {
    domain::ProductId product;  // none of the class alone
    domain::DepotId depot;
    domain::Day first;
    domain::Day last;
    std::int64_t quantity = 0;
};
// Open bookings of the products, and of the class alone.
std::vector<Promise> promised(ReadTx& tx, const std::vector<domain::ProductId>& products);
std::vector<Promise> promised(ReadTx& tx, const std::string& iso_class);

}  // namespace db::availability
