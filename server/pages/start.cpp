// What waits for the reader today.

#include "pages/page.hpp"
#include "pages/routes.hpp"

namespace pages {
namespace {

using domain::Roles;
using routing::Request;
using routing::Shown;

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    return page.show("start", "Start");
}

const routing::Route rows[] = {
    page_row("/", Roles::all(), "What waits today", show),
};

}  // namespace

std::span<const routing::Route> start_rows() { return rows; }

}  // namespace pages
