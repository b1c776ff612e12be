#include "pages/routes.hpp"

#include "api/routes.hpp"

namespace pages {
namespace {

using Rows = std::span<const routing::Route> (*)();

// clang-format off
constexpr Rows parts[] = {
    frame_rows,
    sign_in_rows,
    start_rows,
    search_rows,
    item_rows,
    photo_rows,
    desk_rows,
    borrower_rows,
    borrower_list_rows,
    loan_list_rows,
    loan_rows,
    overdue_rows,
    reminder_rows,
    book_rows,
    booking_rows,
    free_rows,
    product_rows,
    item_form_rows,
    more_rows,
    depot_rows,
    setting_rows,
    user_rows,
    stock_rows,
    figure_rows,
    notice_rows,
    access_rows,
    account_rows,
    help_rows,
    queue_rows,
    workshop_rows,
    pickup_rows,
    candidate_rows,
    follow_up_rows,
    transfer_rows,
    new_transfer_rows,
    count_rows,
    discrepancy_rows,
    counted_stock_rows,
};
// clang-format on

}  // namespace

std::span<const routing::Route> routes_with_api() {
    static const std::vector<routing::Route> all = [] {
        std::vector<routing::Route> rows(api::routes().begin(), api::routes().end());
        for (const Rows part : parts) rows.insert(rows.end(), part().begin(), part().end());
        return rows;
    }();
    return all;
}

}  // namespace pages
