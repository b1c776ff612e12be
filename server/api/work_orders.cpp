#include <map>

#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "api/sort.hpp"
#include "db/item_store.hpp"
#include "db/product_store.hpp"
#include "db/work_order_store.hpp"
#include "depot/repair.hpp"
#include "domain/ids_of.hpp"
#include "labels/code.hpp"

namespace api {
namespace {

using domain::WorkOrder;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr std::int64_t most_kroner = 10'000'000;

// What the shapes of some orders take besides the orders, read once.
struct Around {
    std::map<domain::ItemId, db::items::ItemView> items;
    std::map<domain::ProductId, std::optional<std::int64_t>> ceilings;
    std::map<domain::WorkOrderId, std::int64_t> spent;
};
Around around(db::ReadTx& tx, const std::vector<WorkOrder>& orders) {
    Around all;
    all.spent = db::work_orders::spent_before(tx, domain::ids_of(orders, &WorkOrder::id));
    auto views = db::items::all_of(tx, domain::ids_of(orders, &WorkOrder::item));
    const auto products =
        domain::ids_of(views, [](const db::items::ItemView& view) { return view.item.product; });
    for (db::items::ItemView& view : views) {
        const domain::ItemId id = view.item.id;
        all.items.emplace(id, std::move(view));
    }
    for (const domain::Product& product : db::products::all_of(tx, products)) {
        all.ceilings[product.id] = product.repair_ceiling;
    }
    return all;
}

json::object shape_of(const WorkOrder& order, const Around& around) {
    const db::items::ItemView& view = around.items.at(order.item);
    const auto advice = domain::scrap_advice(order, around.ceilings.at(view.item.product),
                                             around.spent.at(order.id));
    json::array parts;
    for (const domain::PartUse& use : order.parts) {
        parts.push_back({{"part_id", use.part.value}, {"quantity", use.quantity}});
    }
    json::object shape;
    shape["id"] = order.id.value;
    shape["item"] = view.item.code;
    shape["product_id"] = view.item.product.value;
    shape["product"] = view.product_name;
    shape["depot"] = order.depot;
    shape["state"] = order.outcome ? "closed" : "open";
    shape["findings"] = or_null(order.findings);
    shape["estimate"] = or_null(order.estimate);
    shape["promised"] = or_null(order.promised);
    shape["opened_at"] = domain::to_text(order.opened_at);
    shape["outcome"] = or_null(order.outcome);
    shape["work"] = or_null(order.work);
    shape["cost"] = or_null(order.cost);
    shape["parts"] = std::move(parts);
    shape["closed_at"] = or_null(order.closed_at);
    shape["scrap"] = {{"ceiling", or_null(advice.ceiling)},
                      {"spent", advice.spent},
                      {"estimate", or_null(advice.expected)},
                      {"advised", advice.advised}};
    return shape;
}
json::object shape_of(db::ReadTx& tx, const WorkOrder& order) {
    return shape_of(order, around(tx, {order}));
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    db::work_orders::Filter filter;
    filter.open = parameters.choice("state", parse_open);
    filter.depot = parameters.text("depot", 20);
    const auto code = parameters.text("item", 20);
    const auto limit = parameters.limit();
    const auto sorted = read_sort(parameters, db::work_orders::orders());
    if (!parameters.ok()) return parameters.problem();
    std::vector<WorkOrder> found;
    if (code) {
        const auto parsed = labels::LabelCode::parse(*code);
        const auto view = parsed ? db::items::by_code(tx, parsed->text()) : std::nullopt;
        // No such aid has no orders; no item has the id 0.
        filter.item = view ? view->item.id : domain::ItemId{};
    }
    found = db::work_orders::list(tx, filter, sorted.after, limit + 1, *sorted.order);
    const Around all = around(tx, found);
    return page(
        request, found, limit, [&](const WorkOrder& order) { return shape_of(order, all); },
        [&](const WorkOrder& last) { return sorted.cursor(last); });
}

void read_plan(Fields& fields, WorkOrder& order) {
    order.findings = fields.maybe_note("findings", 1000);
    order.estimate = fields.maybe_number("estimate", 0, most_kroner);
    order.promised = fields.maybe_day("promised");
}

struct NewOrder {
    std::string code;
    WorkOrder order;
};

Shown make(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, [](Fields& fields) {
        NewOrder read;
        const auto code = labels::LabelCode::parse(fields.text("item", 20));
        if (code) {
            read.code = code->text();
        } else if (!fields.absent("item")) {
            fields.fault("item", code.error() == labels::CodeError::wrong_check_symbol
                                     ? "wrong_check_symbol"
                                     : "invalid_code");
        }
        if (fields.absent("findings")) fields.text("findings", 1000);
        read_plan(fields, read.order);
        return read;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto view = db::items::by_code(tx, wanted->code);
    if (!view) return routing::refused(request, {domain::RefusalCode::unknown_item, "/item"});
    const auto id = depot::open_work_order(tx, *view, wanted->order, act_of(request));
    if (!id) return routing::refused(request, id.error());
    const auto order = db::work_orders::find(tx, *id);
    return created(shape_of(tx, *order), order->version,
                   "/api/v1/work-orders/" + std::to_string(id->value));
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::WorkOrderId>(request);
    const auto order = id ? db::work_orders::find(tx, *id) : std::nullopt;
    if (!order) return routing::problem(request, 404, "not_found");
    return one(shape_of(tx, *order), order->version);
}

Shown change(const Request& request, db::WriteTx& tx) {
    const auto id = path_id<domain::WorkOrderId>(request);
    auto stored = id ? db::work_orders::find(tx, *id) : std::nullopt;
    auto patch = parse_object(request.body);
    if (!patch) return routing::problem(request, 400, patch.error());
    json::object merged;
    if (stored) {
        merged["findings"] = or_null(stored->findings);
        merged["estimate"] = or_null(stored->estimate);
        merged["promised"] = or_null(stored->promised);
    }
    for (auto& [name, value] : *patch) merged[name] = std::move(value);
    const auto wanted = read_object(merged, [](Fields& fields) {
        WorkOrder order;
        read_plan(fields, order);
        return order;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (!stored) return routing::problem(request, 404, "not_found");
    if (!if_match(request, stored->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    stored->findings = wanted->findings;
    stored->estimate = wanted->estimate;
    stored->promised = wanted->promised;
    const auto done = depot::change_work_order(tx, *stored);
    if (!done) return routing::refused(request, done.error());
    const auto order = db::work_orders::find(tx, *id);
    return one(shape_of(tx, *order), order->version);
}

constexpr domain::Roles lager{domain::Role::lager};
constexpr domain::Roles readers{domain::Role::lager, domain::Role::leder};

const routing::Route rows[] = {
    {.path = "/api/v1/work-orders",
     .roles = readers,
     .summary = "Repairs that wait or were made",
     .handler = routing::Read(list),
     .answer = "work_order_list",
     .parameters = "state depot item sort limit cursor",
     .orders = "oldest newest promised"},
    {Method::post, "/api/v1/work-orders", lager,
     "Open a work order for an aid in repair; a failed inspection opens one by itself",
     routing::Write(make), 201, "work_order", Body::required, "work_order_new"},
    {Method::get, "/api/v1/work-orders/{id}", readers,
     "One work order, with whether the repair is worth while", routing::Read(show), 200,
     "work_order"},
    {Method::patch, "/api/v1/work-orders/{id}", lager,
     "What was found, what it is thought to cost, when it is promised", routing::Write(change), 200,
     "work_order", Body::required, "work_order_change"},
};

}  // namespace

std::span<const routing::Route> work_order_routes() { return rows; }

}  // namespace api
