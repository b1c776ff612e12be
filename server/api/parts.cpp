#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "api/sort.hpp"
#include "db/part_store.hpp"
#include "db/product_store.hpp"
#include "depot/repair.hpp"
#include "domain/ids_of.hpp"

namespace api {
namespace {

using domain::Part;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

// Of one depot alone where it is asked for.
json::object shape_of(const Part& part, std::vector<domain::PartStock> stock,
                      const std::optional<domain::DepotId>& depot = {}) {
    if (depot) std::erase_if(stock, [&](const auto& one) { return one.depot != *depot; });
    json::array places;
    for (const domain::PartStock& one : stock) {
        places.push_back({{"depot", one.depot}, {"quantity", one.quantity}});
    }
    json::object shape;
    shape["id"] = part.id.value;
    shape["name"] = part.name;
    shape["part_nr"] = or_null(part.part_nr);
    shape["supplier"] = or_null(part.supplier);
    shape["product_id"] = part.product ? json::value(part.product->value) : json::value(nullptr);
    shape["minimum"] = part.minimum;
    shape["stock"] = std::move(places);
    shape["below_minimum"] = domain::below_minimum(part, stock);
    return shape;
}

json::object shape_of(db::ReadTx& tx, const Part& part) {
    return shape_of(part, db::parts::stock(tx, {part.id})[part.id]);
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    db::parts::Filter filter;
    filter.text = parameters.text("q");
    filter.below_minimum = parameters.choice("below_minimum", parse_flag).value_or(false);
    filter.depot = parameters.text("depot", 20);
    const auto limit = parameters.limit();
    const auto sorted = read_sort(parameters, db::parts::orders());
    if (!parameters.ok()) return parameters.problem();
    auto found = db::parts::list(tx, filter, sorted.after, limit + 1, *sorted.order);
    auto stock = db::parts::stock(tx, domain::ids_of(found, &Part::id));
    return page(
        request, found, limit,
        [&](const Part& part) { return shape_of(part, std::move(stock[part.id]), filter.depot); },
        [&](const Part& last) { return sorted.cursor(last); });
}

Part read_part(Fields& fields) {
    Part part;
    part.name = fields.text("name", 200);
    part.part_nr = fields.maybe_text("part_nr", 60);
    part.supplier = fields.maybe_text("supplier", 100);
    part.product = fields.maybe_id<domain::ProductId>("product_id");
    part.minimum = fields.maybe_number("minimum", 0, 100'000).value_or(0);
    return part;
}

bool fits_nothing(db::ReadTx& tx, const Part& part) {
    return part.product && !db::products::find(tx, *part.product);
}

Reply shown(db::ReadTx& tx, domain::PartId id) {
    const auto part = db::parts::find(tx, id);
    return one(shape_of(tx, *part), part->version);
}

Shown make(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, read_part);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (fits_nothing(tx, *wanted)) {
        return routing::refused(request, {domain::RefusalCode::unknown_product, "/product_id"});
    }
    const auto id = db::parts::insert(tx, *wanted);
    const auto part = db::parts::find(tx, id);
    return created(shape_of(tx, *part), part->version, "/api/v1/parts/" + std::to_string(id.value));
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::PartId>(request);
    if (!id || !db::parts::find(tx, *id)) return routing::problem(request, 404, "not_found");
    return shown(tx, *id);
}

Shown change(const Request& request, db::WriteTx& tx) {
    const auto id = path_id<domain::PartId>(request);
    const auto stored = id ? db::parts::find(tx, *id) : std::nullopt;
    auto patch = parse_object(request.body);
    if (!patch) return routing::problem(request, 400, patch.error());
    json::object merged{{"name", "-"}};
    if (stored) {
        merged = shape_of(tx, *stored);
        for (const char* name : {"id", "stock", "below_minimum"}) merged.erase(name);
    }
    for (auto& [name, value] : *patch) merged[name] = std::move(value);
    auto wanted = read_object(merged, read_part);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (!stored) return routing::problem(request, 404, "not_found");
    if (!if_match(request, stored->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    if (fits_nothing(tx, *wanted)) {
        return routing::refused(request, {domain::RefusalCode::unknown_product, "/product_id"});
    }
    wanted->id = *id;
    db::parts::update(tx, *wanted);
    return shown(tx, *id);
}

struct Moved {
    domain::DepotId depot;
    std::int64_t quantity = 0;
};

Shown move(const Request& request, db::WriteTx& tx) {
    constexpr std::int64_t most = 100'000;
    const auto wanted = read_body(request.body, [](Fields& fields) {
        Moved moved{fields.text("depot", 20), fields.number("quantity", -most, most)};
        if (moved.quantity == 0 && !fields.absent("quantity") && fields.faults().empty()) {
            fields.fault("quantity", "invalid_value");
        }
        return moved;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto id = path_id<domain::PartId>(request);
    if (!id || !db::parts::find(tx, *id)) return routing::problem(request, 404, "not_found");
    const auto done = depot::move_parts(tx, *id, wanted->depot, wanted->quantity, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return shown(tx, *id);
}

constexpr domain::Roles lager{domain::Role::lager};
constexpr domain::Roles readers{domain::Role::lager, domain::Role::leder};

const routing::Route rows[] = {
    {.path = "/api/v1/parts",
     .roles = readers,
     .summary = "Spare parts; with a depot, its stock alone is held against the minimum",
     .handler = routing::Read(list),
     .answer = "part_list",
     .parameters = "below_minimum q depot sort limit cursor",
     .orders = "oldest newest name"},
    {Method::post, "/api/v1/parts", lager, "Register a spare part", routing::Write(make), 201,
     "part", Body::required, "part_new"},
    {Method::get, "/api/v1/parts/{id}", readers, "One spare part and where it is",
     routing::Read(show), 200, "part"},
    {Method::patch, "/api/v1/parts/{id}", lager, "Change a spare part", routing::Write(change), 200,
     "part", Body::required, "part_change"},
    {Method::post, "/api/v1/parts/{id}/movements", lager,
     "Parts received at a depot, or taken out (below zero)", routing::Write(move), 200, "part",
     Body::required, "part_movement"},
};

}  // namespace

std::span<const routing::Route> part_routes() { return rows; }

}  // namespace api
