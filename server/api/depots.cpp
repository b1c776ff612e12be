#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/depot_store.hpp"
#include "db/settings_store.hpp"
#include "domain/loan.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const auto after = parameters.text("cursor", 20).value_or("");
    if (!parameters.ok()) return parameters.problem();
    auto found = db::depots::after(tx, after, limit + 1);
    return page(
        request, found, limit, [](const domain::Depot& depot) { return to_json(depot); },
        [](const domain::Depot& last) { return last.id; });
}

Shown make(const Request& request, db::WriteTx& tx) {
    const auto depot = read_body(request.body, [](Fields& fields) {
        domain::Depot read;
        read.id = fields.text("id", 20);
        read.name = fields.text("name", 100);
        if (!read.id.empty() && !domain::is_depot_id(read.id)) fields.fault("id", "invalid_value");
        return read;
    });
    if (!depot) return routing::problem(request, 400, depot.error());
    if (!db::depots::insert(tx, *depot)) {
        return routing::refused(request, {domain::RefusalCode::depot_exists, "/id"});
    }
    return created(to_json(*depot), etag(depot->version), "/api/v1/depots/" + depot->id);
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto depot = db::depots::find(tx, request.path_values.front());
    if (!depot) return routing::problem(request, 404, "not_found");
    return one(to_json(*depot), etag(depot->version));
}

Reply calendar(const Request& request, db::ReadTx& tx) {
    constexpr std::chrono::days longest(731);
    Parameters parameters(request);
    const auto from = parameters.day("from");
    const auto to = parameters.day("to");
    parameters.require("from", from.has_value());
    parameters.require("to", to.has_value());
    if (from && to && *to < *from) parameters.fault("to", "wrong_order");
    if (from && to && *to - *from > longest) parameters.fault("to", "too_wide");
    if (!parameters.ok()) return parameters.problem();
    const auto depot = db::depots::find(tx, request.path_values.front());
    if (!depot) return routing::problem(request, 404, "not_found");

    const domain::DepotCalendar days = db::depots::calendar(tx, *depot);
    json::array items;
    for (domain::Day day = *from; day <= *to; day += std::chrono::days(1)) {
        const domain::OpenDay open = domain::open_day(days, day);
        items.push_back({{"day", domain::to_text(day)},
                         {"open", open.open},
                         {"why", open.why.empty() ? json::value(nullptr) : json::value(open.why)}});
    }
    return answer({{"items", std::move(items)}});
}

Reply due_date(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto start = parameters.day("start").value_or(request.now.today);
    const auto months =
        parameters.number("months", 1, 12).value_or(db::settings::load(tx).loan_months);
    if (!parameters.ok()) return parameters.problem();
    const auto depot = db::depots::find(tx, request.path_values.front());
    if (!depot) return routing::problem(request, 404, "not_found");
    const domain::DueDate due =
        domain::due_date(db::depots::calendar(tx, *depot), start, static_cast<int>(months));
    return answer({{"depot", depot->id},
                   {"start", domain::to_text(start)},
                   {"months", months},
                   {"nominal", domain::to_text(due.nominal)},
                   {"due", domain::to_text(due.due)}});
}

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/depots",
     domain::Roles::all(),
     "Depots",
     routing::Read(list),
     200,
     "depot_list",
     Body::none,
     {},
     "limit cursor"},
    {Method::post,
     "/api/v1/depots",
     {domain::Role::admin},
     "Add a depot",
     routing::Write(make),
     201,
     "depot",
     Body::required,
     "depot_new"},
    {Method::get, "/api/v1/depots/{id}", domain::Roles::all(), "One depot", routing::Read(show),
     200, "depot"},
    {Method::get,
     "/api/v1/depots/{id}/calendar",
     domain::Roles::all(),
     "Open and closed days, and why",
     routing::Read(calendar),
     200,
     "calendar",
     Body::none,
     {},
     "from to"},
    {Method::get,
     "/api/v1/depots/{id}/due-date",
     domain::Roles::all(),
     "The due date a loan would get",
     routing::Read(due_date),
     200,
     "due_date",
     Body::none,
     {},
     "start months"},
};

}  // namespace

std::span<const routing::Route> depot_routes() { return rows; }

}  // namespace api
