#pragma once
// All rows of pages, one list per subject.

#include <span>
#include <vector>

#include "routing/route.hpp"

namespace pages {

std::span<const routing::Route> frame_rows();
std::span<const routing::Route> sign_in_rows();
std::span<const routing::Route> start_rows();
std::span<const routing::Route> search_rows();
std::span<const routing::Route> item_rows();
std::span<const routing::Route> photo_rows();
std::span<const routing::Route> desk_rows();
std::span<const routing::Route> borrower_list_rows();
std::span<const routing::Route> borrower_rows();
std::span<const routing::Route> loan_list_rows();
std::span<const routing::Route> loan_rows();
std::span<const routing::Route> overdue_rows();
std::span<const routing::Route> reminder_rows();
std::span<const routing::Route> book_rows();
std::span<const routing::Route> booking_rows();
std::span<const routing::Route> free_rows();
std::span<const routing::Route> product_rows();
std::span<const routing::Route> item_form_rows();
std::span<const routing::Route> more_rows();
std::span<const routing::Route> depot_rows();
std::span<const routing::Route> setting_rows();
std::span<const routing::Route> user_rows();
std::span<const routing::Route> stock_rows();
std::span<const routing::Route> figure_rows();
std::span<const routing::Route> notice_rows();
std::span<const routing::Route> access_rows();
std::span<const routing::Route> account_rows();
std::span<const routing::Route> help_rows();
std::span<const routing::Route> queue_rows();
std::span<const routing::Route> workshop_rows();
std::span<const routing::Route> pickup_rows();
std::span<const routing::Route> candidate_rows();
std::span<const routing::Route> follow_up_rows();
std::span<const routing::Route> transfer_rows();
std::span<const routing::Route> new_transfer_rows();
std::span<const routing::Route> count_rows();
std::span<const routing::Route> discrepancy_rows();
std::span<const routing::Route> counted_stock_rows();

// The rows of the API and of the pages, in this order; made once, for the life of the program.
std::span<const routing::Route> routes_with_api();

}  // namespace pages
