// Looking a borrower up without a name or a number in the address, which others keep: proxies, the
// history of a browser, logs.

#include "api/answer.hpp"
#include "api/borrower_answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "db/borrower_store.hpp"
#include "routing/problem.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Method;
using routing::Request;
using routing::Shown;

constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};

struct Wanted {
    std::string text;
    std::int64_t limit = 50;
    domain::BorrowerId after;
};

Wanted read_wanted(Fields& fields) {
    Wanted wanted;
    wanted.text = fields.text("q", 100);
    wanted.limit = fields.maybe_number("limit", 1, 200).value_or(50);
    if (const auto cursor = fields.maybe_text("cursor", 20)) {
        const auto id = parse_cursor_id(*cursor);
        if (!id) fields.fault("cursor", "invalid_cursor");
        wanted.after = domain::BorrowerId{id.value_or(0)};
    }
    return wanted;
}

Shown search(const Request& request, db::ReadTx& tx) {
    const auto wanted = read_body(request.body, read_wanted);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    Shown page = borrower_page(
        request, db::borrowers::list(tx, wanted->text, wanted->after, wanted->limit + 1),
        wanted->limit);
    // The next page is asked for by another body, not by a link.
    std::erase_if(page.reply.headers, [](const auto& field) { return field.first == "link"; });
    return page;
}

const routing::Route rows[] = {
    {Method::post, "/api/v1/borrowers/search", readers,
     "Borrowers, as GET finds them, with nothing personal in the address",
     routing::Disclose(search), 200, "borrower_list", Body::required, "borrower_search", "why"},
};

}  // namespace

std::span<const routing::Route> borrower_search_routes() { return rows; }

}  // namespace api
