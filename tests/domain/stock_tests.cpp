#include <catch2/catch.hpp>

#include "domain/stock.hpp"

using domain::Advice;
using domain::StockFigures;

namespace {

StockFigures figures(std::int64_t ready, std::optional<std::int64_t> minimum,
                     std::optional<std::int64_t> maximum, std::int64_t waiting = 0,
                     std::int64_t coming = 0) {
    StockFigures made;
    made.ready = ready;
    made.waiting = waiting;
    made.coming = coming;
    made.minimum = minimum;
    made.maximum = maximum;
    return made;
}

}  // namespace

TEST_CASE("what waits for the wash and what is coming counts against minimum and maximum") {
    CHECK(domain::below_minimum(figures(1, 3, {}, 1)));
    CHECK_FALSE(domain::below_minimum(figures(1, 3, {}, 1, 1)));
    CHECK_FALSE(domain::below_minimum(figures(0, {}, 3)));
    CHECK(domain::above_maximum(figures(3, {}, 3, 1)));
    CHECK_FALSE(domain::above_maximum(figures(3, {}, 3)));
    StockFigures repaired = figures(1, 3, {});
    repaired.set_aside = 5;
    repaired.on_loan = 5;
    CHECK(domain::below_minimum(repaired));
}

TEST_CASE("what is short is moved from who can spare it, else bought; what is over is given away") {
    struct Row {
        const char* name;
        std::vector<StockFigures> depots;
        std::optional<Advice> advice;  // for the first
        std::optional<std::size_t> from;
    };
    const std::vector<Row> rows{
        {"enough", {figures(3, 3, 5), figures(9, 1, 2)}, {}, {}},
        {"nothing is set", {figures(0, {}, {}), figures(9, 1, 2)}, {}, {}},
        {"short, alone", {figures(2, 3, 5)}, Advice::buy, {}},
        {"short, the other has its minimum",
         {figures(2, 3, 5), figures(4, 4, {})},
         Advice::buy,
         {}},
        {"short, the other has one more",
         {figures(2, 3, 5), figures(5, 4, {})},
         Advice::move_from,
         1},
        {"short, the other has no limits",
         {figures(2, 3, 5), figures(50, {}, {})},
         Advice::buy,
         {}},
        {"short, the other is above its maximum",
         {figures(2, 3, 5), figures(7, {}, 6)},
         Advice::move_from,
         1},
        {"short, what the other has over is not ready",
         {figures(2, 3, 5), figures(0, 1, {}, 5)},
         Advice::buy,
         {}},
        {"short, from who can spare most",
         {figures(0, 3, 5), figures(5, 4, {}), figures(9, 4, {})},
         Advice::move_from,
         2},
        {"too many", {figures(6, 1, 5)}, Advice::give_away, {}},
        {"too many, the other is short", {figures(6, 1, 5), figures(0, 1, 5)}, {}, {}},
        {"too many, the other is not", {figures(6, 1, 5), figures(1, 1, 5)}, Advice::give_away, {}},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        const auto found = domain::stock_advice(row.depots, 0);
        CHECK(found.advice == row.advice);
        CHECK(found.from == row.from);
    }
}
