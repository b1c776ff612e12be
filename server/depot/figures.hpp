#pragma once
// The figures of the depot, for people who plan: how much it lends and is asked for, how long
// things take, what it has too much or too little of. Those over time are of whole months, the last
// one so far; what they cost does not grow with the depot's past.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "depot/months.hpp"
#include "domain/forecast.hpp"
#include "domain/month.hpp"

namespace depot {

// What they are of; nothing said: of all.
struct FigureScope {
    std::optional<domain::DepotId> depot;
    std::optional<std::string> iso_class;
};

enum class SumOf { months, months_and_classes };
// Of the last so many months those that there is something of; with SumOf::months, every one from
// there on. A sum over depots or classes names none.
std::vector<domain::MonthFigures> month_figures(db::ReadTx& tx, const FigureScope& scope, SumOf sum,
                                                int months, domain::Instant now,
                                                const Counted& counted);

// The aids of each class, and how many of them were lent, when they were last counted.
std::vector<domain::MonthFigures> aids_by_class(db::ReadTx& tx, const FigureScope& scope,
                                                domain::Instant now);

// What waits for the wash, by how many days it has waited.
struct WaitingBin {
    domain::DepotId depot;
    int from = 0;
    std::optional<int> to;  // none: and more
    std::int64_t aids = 0;
};
std::vector<WaitingBin> wash_queue(db::ReadTx& tx, const FigureScope& scope, domain::Instant now);

// Of the products with a minimum or a maximum, those that lack the most first.
struct StockLevel {
    domain::ProductId product;
    std::string name;
    domain::DepotId depot;
    std::int64_t at_hand = 0;
    std::optional<std::int64_t> minimum;
    std::optional<std::int64_t> maximum;
};
std::vector<StockLevel> stock_levels(db::ReadTx& tx, const FigureScope& scope);

// As the aids were last counted.
struct DepotRoom {
    domain::DepotId depot;
    std::optional<std::int64_t> capacity;
    std::int64_t aids = 0;  // that stand there
};
std::vector<DepotRoom> room(db::ReadTx& tx, const FigureScope& scope, domain::Instant now);

// Ready and not lent for longer than the setting says.
struct DeadStock {
    std::string iso_class;
    std::int64_t aids = 0;
};
std::vector<DeadStock> dead_stock(db::ReadTx& tx, const FigureScope& scope, domain::Day today);

struct ClassForecast {
    std::string iso_class;
    domain::Month first;
    std::vector<domain::ExpectedCount> months;
};
// Of the classes with loans in the last year, those with the most first.
std::vector<ClassForecast> forecasts(db::ReadTx& tx, const FigureScope& scope, domain::Instant now);

// What the forecast of the next three months asks for.
struct Suggestion {
    std::string iso_class;
    domain::DepotId depot;
    std::int64_t aids = 0;
    std::int64_t needed = 0;
    std::optional<domain::DepotId> from;  // none: buy
    std::int64_t number = 0;
};
std::vector<Suggestion> suggestions(db::ReadTx& tx, const FigureScope& scope, domain::Instant now);

}  // namespace depot
