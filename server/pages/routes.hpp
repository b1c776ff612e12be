#pragma once
// All rows of pages, one list per subject.

#include <span>
#include <vector>

#include "routing/route.hpp"

namespace pages {

std::span<const routing::Route> frame_rows();
std::span<const routing::Route> sign_in_rows();
std::span<const routing::Route> start_rows();
std::span<const routing::Route> item_rows();
std::span<const routing::Route> desk_rows();
std::span<const routing::Route> queue_rows();
std::span<const routing::Route> workshop_rows();
std::span<const routing::Route> pickup_rows();
std::span<const routing::Route> transfer_rows();
std::span<const routing::Route> count_rows();
std::span<const routing::Route> discrepancy_rows();
std::span<const routing::Route> counted_stock_rows();

// The rows of the API and of the pages, in this order; made once, for the life of the program.
std::span<const routing::Route> routes_with_api();

}  // namespace pages
