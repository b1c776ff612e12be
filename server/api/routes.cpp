#include "api/routes.hpp"

namespace api {
namespace {

using Rows = std::span<const routing::Route> (*)();

// clang-format off
constexpr Rows parts[] = {
    product_routes,
    item_routes,
    trigger_routes,
    accessory_routes,
    photo_routes,
    work_order_routes,
    part_routes,
    queue_routes,
    waiting_routes,
    scan_routes,
    discrepancy_routes,
    borrower_routes,
    borrower_search_routes,
    merging_routes,
    privacy_routes,
    contact_routes,
    loan_routes,
    loan_line_routes,
    extension_routes,
    reminder_routes,
    availability_routes,
    booking_routes,
    set_routes,
    pickup_routes,
    candidate_routes,
    terms_routes,
    depot_routes,
    count_routes,
    counted_stock_routes,
    transfer_routes,
    notice_routes,
    overdue_routes,
    overdue_file_routes,
    stock_routes,
    stats_routes,
    label_routes,
    setting_routes,
    access_log_routes,
    session_routes,
    second_factor_routes,
    user_routes,
    token_routes,
    sign_in_routes,
    system_routes,
};
// clang-format on

}  // namespace

std::span<const routing::Route> routes() {
    static const std::vector<routing::Route> all = [] {
        std::vector<routing::Route> rows;
        for (const Rows part : parts) rows.insert(rows.end(), part().begin(), part().end());
        return rows;
    }();
    return all;
}

}  // namespace api
