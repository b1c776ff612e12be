#pragma once
// Counts (varetelling): what was seen, and what the closing found.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/count.hpp"
#include "domain/item.hpp"

namespace db::counts {

struct Count {
    domain::CountId id;
    domain::DepotId depot;
    std::optional<std::string> shelf;  // none: the whole depot
    domain::ActorId opened_by;
    domain::Instant opened_at;
    std::optional<domain::ActorId> closed_by;
    std::optional<domain::Instant> closed_at;
    // How many aids should have been there and how many were seen; kept at the closing.
    std::optional<std::int64_t> expected;
    std::optional<std::int64_t> seen;
    std::int64_t version = 1;
};

domain::CountId insert(WriteTx& tx, const Count& count);
std::optional<Count> find(ReadTx& tx, domain::CountId id);
// The open ones of a depot, by id.
std::vector<Count> open_at(ReadTx& tx, const domain::DepotId& depot);
// closed_by, closed_at, expected and seen; counts the version up.
void close(WriteTx& tx, const Count& count);

struct Filter {
    std::optional<domain::DepotId> depot;
    std::optional<bool> open;
};
std::vector<Count> list(ReadTx& tx, const Filter& filter, domain::CountId after,
                        std::int64_t limit);

// Seen again, it was seen there last.
void saw(WriteTx& tx, domain::CountId count, domain::ItemId item,
         const std::optional<std::string>& shelf, domain::Instant at);
std::int64_t seen_total(ReadTx& tx, domain::CountId count);

// An item that should be there, was not seen, and that nobody had in hand since the opening.
struct Missing {
    domain::Item item;  // without serial, lot and UDI
    std::string product_name;
};
std::vector<Missing> missing(ReadTx& tx, const Count& count, std::int64_t limit);
struct Totals {
    std::int64_t expected = 0;
    std::int64_t missing = 0;
};
Totals totals(ReadTx& tx, const Count& count);

// An item that was seen, as it stands now; what somebody had in hand since is left out.
struct Seen {
    domain::ItemId id;
    std::string code;
    domain::ProductId product;
    std::string product_name;
    domain::SeenItem stands;
};
std::vector<Seen> seen(ReadTx& tx, const Count& count);

// How many of a counted product were counted on a shelf ("" is no shelf), and what the figure was.
struct Quantity {
    domain::ProductId product;
    std::string product_name;
    std::string shelf;
    std::int64_t quantity = 0;
    std::int64_t expected = 0;
};
// Counted again, the last figure counts.
void counted(WriteTx& tx, domain::CountId count, const Quantity& quantity);
std::vector<Quantity> quantities(ReadTx& tx, domain::CountId count);
// What the count covers, is in stock by the figures, and nobody has counted.
std::vector<Quantity> uncounted(ReadTx& tx, const Count& count);

struct Finding {
    domain::FindingKind kind = domain::FindingKind::missing;
    std::optional<domain::ItemId> item;
    std::optional<std::string> code;
    domain::ProductId product;
    std::string product_name;
    std::optional<domain::DepotId> depot;  // where it should be
    std::optional<std::string> shelf;
    std::optional<std::string> seen_shelf;
    // Its state, or on_loan, or in_transfer.
    std::optional<std::string> standing;
    std::optional<std::int64_t> expected;
    std::optional<std::int64_t> seen;
};
void keep(WriteTx& tx, domain::CountId count, const Finding& finding);
// Those of one kind, in the order in which they were kept.
std::vector<Finding> findings(ReadTx& tx, domain::CountId count, domain::FindingKind kind,
                              std::int64_t limit);
std::int64_t findings_total(ReadTx& tx, domain::CountId count, domain::FindingKind kind);

}  // namespace db::counts
