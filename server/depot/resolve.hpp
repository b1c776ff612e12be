#pragma once
// From what a scanner sent, or a person typed, to the one thing it means.

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "db/item_store.hpp"
#include "domain/refusal.hpp"
#include "labels/reader.hpp"

namespace depot {

// A product that is counted: it has no labels of its own and is named by its number.
struct CountedProduct {
    domain::ProductId id;
    std::string name;
    std::optional<std::string> hms_nr;
};

using Meaning = std::variant<db::items::ItemView, labels::Command, labels::Badge, labels::LoanSlip,
                             labels::ShelfLabel, CountedProduct>;

// Refused: wrong_check_symbol, unknown_code, ambiguous_code (a serial number of several items),
// product_code (the HMS-nr of a product whose items have labels of their own).
domain::Decided<Meaning> resolve(db::ReadTx& tx, std::string_view raw);

// The same where only an item will do; commands, badges, slips and shelves are unknown codes.
domain::Decided<db::items::ItemView> resolve_item(db::ReadTx& tx, std::string_view raw);

}  // namespace depot
