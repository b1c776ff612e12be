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
    item_rows,
    desk_rows,
    queue_rows,
    workshop_rows,
    pickup_rows,
    transfer_rows,
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
