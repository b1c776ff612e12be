#pragma once
// The figures of the stock: how many of a product stand where, minimum and maximum, shelves with
// their capacity, and what nobody has borrowed for long. Of the municipality's own aids; transit
// goods never count.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/readiness.hpp"
#include "domain/time.hpp"

namespace db::figures {

// So many items of a product in one standing at one depot.
struct Standing {
    domain::DepotId depot;
    domain::State state = domain::State::ready;
    bool on_loan = false;
    std::int64_t number = 0;
};
// What is gone is left out; what is under way stands at the depot that sent it.
std::vector<Standing> standings(ReadTx& tx, domain::ProductId product);

// So many of a product on their way.
struct UnderWay {
    domain::DepotId from;
    domain::DepotId to;
    std::optional<domain::State> state;  // none: a counted product
    std::int64_t number = 0;
};
std::vector<UnderWay> under_way(ReadTx& tx, domain::ProductId product);

struct AtDepot {
    domain::DepotId depot;
    std::int64_t number = 0;
};
// Of a counted product: in stock, and lent.
std::vector<AtDepot> counted(ReadTx& tx, domain::ProductId product);
std::vector<AtDepot> counted_lent(ReadTx& tx, domain::ProductId product);

struct Level {
    domain::ProductId product;
    domain::DepotId depot;
    std::optional<std::int64_t> minimum;
    std::optional<std::int64_t> maximum;
    std::int64_t version = 0;  // 0: none is set
};
std::vector<Level> levels(ReadTx& tx, domain::ProductId product);
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

}  // namespace db::figures
