#include <string>

#include "api/answer.hpp"
#include "api/codes.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/item_store.hpp"
#include "depot/counts.hpp"

namespace api {
namespace {

using db::counts::Count;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

// Of each kind of finding an answer shows so many.
constexpr std::int64_t most_findings = 200;

json::object outline_of(const Count& count) {
    json::object shape;
    shape["id"] = count.id.value;
    shape["depot"] = count.depot;
    shape["shelf"] = or_null(count.shelf);
    shape["state"] = count.closed_at ? "closed" : "open";
    shape["opened_at"] = domain::to_text(count.opened_at);
    shape["closed_at"] = or_null(count.closed_at);
    return shape;
}

json::object to_json(const db::counts::Finding& finding) {
    json::object shape;
    shape["item"] = or_null(finding.code);
    shape["product_id"] = finding.product.value;
    shape["product"] = finding.product_name;
    shape["depot"] = or_null(finding.depot);
    shape["shelf"] = or_null(finding.shelf);
    shape["seen_shelf"] = or_null(finding.seen_shelf);
    shape["standing"] = or_null(finding.standing);
    shape["expected"] = or_null(finding.expected);
    shape["seen"] = or_null(finding.seen);
    return shape;
}

json::object to_json(const depot::CountReport::Part& part) {
    json::array items;
    for (const auto& finding : part.first) items.push_back(to_json(finding));
    return {{"total", part.total}, {"items", std::move(items)}};
}

json::object whole(db::ReadTx& tx, const Count& count) {
    const depot::CountReport report = depot::report(tx, count, most_findings);
    json::object shape = outline_of(count);
    shape["expected"] = report.expected;
    shape["seen"] = report.seen;
    shape["missing"] = to_json(report.missing);
    shape["unexpected"] = to_json(report.unexpected);
    shape["misplaced"] = to_json(report.misplaced);
    shape["quantity"] = to_json(report.quantity);
    return shape;
}

Reply shown(db::ReadTx& tx, domain::CountId id) {
    const json::object shape = whole(tx, *db::counts::find(tx, id));
    return one(shape);
}

std::optional<Count> count_of_path(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::CountId>(request);
    return id ? db::counts::find(tx, *id) : std::nullopt;
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    db::counts::Filter filter;
    filter.depot = parameters.text("depot", 20);
    filter.open = parameters.choice("state", parse_open);
    const auto limit = parameters.limit();
    const domain::CountId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    auto found = db::counts::list(tx, filter, after, limit + 1);
    return page(request, found, limit, outline_of,
                [](const Count& last) { return std::to_string(last.id.value); });
}

Shown open(const Request& request, db::WriteTx& tx) {
    struct Wanted {
        domain::DepotId depot;
        std::optional<std::string> shelf;
    };
    const auto wanted = read_body(request.body, [](Fields& fields) {
        return Wanted{fields.text("depot", 20), fields.maybe_text("shelf", 20)};
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto id = depot::open_count(tx, wanted->depot, wanted->shelf, act_of(request));
    if (!id) return routing::refused(request, id.error());
    const json::object shape = whole(tx, *db::counts::find(tx, *id));
    return created(shape, {}, "/api/v1/counts/" + std::to_string(id->value));
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto count = count_of_path(request, tx);
    if (!count) return routing::problem(request, 404, "not_found");
    return shown(tx, count->id);
}

struct Sight {
    std::optional<std::string> code;
    std::optional<domain::ProductId> product;
    std::int64_t quantity = 0;
    std::optional<std::string> shelf;
};

Sight read_sight(Fields& fields) {
    Sight sight;
    sight.product = fields.maybe_id<domain::ProductId>("product_id");
    const auto quantity = fields.maybe_number("quantity", 0, 100'000);
    sight.quantity = quantity.value_or(0);
    if (fields.absent("product_id")) {
        sight.code = read_code(fields, "code");
        if (quantity) fields.fault("quantity", "unknown_field");
    } else {
        if (fields.maybe_text("code", 20)) fields.fault("product_id", "one_of_two");
        if (fields.absent("quantity")) fields.fault("quantity", "required");
    }
    sight.shelf = fields.maybe_text("shelf", 20);
    return sight;
}

Shown see(const Request& request, db::WriteTx& tx) {
    const auto sight = read_body(request.body, read_sight);
    if (!sight) return routing::problem(request, 400, sight.error());
    const auto count = count_of_path(request, tx);
    if (!count) return routing::problem(request, 404, "not_found");
    domain::Decided<void> done;
    if (sight->product) {
        done = depot::see_quantity(tx, *count, *sight->product, sight->shelf, sight->quantity);
    } else {
        const auto view = db::items::by_code(tx, *sight->code);
        if (!view) return routing::refused(request, {domain::RefusalCode::unknown_item, "/code"});
        done = depot::see_item(tx, *count, view->item.id, sight->shelf, act_of(request));
    }
    if (!done) return routing::refused(request, done.error());
    // The findings of a whole depot are too much to work out for each.
    return answer(outline_of(*count));
}

Shown close(const Request& request, db::WriteTx& tx) {
    if (auto refused = refuse_fields(request)) return std::move(*refused);
    const auto count = count_of_path(request, tx);
    if (!count) return routing::problem(request, 404, "not_found");
    const auto done = depot::close_count(tx, *count, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return shown(tx, count->id);
}

constexpr domain::Roles lager{domain::Role::lager};
constexpr domain::Roles readers{domain::Role::lager, domain::Role::leder};

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/counts",
     readers,
     "Counts of a depot or a shelf",
     routing::Read(list),
     200,
     "count_list",
     Body::none,
     {},
     "depot state limit cursor"},
    {Method::post, "/api/v1/counts", lager, "Begin to count a shelf, or the whole depot",
     routing::Write(open), 201, "count", Body::required, "count_new"},
    {Method::get, "/api/v1/counts/{id}", readers,
     "One count: what is missing, unexpected, misplaced, and in another number",
     routing::Read(show), 200, "count"},
    {Method::post, "/api/v1/counts/{id}/seen", lager,
     "An aid was seen, or so many of a counted product; scans in the mode count do the same",
     routing::Write(see), 200, "count_outline", Body::required, "count_sight"},
    {Method::post, "/api/v1/counts/{id}/close", lager,
     "Close it: what is missing becomes missing, what was counted is booked", routing::Write(close),
     200, "count", Body::optional, "nothing"},
};

}  // namespace

std::span<const routing::Route> count_routes() { return rows; }

}  // namespace api
