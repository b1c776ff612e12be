#pragma once
// The figures of the stock: minimum and maximum, shelves with their capacity, and what nobody has
// borrowed for long.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/readiness.hpp"
#include "domain/time.hpp"

namespace db::figures {

struct Level {
    domain::ProductId product;
    domain::DepotId depot;
    std::optional<std::int64_t> minimum;
    std::optional<std::int64_t> maximum;
    std::int64_t version = 0;  // 0: none is set
};
std::vector<Level> levels(ReadTx& tx, const std::vector<domain::ProductId>& products);
std::optional<Level> level(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot);
// Counts the version up.
void set_level(WriteTx& tx, const Level& level);
// The products that have a minimum or maximum anywhere.
std::vector<domain::ProductId> with_level(ReadTx& tx, domain::ProductId after, std::int64_t limit);

struct Shelf {
    domain::DepotId depot;
    std::string name;
    std::optional<std::int64_t> capacity;
    std::int64_t version = 0;  // 0: no capacity is set
    // What stands there: aids, and the quantity of counted products.
    std::int64_t aids = 0;
    std::int64_t counted = 0;
};
// Those that have a capacity or that an aid was put on, by name.
std::vector<Shelf> shelves(ReadTx& tx, const domain::DepotId& depot, const std::string& after,
                           std::int64_t limit);
Shelf shelf(ReadTx& tx, const domain::DepotId& depot, const std::string& name);
// Counts the version up.
void set_capacity(WriteTx& tx, const domain::DepotId& depot, const std::string& name,
                  std::int64_t capacity);

struct Resting {
    domain::ItemId id;
    std::string code;
    domain::ProductId product;
    std::string product_name;
    domain::DepotId depot;
    std::optional<std::string> shelf;
    domain::Instant since;
};
struct RestingCursor {
    domain::Instant since{};
    domain::ItemId id;
};
// Ready and not lent since before that instant, the longest first.
std::vector<Resting> resting(ReadTx& tx, const std::optional<domain::DepotId>& depot,
                             domain::Instant before, const RestingCursor& after,
                             std::int64_t limit);

// How many of them there are at a depot, by class: the first six digits of ISO 9999.
std::vector<std::pair<std::string, std::int64_t>> resting_classes(ReadTx& tx,
                                                                  const domain::DepotId& depot,
                                                                  domain::Instant before);

}  // namespace db::figures
