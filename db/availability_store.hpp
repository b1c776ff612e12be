#pragma once
// What availability is worked out from: the aids of a product at a depot, and what is promised.

#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/availability.hpp"
#include "domain/ids.hpp"

namespace db::availability {

// The aids of the product that are at the depot, were lent from it or are on their way to it; what
// is gone for good is left out.
std::vector<domain::StockedItem> items(ReadTx& tx, domain::ProductId product,
                                       const domain::DepotId& depot);

// Open lines of a counted product, lent from the depot.
struct CountedLine {
    std::int64_t quantity = 0;
    std::optional<domain::Day> due;
};
std::vector<CountedLine> counted_lines(ReadTx& tx, domain::ProductId product,
                                       const domain::DepotId& depot);

struct Promise {
    domain::Day first;
    domain::Day last;
    std::int64_t quantity = 0;
};
// Open bookings of the product, and of the class alone.
std::vector<Promise> promised(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot);
std::vector<Promise> promised(ReadTx& tx, const std::string& iso_class,
                              const domain::DepotId& depot);

}  // namespace db::availability
