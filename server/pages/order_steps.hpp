#pragma once
// How an order begins, and what the buttons of its form do to it.

#include <string_view>

#include "pages/order.hpp"
#include "pages/page.hpp"

namespace pages {

// The order that a link opens: product, class, set or lines, depot, days and borrower.
Order preset(Page& page);

// What a button of the form does: "add:12", "class:120606", "set:3", "remove:0", "any:0:120606",
// "swap:0:14", "move:2026-11-27:SMS", "who:7", "other". Anything else does nothing.
void apply(Page& page, Order& order, std::string_view what);

}  // namespace pages
