#pragma once
// What is free of the products of a class at each depot, from today on.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/availability_store.hpp"
#include "db/connection.hpp"
#include "depot/standing.hpp"
#include "domain/availability.hpp"
#include "domain/loan_record.hpp"

namespace depot {

// All of one class, read once in a constant number of statements, however many products and aids.
class Availability {
public:
    Availability(db::ReadTx& tx, const std::string& iso_class, domain::Day today);

    // The products of the class.
    const std::vector<domain::ProductId>& products() const { return products_; }
    // All there are, by id.
    std::vector<domain::DepotId> depots() const;

    // What may be promised of a product of the class: the smaller of its own and the class's.
    domain::FreeDays of(domain::ProductId product, const domain::DepotId& depot) const {
        return left_of(product, depot).at_least_zero();
    }
    domain::FreeDays of_class(const domain::DepotId& depot) const {
        return left_of_class(depot).at_least_zero();
    }
    // What is left of a product when every booking has got its own: below zero where that fails.
    domain::FreeDays left_of(domain::ProductId product, const domain::DepotId& depot) const;
    // All products together, less what is booked of them and of the class; below zero likewise.
    domain::FreeDays left_of_class(const domain::DepotId& depot) const;

private:
    struct Depot {
        domain::DepotCalendar calendar;
        std::vector<Standing> standings;
        std::vector<db::availability::Promise> promises;
    };
    template <class Counts>
    domain::FreeDays reckon(const domain::DepotId& depot, Counts counts) const;

    domain::Day today_;
    int turnaround_days_;
    std::vector<domain::ProductId> products_;
    std::map<domain::DepotId, Depot> depots_;
};

// The first day, from its return on, on which a booking would go without if what is out on this
// open line did not come back; none: nobody needs it.
std::optional<domain::Day> needed_from(db::ReadTx& tx, const domain::LoanLine& line,
                                       const domain::DepotId& lent_from, domain::Day today);

}  // namespace depot
