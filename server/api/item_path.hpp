#pragma once
// The item that a path names ("/items/{code}", as printed or in any case), and its answer.

#include <optional>

#include <boost/json.hpp>

#include "db/item_store.hpp"
#include "labels/code.hpp"
#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace api {

// None when it is no code, its check symbol is wrong, or no item has it: all three are 404.
std::optional<db::items::ItemView> item_of_path(const routing::Request& request, db::ReadTx& tx);

// The item with what is missing from it and what the reader may do with it now.
boost::json::object item_shown(const routing::Request& request, db::ReadTx& tx,
                               const db::items::ItemView& view);
// The same as an answer; what may be done follows from the day as well, and so does the ETag.
routing::Reply one_item(const routing::Request& request, db::ReadTx& tx,
                        const db::items::ItemView& view);

}  // namespace api
