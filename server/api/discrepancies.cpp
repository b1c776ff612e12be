#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/scan_store.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr domain::Roles settlers{domain::Role::lager, domain::Role::leder};

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto depot = parameters.text("depot", 20);
    const auto limit = parameters.limit();
    const domain::DiscrepancyId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    auto found = db::scans::open_discrepancies(tx, depot, after, limit + 1);
    return page(
        request, found, limit,
        [](const db::scans::Discrepancy& discrepancy) { return to_json(discrepancy); },
        [](const db::scans::Discrepancy& last) { return std::to_string(last.id.value); });
}

Shown settle(const Request& request, db::WriteTx& tx) {
    if (auto refused = refuse_fields(request)) return std::move(*refused);
    const auto id = path_id<domain::DiscrepancyId>(request);
    auto discrepancy = id ? db::scans::find_discrepancy(tx, *id) : std::nullopt;
    if (!discrepancy) return routing::problem(request, 404, "not_found");
    if (discrepancy->settled_at) {
        return routing::refused(request, {domain::RefusalCode::already_settled});
    }
    db::scans::settle(tx, *id, request.principal.actor, request.now.instant);
    discrepancy->settled_at = request.now.instant;
    return answer(to_json(*discrepancy));
}

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/discrepancies",
     settlers,
     "Contradictions that late scans opened, not settled yet",
     routing::Read(list),
     200,
     "discrepancy_list",
     Body::none,
     {},
     "depot limit cursor"},
    {Method::post, "/api/v1/discrepancies/{id}/settle", settlers, "A person has looked at it",
     routing::Write(settle), 200, "discrepancy", Body::optional, "nothing"},
};

}  // namespace

std::span<const routing::Route> discrepancy_routes() { return rows; }

}  // namespace api
