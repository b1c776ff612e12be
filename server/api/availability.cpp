#include "depot/availability.hpp"
#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/booking_store.hpp"
#include "db/depot_store.hpp"
#include "db/product_store.hpp"

namespace api {
namespace {

using domain::FreeDays;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using std::chrono::days;

// A window of days, today or later.
struct Window {
    domain::Day from;
    domain::Day to;
};

std::optional<Window> read_window(Parameters& parameters, domain::Day today) {
    const auto from = parameters.day("from");
    const auto to = parameters.day("to");
    parameters.require("from", from.has_value());
    parameters.require("to", to.has_value());
    if (from && *from < today) parameters.fault("from", "in_the_past");
    if (from && to && *to < *from) parameters.fault("to", "before_from");
    if (from && to && *to - *from > days(domain::longest_booking_days)) {
        parameters.fault("to", "window_too_long");
    }
    if (!parameters.ok()) return std::nullopt;
    return Window{*from, *to};
}

void add_days(json::object& shape, const FreeDays& free, const Window& window) {
    shape["free"] = free.least(window.from, window.to);
    json::array by_day;
    for (domain::Day day = window.from; day <= window.to; day += days(1)) {
        by_day.push_back({{"day", domain::to_text(day)}, {"free", free.on(day)}});
    }
    shape["days"] = std::move(by_day);
}

Reply availability(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto id = parameters.id<domain::ProductId>("product");
    const auto iso = parameters.text("iso", 8);
    const auto depot = parameters.text("depot", 20);
    parameters.require("product", id || iso);
    if (id && iso) parameters.fault("iso", "one_of_two");
    if (iso && iso->size() < 6) parameters.fault("iso", "invalid_iso_class");
    const auto window = read_window(parameters, request.now.today);
    if (!parameters.ok()) return parameters.problem();

    const auto product = id ? db::products::find(tx, *id) : std::nullopt;
    if ((depot && !db::depots::exists(tx, *depot)) || (id && !product)) {
        return routing::problem(request, 404, "not_found");
    }
    const std::string iso_class = domain::iso_class(product ? product->iso : *iso);
    const depot::Availability available(tx, iso_class, request.now.today);
    const auto free_at = [&](const domain::DepotId& at) {
        return product ? available.of(product->id, at) : available.of_class(at);
    };
    json::object shape;
    shape["product_id"] = id ? json::value(id->value) : json::value(nullptr);
    shape["iso_class"] = iso_class;
    shape["from"] = domain::to_text(window->from);
    shape["to"] = domain::to_text(window->to);
    if (depot) {
        shape["depot"] = *depot;
        add_days(shape, free_at(*depot), *window);
        return answer(shape);
    }
    json::array depots;
    for (const domain::DepotId& at : available.depots()) {
        json::object part{{"depot", at}};
        add_days(part, free_at(at), *window);
        depots.push_back(std::move(part));
    }
    shape["depots"] = std::move(depots);
    return answer(shape);
}

// Products of the same class that fit, with what is free of each.
Reply replacements(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto depot = parameters.text("depot", 20);
    parameters.require("depot", depot.has_value());
    const domain::Needs needs{parameters.number("user_kg", 1, 500),
                              parameters.number("seat_width_mm", 1, 3000)};
    const auto window = read_window(parameters, request.now.today);
    const auto id = path_id<domain::ProductId>(request);
    if (!parameters.ok()) return parameters.problem();
    const auto product = id ? db::products::find(tx, *id) : std::nullopt;
    if (!product || !db::depots::exists(tx, *depot)) {
        return routing::problem(request, 404, "not_found");
    }
    // What the product itself bears and measures, where nothing else is asked for.
    domain::Needs asked = needs;
    if (!asked.seat_width_mm) asked.seat_width_mm = product->seat_width_mm;
    json::array items;
    const depot::Availability available(tx, domain::iso_class(product->iso), request.now.today);
    for (const auto& other : db::products::all_of(tx, available.products())) {
        if (other.id == product->id || !domain::fits(other, asked)) continue;
        const FreeDays free = available.of(other.id, *depot);
        items.push_back({{"product_id", other.id.value},
                         {"name", other.name},
                         {"hms_nr", or_null(other.hms_nr)},
                         {"max_user_kg", or_null(other.max_user_kg)},
                         {"seat_width_mm", or_null(other.seat_width_mm)},
                         {"free", free.least(window->from, window->to)}});
    }
    return answer(json::object{{"items", std::move(items)}});
}

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/availability",
     domain::Roles::all(),
     "What is free of a product or a class at a depot, or at each of them, day by day and in the "
     "whole window",
     routing::Read(availability),
     200,
     "availability",
     Body::none,
     {},
     "product iso depot from to"},
    {Method::get,
     "/api/v1/products/{id}/replacements",
     domain::Roles::all(),
     "What can be lent in its place: of the same class, with limits that fit",
     routing::Read(replacements),
     200,
     "replacement_list",
     Body::none,
     {},
     "depot from to user_kg seat_width_mm"},
};

}  // namespace

std::span<const routing::Route> availability_routes() { return rows; }

}  // namespace api
