#pragma once
// What is free of a product or a class at a depot, from today on.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/availability.hpp"
#include "domain/loan_record.hpp"
#include "domain/product.hpp"

namespace depot {

// What may be promised of it: the smaller of the product's own and its class's.
domain::FreeDays free_of(db::ReadTx& tx, const domain::Product& product,
                         const domain::DepotId& depot, domain::Day today);
// All products of the class together, less what is booked of them and of the class. Below zero
// where more is promised than there is.
domain::FreeDays free_of_class(db::ReadTx& tx, const std::string& iso_class,
                               const domain::DepotId& depot, domain::Day today);

// What may be promised at each depot, by its id.
struct FreeAt {
    domain::DepotId depot;
    domain::FreeDays free;
};
std::vector<FreeAt> free_everywhere(db::ReadTx& tx, const domain::Product& product,
                                    domain::Day today);
std::vector<FreeAt> free_everywhere(db::ReadTx& tx, const std::string& iso_class,
                                    domain::Day today);

// The first day, from its return on, on which a booking would go without if what is out on this
// open line did not come back; none: nobody needs it.
std::optional<domain::Day> needed_from(db::ReadTx& tx, const domain::LoanLine& line,
                                       const domain::DepotId& lent_from, domain::Day today);

}  // namespace depot
