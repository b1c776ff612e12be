#include "depot/queues.hpp"
#include "api/answer.hpp"
#include "api/day_cursor.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/accessory_store.hpp"
#include "db/work_order_store.hpp"
#include "domain/ids_of.hpp"

namespace api {
namespace {

namespace json = boost::json;
using depot::QueuePlace;
using depot::Waiting;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;

struct Asked {
    domain::DepotId depot;
    QueuePlace after;
    std::int64_t limit = 0;
};

std::string to_text(const Waiting& last) {
    return to_text(SinceCursor{last.since, last.view.item.id.value});
}

Asked read(Parameters& parameters, const Request& request) {
    Asked asked;
    asked.depot = parameters.text("depot", 20).value_or(request.principal.depot);
    // Not everybody has one of their own.
    parameters.require("depot", !asked.depot.empty());
    asked.limit = parameters.limit();
    if (const auto cursor = read_since_cursor(parameters)) {
        asked.after = {cursor->since, domain::ItemId{cursor->id}};
    }
    return asked;
}

json::object shape_of(const Waiting& waiting) {
    const domain::Item& item = waiting.view.item;
    json::object shape;
    shape["item"] = item.code;
    shape["product_id"] = item.product.value;
    shape["product"] = waiting.view.product_name;
    shape["depot"] = item.status.depot;
    shape["shelf"] = or_null(item.status.shelf);
    shape["state"] = std::string(to_text(item.status.state));
    shape["since"] = domain::to_text(waiting.since);
    return shape;
}

std::vector<domain::ItemId> ids_of(const std::vector<Waiting>& found) {
    return domain::ids_of(found, [](const Waiting& waiting) { return waiting.view.item.id; });
}

Reply wash(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const Asked asked = read(parameters, request);
    if (!parameters.ok()) return parameters.problem();
    auto found =
        depot::wash_queue(tx, asked.depot, request.now.today, asked.after, asked.limit + 1);
    return page(
        request, found, asked.limit,
        [](const Waiting& waiting) {
            json::object shape = shape_of(waiting);
            shape["method"] = std::string(to_text(waiting.view.wash_class));
            return shape;
        },
        to_text);
}

Reply inspection(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const Asked asked = read(parameters, request);
    if (!parameters.ok()) return parameters.problem();
    auto found =
        depot::inspection_queue(tx, asked.depot, request.now.today, asked.after, asked.limit + 1);
    auto missing = db::accessories::missing(tx, ids_of(found));
    return page(
        request, found, asked.limit,
        [&](const Waiting& waiting) {
            json::object shape = shape_of(waiting);
            shape["inspection_due"] = or_null(waiting.view.item.status.inspection_due);
            shape["missing_accessories"] = json::value_from(missing[waiting.view.item.id]);
            return shape;
        },
        to_text);
}

Reply repair(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const Asked asked = read(parameters, request);
    if (!parameters.ok()) return parameters.problem();
    auto found = depot::repair_queue(tx, asked.depot, asked.after, asked.limit + 1);
    const auto orders = db::work_orders::open_of(tx, ids_of(found));
    return page(
        request, found, asked.limit,
        [&](const Waiting& waiting) {
            json::object shape = shape_of(waiting);
            shape["work_order"] = nullptr;
            if (const auto at = orders.find(waiting.view.item.id); at != orders.end()) {
                const domain::WorkOrder& order = at->second;
                shape["work_order"] = {{"id", order.id.value},
                                       {"findings", or_null(order.findings)},
                                       {"estimate", or_null(order.estimate)},
                                       {"promised", or_null(order.promised)}};
            }
            return shape;
        },
        to_text);
}

constexpr domain::Roles readers{domain::Role::lager, domain::Role::leder};

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/queues/wash",
     readers,
     "What is to be washed at the depot, the oldest first, and how",
     routing::Read(wash),
     200,
     "wash_queue",
     Body::none,
     {},
     "depot limit cursor"},
    {Method::get,
     "/api/v1/queues/inspection",
     readers,
     "What is to be inspected, the oldest first, also what is ready and overdue",
     routing::Read(inspection),
     200,
     "inspection_queue",
     Body::none,
     {},
     "depot limit cursor"},
    {Method::get,
     "/api/v1/queues/repair",
     readers,
     "What is to be repaired, the oldest first, with its work order",
     routing::Read(repair),
     200,
     "repair_queue",
     Body::none,
     {},
     "depot limit cursor"},
};

}  // namespace

std::span<const routing::Route> queue_routes() { return rows; }

}  // namespace api
