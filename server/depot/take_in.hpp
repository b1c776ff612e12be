#pragma once
// A new aid comes into the depot: it gets its label code and waits for inspection.

#include <cstdint>
#include <optional>
#include <string>

#include "db/item_store.hpp"
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
    std::optional<domain::Day> purchased = {};
    std::optional<std::int64_t> price = {};
};

// What an open safety notice is about is blocked at once.
// Refused: unknown_product, unknown_depot, counted_product (those have no items).
domain::Decided<domain::Item> take_in(db::WriteTx& tx, const NewItem& wanted, const Act& act);

// The present label is damaged: the item gets a new code, the old one still finds it. The event's
// id. Refused: already_lent (the label is with the borrower).
domain::Decided<domain::EventId> relabel(db::WriteTx& tx, db::items::ItemView& view,
                                         const Act& act);

}  // namespace depot
