#include <algorithm>
#include <iterator>
#include <string>

#include "api/answer.hpp"
#include "api/day_cursor.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/depot_store.hpp"
#include "db/figure_store.hpp"
#include "db/product_store.hpp"
#include "db/settings_store.hpp"
#include "depot/oslo_time.hpp"
#include "depot/stock_figures.hpp"
#include "domain/calendar.hpp"
#include "domain/ids_of.hpp"
#include "domain/text.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

// ---- what there is, and what to do about it
// ------------------------------------------------------

struct ProductStock {
    domain::Product product;
    std::vector<depot::DepotStock> depots;
    std::vector<bool> shown;  // which of them the filter lets through
};

struct StockFilter {
    std::optional<domain::DepotId> depot;
    bool below_minimum = false;
    bool above_maximum = false;
};

bool passes(const StockFilter& filter, const depot::DepotStock& stock) {
    if (filter.depot && *filter.depot != stock.depot) return false;
    if (!filter.below_minimum && !filter.above_maximum) return true;
    return (filter.below_minimum && domain::below_minimum(stock.figures)) ||
           (filter.above_maximum && domain::above_maximum(stock.figures));
}

// Of those products, the ones of which the filter lets any depot through.
std::vector<ProductStock> stock_of(db::ReadTx& tx, const StockFilter& filter,
                                   std::vector<domain::Product> products) {
    auto all = depot::stock_of(tx, domain::ids_of(products, &domain::Product::id));
    std::vector<ProductStock> found;
    for (domain::Product& product : products) {
        ProductStock stock{std::move(product), {}, {}};
        stock.depots = std::move(all[stock.product.id]);
        std::transform(stock.depots.begin(), stock.depots.end(), std::back_inserter(stock.shown),
                       [&](const depot::DepotStock& at) { return passes(filter, at); });
        const bool any =
            std::find(stock.shown.begin(), stock.shown.end(), true) != stock.shown.end();
        if (any) found.push_back(std::move(stock));
    }
    return found;
}

json::object to_json(const ProductStock& stock) {
    json::object shape;
    shape["product_id"] = stock.product.id.value;
    shape["product"] = stock.product.name;
    shape["hms_nr"] = or_null(stock.product.hms_nr);
    shape["tracking"] = json::string(std::string(to_text(stock.product.tracking)));
    json::array depots;
    for (std::size_t i = 0; i < stock.depots.size(); ++i) {
        if (!stock.shown[i]) continue;
        const depot::DepotStock& at = stock.depots[i];
        json::object part;
        part["depot"] = at.depot;
        part["ready"] = at.figures.ready;
        part["waiting"] = at.figures.waiting;
        part["set_aside"] = at.figures.set_aside;
        part["on_loan"] = at.figures.on_loan;
        part["coming"] = at.figures.coming;
        part["minimum"] = or_null(at.figures.minimum);
        part["maximum"] = or_null(at.figures.maximum);
        part["advice"] = or_null(at.advice.advice);
        part["from"] = at.advice.from ? json::value(stock.depots[*at.advice.from].depot)
                                      : json::value(nullptr);
        depots.push_back(std::move(part));
    }
    shape["depots"] = std::move(depots);
    return shape;
}

// The products that may pass the filter, after that one.
std::vector<domain::Product> candidates(db::ReadTx& tx, const StockFilter& filter,
                                        domain::ProductId after, std::int64_t limit) {
    if (!filter.below_minimum && !filter.above_maximum) {
        return db::products::list(tx, {}, db::Position(after), limit);
    }
    return db::products::all_of(tx, db::figures::with_level(tx, after, limit));
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    StockFilter filter;
    filter.depot = parameters.text("depot", 20);
    const auto product = parameters.id<domain::ProductId>("product");
    filter.below_minimum = parameters.choice("below_minimum", parse_flag).value_or(false);
    filter.above_maximum = parameters.choice("above_maximum", parse_flag).value_or(false);
    const auto limit = parameters.limit();
    domain::ProductId after{parameters.cursor_id()};
    if (filter.depot && !db::depots::exists(tx, *filter.depot)) {
        parameters.fault("depot", "unknown_depot");
    }
    if (!parameters.ok()) return parameters.problem();

    std::vector<ProductStock> found;
    const auto take = [&](std::vector<domain::Product> some) {
        auto more = stock_of(tx, filter, std::move(some));
        std::move(more.begin(), more.end(), std::back_inserter(found));
    };
    if (product) {
        auto one = db::products::find(tx, *product);
        if (one && *product > after) take({std::move(*one)});
    } else {
        // A product that nobody has any of is no entry, so more may be needed for a page.
        while (static_cast<std::int64_t>(found.size()) <= limit) {
            auto some = candidates(tx, filter, after, limit + 1);
            if (some.empty()) break;
            after = some.back().id;
            const bool last = static_cast<std::int64_t>(some.size()) <= limit;
            take(std::move(some));
            if (last) break;
        }
        if (static_cast<std::int64_t>(found.size()) > limit) {
            found.resize(static_cast<std::size_t>(limit) + 1);
        }
    }
    return page(
        request, found, limit, [](const ProductStock& stock) { return to_json(stock); },
        [](const ProductStock& last) { return std::to_string(last.product.id.value); });
}

// ---- minimum and maximum
// -------------------------------------------------------------------------

json::object to_json(const db::figures::Level& level) {
    return {{"product_id", level.product.value},
            {"depot", level.depot},
            {"minimum", or_null(level.minimum)},
            {"maximum", or_null(level.maximum)}};
}

// What the path names, also where nothing is set yet.
std::optional<db::figures::Level> level_of_path(const Request& request, db::ReadTx& tx) {
    const auto product = path_id<domain::ProductId>(request);
    const domain::DepotId& depot = request.path_values.at(1);
    if (!product || !db::products::find(tx, *product) || !db::depots::exists(tx, depot)) {
        return std::nullopt;
    }
    auto level = db::figures::level(tx, *product, depot);
    return level ? std::move(*level) : db::figures::Level{*product, depot, {}, {}, 0};
}

Reply show_level(const Request& request, db::ReadTx& tx) {
    const auto level = level_of_path(request, tx);
    if (!level) return routing::problem(request, 404, "not_found");
    return one(to_json(*level), level->version);
}

Shown set_level(const Request& request, db::WriteTx& tx) {
    constexpr std::int64_t most = 100'000;
    const auto wanted = read_body(request.body, [](Fields& fields) {
        db::figures::Level level;
        level.minimum = fields.maybe_number("minimum", 0, most);
        level.maximum = fields.maybe_number("maximum", 0, most);
        if (level.minimum && level.maximum && *level.minimum > *level.maximum) {
            fields.fault("minimum", "minimum_above_maximum");
        }
        return level;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    auto level = level_of_path(request, tx);
    if (!level) return routing::problem(request, 404, "not_found");
    if (!if_match(request, level->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    level->minimum = wanted->minimum;
    level->maximum = wanted->maximum;
    db::figures::set_level(tx, *level);
    return one(to_json(*level), level->version + 1);
}

// ---- shelves
// -------------------------------------------------------------------------------------

json::object to_json(const db::figures::Shelf& shelf) {
    return {{"depot", shelf.depot},
            {"shelf", shelf.name},
            {"capacity", or_null(shelf.capacity)},
            {"aids", shelf.aids},
            {"counted", shelf.counted}};
}

Reply shelves(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const auto after = parameters.text("cursor", 20).value_or("");
    if (!parameters.ok()) return parameters.problem();
    const domain::DepotId& depot = request.path_values.front();
    if (!db::depots::exists(tx, depot)) return routing::problem(request, 404, "not_found");
    auto found = db::figures::shelves(tx, depot, after, limit + 1);
    return page(
        request, found, limit, [](const db::figures::Shelf& shelf) { return to_json(shelf); },
        [](const db::figures::Shelf& last) { return last.name; });
}

// A shelf is there as soon as somebody names it.
std::optional<db::figures::Shelf> shelf_of_path(const Request& request, db::ReadTx& tx) {
    constexpr std::size_t longest = 20;
    const domain::DepotId& depot = request.path_values.front();
    const std::string& name = request.path_values.at(1);
    const bool good =
        !name.empty() && domain::is_plain_text(name) && domain::code_points(name) <= longest;
    if (!good || !db::depots::exists(tx, depot)) return std::nullopt;
    return db::figures::shelf(tx, depot, name);
}

Reply show_shelf(const Request& request, db::ReadTx& tx) {
    const auto shelf = shelf_of_path(request, tx);
    if (!shelf) return routing::problem(request, 404, "not_found");
    return one(to_json(*shelf), shelf->version);
}

Shown set_capacity(const Request& request, db::WriteTx& tx) {
    const auto capacity = read_body(
        request.body, [](Fields& fields) { return fields.number("capacity", 1, 100'000); });
    if (!capacity) return routing::problem(request, 400, capacity.error());
    auto shelf = shelf_of_path(request, tx);
    if (!shelf) return routing::problem(request, 404, "not_found");
    if (!if_match(request, shelf->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    db::figures::set_capacity(tx, shelf->depot, shelf->name, *capacity);
    shelf->capacity = *capacity;
    return one(to_json(*shelf), shelf->version + 1);
}

// ---- what nobody borrows
// -------------------------------------------------------------------------

Reply dead_stock(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto depot = parameters.text("depot", 20);
    const auto limit = parameters.limit();
    const auto cursor = read_since_cursor(parameters);
    if (!parameters.ok()) return parameters.problem();
    const domain::Day today = request.now.today;
    const domain::Day last = domain::add_months(today, -db::settings::load(tx).dead_stock_months);
    db::figures::RestingCursor after;
    if (cursor) after = {cursor->since, domain::ItemId{cursor->id}};
    auto found = db::figures::resting(tx, depot, depot::oslo_noon(last), after, limit + 1);
    return page(
        request, found, limit,
        [&](const db::figures::Resting& resting) {
            const domain::Day since = depot::oslo_day(resting.since);
            return json::object{{"item", resting.code},
                                {"product_id", resting.product.value},
                                {"product", resting.product_name},
                                {"depot", resting.depot},
                                {"shelf", or_null(resting.shelf)},
                                {"since", domain::to_text(since)},
                                {"days", (today - since).count()}};
        },
        [](const db::figures::Resting& at) {
            return to_text(SinceCursor{at.since, at.id.value});
        });
}

constexpr domain::Roles level_setters{domain::Role::lager, domain::Role::admin};
constexpr domain::Roles admin{domain::Role::admin};
constexpr domain::Roles of_figures{domain::Role::lager, domain::Role::leder, domain::Role::admin};

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/stock",
     domain::Roles::all(),
     "How many of each product stand where, and what to buy, move or give away",
     routing::Read(list),
     200,
     "stock_list",
     Body::none,
     {},
     "depot product below_minimum above_maximum limit cursor"},
    {Method::get, "/api/v1/stock/{product}/{depot}", domain::Roles::all(),
     "Minimum and maximum of a product at a depot", routing::Read(show_level), 200, "stock_level"},
    {Method::put, "/api/v1/stock/{product}/{depot}", level_setters, "Set minimum and maximum",
     routing::Write(set_level), 200, "stock_level", Body::required, "stock_level_new"},
    {Method::get,
     "/api/v1/depots/{id}/shelves",
     domain::Roles::all(),
     "The shelves of a depot: what they hold, and what stands there",
     routing::Read(shelves),
     200,
     "shelf_list",
     Body::none,
     {},
     "limit cursor"},
    {Method::get, "/api/v1/depots/{id}/shelves/{name}", domain::Roles::all(), "One shelf",
     routing::Read(show_shelf), 200, "shelf"},
    {Method::put, "/api/v1/depots/{id}/shelves/{name}", admin, "Set what a shelf holds",
     routing::Write(set_capacity), 200, "shelf", Body::required, "shelf_new"},
    {Method::get,
     "/api/v1/stats/dead-stock",
     of_figures,
     "Ready and not lent for longer than the setting dead_stock_months, the longest first",
     routing::Read(dead_stock),
     200,
     "dead_stock",
     Body::none,
     {},
     "depot limit cursor"},
};

}  // namespace

std::span<const routing::Route> stock_routes() { return rows; }

}  // namespace api
