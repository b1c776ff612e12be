#pragma once
// All rows of routes, one list per resource.

#include <span>
#include <vector>

#include "routing/route.hpp"

namespace api {

std::span<const routing::Route> product_routes();
std::span<const routing::Route> item_routes();
std::span<const routing::Route> trigger_routes();
std::span<const routing::Route> accessory_routes();
std::span<const routing::Route> work_order_routes();
std::span<const routing::Route> part_routes();
std::span<const routing::Route> queue_routes();
std::span<const routing::Route> waiting_routes();
std::span<const routing::Route> scan_routes();
std::span<const routing::Route> discrepancy_routes();
std::span<const routing::Route> borrower_routes();
std::span<const routing::Route> borrower_search_routes();
std::span<const routing::Route> merging_routes();
std::span<const routing::Route> privacy_routes();
std::span<const routing::Route> contact_routes();
std::span<const routing::Route> candidate_routes();
std::span<const routing::Route> loan_routes();
std::span<const routing::Route> loan_line_routes();
std::span<const routing::Route> extension_routes();
std::span<const routing::Route> reminder_routes();
std::span<const routing::Route> availability_routes();
std::span<const routing::Route> booking_routes();
std::span<const routing::Route> set_routes();
std::span<const routing::Route> photo_routes();
std::span<const routing::Route> pickup_routes();
std::span<const routing::Route> terms_routes();
std::span<const routing::Route> depot_routes();
std::span<const routing::Route> count_routes();
std::span<const routing::Route> counted_stock_routes();
std::span<const routing::Route> transfer_routes();
std::span<const routing::Route> notice_routes();
std::span<const routing::Route> stock_routes();
std::span<const routing::Route> stats_routes();
std::span<const routing::Route> overdue_routes();
std::span<const routing::Route> overdue_file_routes();
std::span<const routing::Route> label_routes();
std::span<const routing::Route> setting_routes();
std::span<const routing::Route> access_log_routes();
std::span<const routing::Route> session_routes();
std::span<const routing::Route> second_factor_routes();
std::span<const routing::Route> user_routes();
std::span<const routing::Route> token_routes();
std::span<const routing::Route> sign_in_routes();
std::span<const routing::Route> system_routes();

// All of them, in the order of API.md; made once, for the life of the program.
std::span<const routing::Route> routes();

}  // namespace api
