// Borrowers that may be, or are, the same.

#include <algorithm>

#include "api/answer.hpp"
#include "api/borrower_answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/borrower_store.hpp"
#include "db/pickup_store.hpp"
#include "depot/merge.hpp"

namespace api {
namespace {

using domain::Borrower;
using domain::Protection;
using routing::Body;
using routing::Method;
using routing::Request;
using routing::Shown;

constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};
constexpr std::int64_t most_duplicates = 10;

Shown duplicates(const Request& request, db::ReadTx& tx) {
    const auto borrower = named_borrower(request, tx);
    if (!borrower) return no_such_borrower(request, tx);
    return borrower_page(request, db::borrowers::likely_same(tx, *borrower), most_duplicates);
}

// What is shown of the unprotected one and would vanish once they are one.
bool shows_where(db::ReadTx& tx, const Borrower& borrower) {
    if (borrower.address) return true;
    const auto pickups = db::pickups::of_borrower(tx, borrower.id);
    return std::any_of(pickups.begin(), pickups.end(), [](const domain::Pickup& pickup) {
        return pickup.address || pickup.note || pickup.done_note;
    });
}

// Who may not see protection would see the address of the one vanish behind that of the other.
bool would_show_protection(const Request& request, db::ReadTx& tx, const Borrower& one,
                           const Borrower& other) {
    return !request.principal.sees_protected && one.protection != Protection::none &&
           other.protection == Protection::none && shows_where(tx, other);
}

Shown merge(const Request& request, db::WriteTx& tx) {
    const auto other = read_body(
        request.body, [](Fields& fields) { return fields.id<domain::BorrowerId>("into"); });
    if (!other) return routing::problem(request, 400, other.error());
    const auto from = named_borrower(request, tx);
    if (!from) return no_such_borrower(request, tx);
    const auto into = db::borrowers::find(tx, *other);
    if (!into) {
        return routing::refused(request, {domain::RefusalCode::unknown_borrower, "/into"});
    }
    if (would_show_protection(request, tx, *from, *into) ||
        would_show_protection(request, tx, *into, *from)) {
        return routing::refused(request, {domain::RefusalCode::by_arrangement, "/into"});
    }
    const auto merged = depot::merge(tx, *from, *into, act_of(request));
    if (!merged) return routing::refused(request, merged.error());
    Shown answer = shown(*merged, one_borrower(request, *merged));
    // Where a repeat under an Idempotency-Key finds what came of it.
    answer.reply.headers.emplace_back("location", location_of(merged->id));
    // It is a change of both.
    if (from->kind == domain::BorrowerKind::person) answer.persons.push_back(from->id);
    return answer;
}

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/borrowers/{id}/duplicates",
     readers,
     "Others that may be the same, at most ten",
     routing::Disclose(duplicates),
     200,
     "borrower_list",
     Body::none,
     {},
     "why"},
    {.method = Method::post,
     .path = "/api/v1/borrowers/{id}/merge",
     .roles = readers,
     .summary = "This borrower becomes a part of another, which has all that was its own",
     .handler = routing::Write(merge),
     .answer = "borrower",
     .body = Body::required,
     .body_schema = "borrower_merge",
     .parameters = "why",
     .kept = routing::Kept::outline,
     .assurance = routing::Assurance::fresh},
};

}  // namespace

std::span<const routing::Route> merging_routes() { return rows; }

}  // namespace api
