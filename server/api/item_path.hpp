#pragma once
// The item that a path names: "/items/{code}", as printed or in any case.

#include <optional>

#include "db/item_store.hpp"
#include "labels/code.hpp"
#include "routing/request.hpp"

namespace api {

// None when it is no code, its check symbol is wrong, or no item has it: all three are 404.
std::optional<db::items::ItemView> item_of_path(const routing::Request& request, db::ReadTx& tx);

}  // namespace api
