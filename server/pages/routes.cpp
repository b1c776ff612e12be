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
    product_rows,
    item_form_rows,
    more_rows,
    depot_rows,
    setting_rows,
    user_rows,
    stock_rows,
    notice_rows,
    access_rows,
    account_rows,
    help_rows,
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
