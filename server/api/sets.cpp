#include <string>

#include "api/answer.hpp"
#include "api/asked.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/product_store.hpp"
#include "db/set_store.hpp"
#include "depot/sets.hpp"

namespace api {
namespace {

using domain::ProductSet;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

json::object line_of(const domain::Asked& line) {
    return {{"product_id", line.product ? json::value(line.product->value) : json::value(nullptr)},
            {"iso", or_null(line.iso_class)},
            {"quantity", line.quantity}};
}

json::object to_json(db::ReadTx& tx, const ProductSet& set) {
    json::array lines;
    for (const domain::Asked& asked : set.lines) {
        json::object line = line_of(asked);
        const auto product = asked.product ? db::products::find(tx, *asked.product) : std::nullopt;
        line["product"] = product ? json::value(product->name) : json::value(nullptr);
        lines.push_back(std::move(line));
    }
    return {{"id", set.id.value}, {"name", set.name}, {"lines", std::move(lines)}};
}

ProductSet read_set(Fields& fields) {
    ProductSet set;
    set.name = fields.text("name", 100);
    set.lines = read_asked_lines(fields);
    return set;
}

std::optional<ProductSet> set_of_path(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::SetId>(request);
    return id ? db::sets::find(tx, *id) : std::nullopt;
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const domain::SetId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    auto found = db::sets::list(tx, after, limit + 1);
    return page(
        request, found, limit, [&](const ProductSet& set) { return to_json(tx, set); },
        [](const ProductSet& last) { return std::to_string(last.id.value); });
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto set = set_of_path(request, tx);
    if (!set) return routing::problem(request, 404, "not_found");
    return one(to_json(tx, *set), set->version);
}

Shown make(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, read_set);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto id = depot::make_set(tx, *wanted);
    if (!id) return routing::refused(request, id.error());
    const auto set = db::sets::find(tx, *id);
    return created(to_json(tx, *set), set->version, "/api/v1/sets/" + std::to_string(id->value));
}

Shown change(const Request& request, db::WriteTx& tx) {
    const auto stored = set_of_path(request, tx);
    auto patch = parse_object(request.body);
    if (!patch) return routing::problem(request, 400, patch.error());
    json::object merged{{"name", "-"}, {"lines", json::array{json::object{{"product_id", 1}}}}};
    if (stored) {
        json::array lines;
        for (const domain::Asked& line : stored->lines) lines.push_back(line_of(line));
        merged = {{"name", stored->name}, {"lines", std::move(lines)}};
    }
    for (auto& [name, value] : *patch) merged[name] = std::move(value);
    auto wanted = read_object(merged, read_set);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (!stored) return routing::problem(request, 404, "not_found");
    if (!if_match(request, stored->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    wanted->id = stored->id;
    const auto done = depot::change_set(tx, *wanted);
    if (!done) return routing::refused(request, done.error());
    const auto set = db::sets::find(tx, stored->id);
    return one(to_json(tx, *set), set->version);
}

Shown remove(const Request& request, db::WriteTx& tx) {
    const auto stored = set_of_path(request, tx);
    if (!stored) return routing::problem(request, 404, "not_found");
    if (!if_match(request, stored->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    db::sets::remove(tx, stored->id);
    Reply reply;
    reply.status = 204;
    return reply;
}

constexpr domain::Roles makers{domain::Role::lager, domain::Role::admin};

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/sets",
     domain::Roles::all(),
     "Products that are booked together",
     routing::Read(list),
     200,
     "set_list",
     Body::none,
     {},
     "limit cursor"},
    {Method::post, "/api/v1/sets", makers, "Name what is booked together", routing::Write(make),
     201, "set", Body::required, "set_new"},
    {Method::get, "/api/v1/sets/{id}", domain::Roles::all(), "One set", routing::Read(show), 200,
     "set"},
    {Method::patch, "/api/v1/sets/{id}", makers, "Change its name, or all of its lines",
     routing::Write(change), 200, "set", Body::required, "set_change"},
    {.method = Method::del,
     .path = "/api/v1/sets/{id}",
     .roles = makers,
     .summary = "Remove a set; what was booked with it stays booked",
     .handler = routing::Write(remove),
     .success = 204},
};

}  // namespace

std::span<const routing::Route> set_routes() { return rows; }

}  // namespace api
