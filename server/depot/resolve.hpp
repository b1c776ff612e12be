#pragma once
// From what a scanner sent, or a person typed, to the one thing it means.

#include <string>
#include <string_view>
#include <variant>

#include "db/item_store.hpp"
#include "domain/refusal.hpp"
#include "labels/reader.hpp"

namespace depot {

using Meaning = std::variant<db::items::ItemView, labels::Command, labels::Badge, labels::LoanSlip,
                             labels::ShelfLabel>;

// Refused: wrong_check_symbol, unknown_code, ambiguous_code (a serial number of several items),
// product_code (an HMS-nr names a product, not an item).
domain::Decided<Meaning> resolve(db::ReadTx& tx, std::string_view raw);

// The same where only an item will do; commands, badges, slips and shelves are unknown codes.
domain::Decided<db::items::ItemView> resolve_item(db::ReadTx& tx, std::string_view raw);

}  // namespace depot
