// The figures behind the plots. None of them shows a person.

#include <algorithm>
#include <cmath>

#include "api/answer.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "depot/figures.hpp"

namespace api {
namespace {

namespace json = boost::json;

using depot::FigureScope;
using depot::SumOf;
using domain::MonthFigures;
using routing::Reply;
using routing::Request;

constexpr int months_shown = 24;

std::optional<FigureScope> read_scope(db::ReadTx& tx, Parameters& parameters) {
    FigureScope scope;
    scope.depot = known_depot(tx, parameters);
    scope.iso_class = parameters.text("iso", 6);
    if (scope.iso_class &&
        (scope.iso_class->size() != 6 ||
         scope.iso_class->find_first_not_of("0123456789") != std::string::npos)) {
        parameters.fault("iso", "invalid_value");
    }
    if (!parameters.ok()) return std::nullopt;
    return scope;
}

double rounded(double value, int decimals) {
    const double shift = std::pow(10, decimals);
    return std::round(value * shift) / shift;
}

// Null when there is nothing to compare with.
json::value part_of(std::int64_t part, std::int64_t whole) {
    if (whole == 0) return nullptr;
    return rounded(static_cast<double>(part) / static_cast<double>(whole), 4);
}

// Each of these answers a list of rows of what the scope names.
using Rows = json::array (*)(const Request&, db::ReadTx&, const FigureScope&);

template <Rows rows>
Reply figure(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto scope = read_scope(tx, parameters);
    if (!scope) return parameters.problem();
    return answer({{"items", rows(request, tx, *scope)}});
}

json::array over_time(const Request& request, db::ReadTx& tx, const FigureScope& scope, SumOf sum,
                      const depot::Counted& counted, json::object (*shape)(const MonthFigures&)) {
    json::array rows;
    for (const auto& of :
         depot::month_figures(tx, scope, sum, months_shown, request.now.instant, counted)) {
        rows.push_back(shape(of));
    }
    return rows;
}

json::array loans(const Request& request, db::ReadTx& tx, const FigureScope& scope) {
    return over_time(request, tx, scope, SumOf::months_and_classes, {.lent = true},
                     [](const MonthFigures& of) {
                         return json::object{{"month", domain::to_text(of.month)},
                                             {"iso_class", of.iso_class},
                                             {"lent", of.lent}};
                     });
}

json::array open_loans(const Request& request, db::ReadTx& tx, const FigureScope& scope) {
    return over_time(request, tx, scope, SumOf::months,
                     {.lent = true, .ended = true, .overdue = true}, [](const MonthFigures& of) {
                         return json::object{{"month", domain::to_text(of.month)},
                                             {"open", of.on_loan},
                                             {"overdue", of.overdue}};
                     });
}

json::array hand_over(const Request& request, db::ReadTx& tx, const FigureScope& scope) {
    return over_time(
        request, tx, scope, SumOf::months, {.handed_over = true}, [](const MonthFigures& of) {
            json::object row{{"month", domain::to_text(of.month)},
                             {"bookings", of.handed_over},
                             {"mean_days", nullptr}};
            if (of.handed_over > 0) {
                row["mean_days"] = rounded(
                    static_cast<double>(of.hours_waited) / 24 / static_cast<double>(of.handed_over),
                    1);
            }
            return row;
        });
}

json::array losses(const Request& request, db::ReadTx& tx, const FigureScope& scope) {
    return over_time(
        request, tx, scope, SumOf::months, {.losses = true}, [](const MonthFigures& of) {
            return json::object{
                {"month", domain::to_text(of.month)}, {"lost", of.lost}, {"scrapped", of.scrapped}};
        });
}

json::array permanent(const Request& request, db::ReadTx& tx, const FigureScope& scope) {
    return over_time(request, tx, scope, SumOf::months, {.ended = true},
                     [](const MonthFigures& of) {
                         return json::object{{"month", domain::to_text(of.month)},
                                             {"ended", of.ended},
                                             {"permanent", of.permanent},
                                             {"share", part_of(of.permanent, of.ended)}};
                     });
}

json::array utilisation(const Request& request, db::ReadTx& tx, const FigureScope& scope) {
    json::array rows;
    auto classes = depot::aids_by_class(tx, scope, request.now.instant);
    std::erase_if(classes, [](const MonthFigures& of) { return of.aids.value_or(0) == 0; });
    std::stable_sort(classes.begin(), classes.end(), [](const auto& a, const auto& b) {
        return *a.aids_out * *b.aids > *b.aids_out * *a.aids;
    });
    for (const MonthFigures& of : classes) {
        rows.push_back(json::object{{"iso_class", of.iso_class},
                                    {"aids", *of.aids},
                                    {"on_loan", *of.aids_out},
                                    {"share", part_of(*of.aids_out, *of.aids)}});
    }
    return rows;
}

json::array wash_queue(const Request& request, db::ReadTx& tx, const FigureScope& scope) {
    json::array rows;
    for (const auto& bin : depot::wash_queue(tx, scope, request.now.instant)) {
        rows.push_back(json::object{{"depot", bin.depot},
                                    {"days_from", bin.from},
                                    {"days_to", bin.to ? json::value(*bin.to) : nullptr},
                                    {"aids", bin.aids}});
    }
    return rows;
}

json::array stock_levels(const Request&, db::ReadTx& tx, const FigureScope& scope) {
    json::array rows;
    for (const auto& level : depot::stock_levels(tx, scope)) {
        rows.push_back(json::object{{"product_id", level.product.value},
                                    {"product", level.name},
                                    {"depot", level.depot},
                                    {"at_hand", level.at_hand},
                                    {"minimum", or_null(level.minimum)},
                                    {"maximum", or_null(level.maximum)}});
    }
    return rows;
}

json::array capacity(const Request& request, db::ReadTx& tx, const FigureScope& scope) {
    json::array rows;
    for (const auto& at : depot::room(tx, scope, request.now.instant)) {
        rows.push_back(
            json::object{{"depot", at.depot},
                         {"capacity", or_null(at.capacity)},
                         {"aids", at.aids},
                         {"share", at.capacity ? part_of(at.aids, *at.capacity) : nullptr}});
    }
    return rows;
}

json::array dead_stock(const Request& request, db::ReadTx& tx, const FigureScope& scope) {
    json::array rows;
    for (const auto& of : depot::dead_stock(tx, scope, request.now.today)) {
        rows.push_back(json::object{{"iso_class", of.iso_class}, {"aids", of.aids}});
    }
    return rows;
}

json::array forecast(const Request& request, db::ReadTx& tx, const FigureScope& scope) {
    json::array rows;
    for (const auto& of : depot::forecasts(tx, scope, request.now.instant)) {
        domain::Month month = of.first;
        for (const auto& expected : of.months) {
            rows.push_back(json::object{{"iso_class", of.iso_class},
                                        {"month", domain::to_text(month)},
                                        {"likely", rounded(expected.likely, 1)},
                                        {"low", expected.low},
                                        {"high", expected.high}});
            month += std::chrono::months(1);
        }
    }
    return rows;
}

json::array suggestions(const Request& request, db::ReadTx& tx, const FigureScope& scope) {
    json::array rows;
    for (const auto& of : depot::suggestions(tx, scope, request.now.instant)) {
        rows.push_back(json::object{{"iso_class", of.iso_class},
                                    {"depot", of.depot},
                                    {"aids", of.aids},
                                    {"needed", of.needed},
                                    {"advice", of.from ? "move_from" : "buy"},
                                    {"from", or_null(of.from)},
                                    {"number", of.number}});
    }
    return rows;
}

constexpr routing::Route figure_row(std::string_view path, std::string_view summary,
                                    routing::Read read, std::string_view schema,
                                    std::string_view parameters = "depot iso") {
    routing::Route row;
    row.path = path;
    row.roles = {domain::Role::lager, domain::Role::leder, domain::Role::admin};
    row.summary = summary;
    row.handler = read;
    row.answer = schema;
    row.parameters = parameters;
    return row;
}

const routing::Route rows[] = {
    figure_row("/api/v1/stats/loans", "Loans of each month and class, of two years", figure<loans>,
               "stats_loans"),
    figure_row("/api/v1/stats/open-loans",
               "What was open and overdue at the end of each month, and now", figure<open_loans>,
               "stats_open_loans"),
    figure_row("/api/v1/stats/hand-over",
               "How long bookings waited that were handed over in each month", figure<hand_over>,
               "stats_hand_over"),
    figure_row("/api/v1/stats/wash-queue", "How long what waits for the wash has waited",
               figure<wash_queue>, "stats_wash_queue", "depot"),
    figure_row("/api/v1/stats/utilisation",
               "How many of the aids of each class are lent, as counted once a day",
               figure<utilisation>, "stats_utilisation"),
    figure_row("/api/v1/stats/stock-levels",
               "What there is of what has a minimum or maximum, what lacks most first",
               figure<stock_levels>, "stats_stock_levels"),
    figure_row("/api/v1/stats/capacity", "How full each depot is, as counted once a day",
               figure<capacity>, "stats_capacity", "depot"),
    figure_row("/api/v1/stats/losses", "What was lost and scrapped in each month", figure<losses>,
               "stats_losses"),
    figure_row("/api/v1/stats/dead-stock/classes",
               "How much of each class nobody has borrowed for long", figure<dead_stock>,
               "stats_dead_stock"),
    figure_row("/api/v1/stats/permanent", "Loans that became permanent, of those that ended",
               figure<permanent>, "stats_permanent"),
    figure_row("/api/v1/stats/forecast",
               "Loans expected in each of the next twelve months, with an interval that four of "
               "five months are in",
               figure<forecast>, "stats_forecast"),
    figure_row("/api/v1/stats/suggestions",
               "What to move or buy for the loans expected in the next three months",
               figure<suggestions>, "stats_suggestions"),
};

}  // namespace

std::span<const routing::Route> stats_routes() { return rows; }

}  // namespace api
