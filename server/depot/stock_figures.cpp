#include "depot/stock_figures.hpp"

#include "db/figure_store.hpp"
#include "depot/standing.hpp"

namespace depot {
namespace {

using domain::State;
using domain::StockFigures;

std::int64_t& number_of(StockFigures& figures, State state) {
    switch (state) {
        case State::ready:
            return figures.ready;
        case State::to_clean:
        case State::to_inspect:
            return figures.waiting;
        case State::to_repair:
        case State::quarantine:
        case State::blocked:
        case State::missing:
        case State::lost:
        case State::scrapped:
        case State::handed_over:
            return figures.set_aside;
    }
    return figures.set_aside;
}

void add(StockFigures& figures, const Standing& standing) {
    if (standing.coming) {
        figures.coming += standing.number;
    } else if (standing.item.on_loan) {
        figures.on_loan += standing.number;
    } else {
        number_of(figures, standing.item.state) += standing.number;
    }
}

}  // namespace

std::map<domain::ProductId, std::vector<DepotStock>> stock_of(
    db::ReadTx& tx, const std::vector<domain::ProductId>& products) {
    std::map<domain::ProductId, std::map<domain::DepotId, StockFigures>> figures;
    for (const Standing& standing : standings(tx, products)) {
        add(figures[standing.product][standing.depot], standing);
    }
    for (const auto& level : db::figures::levels(tx, products)) {
        StockFigures& at = figures[level.product][level.depot];
        at.minimum = level.minimum;
        at.maximum = level.maximum;
    }
    std::map<domain::ProductId, std::vector<DepotStock>> all;
    for (const auto& [product, by_depot] : figures) {
        std::vector<StockFigures> in_order;
        std::vector<DepotStock>& stock = all[product];
        for (const auto& [depot, at] : by_depot) {
            in_order.push_back(at);
            stock.push_back({depot, at, {}});
        }
        for (std::size_t i = 0; i < stock.size(); ++i) {
            stock[i].advice = domain::stock_advice(in_order, i);
        }
    }
    return all;
}

}  // namespace depot
