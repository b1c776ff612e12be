#include "depot/stock_figures.hpp"

#include <map>

#include "db/figure_store.hpp"

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

using ByDepot = std::map<domain::DepotId, StockFigures>;

void add_items(db::ReadTx& tx, domain::ProductId product, ByDepot& by_depot) {
    for (const auto& standing : db::figures::standings(tx, product)) {
        StockFigures& figures = by_depot[standing.depot];
        (standing.on_loan ? figures.on_loan : number_of(figures, standing.state)) +=
            standing.number;
    }
}

void add_counted(db::ReadTx& tx, domain::ProductId product, ByDepot& by_depot) {
    for (const auto& at : db::figures::counted(tx, product)) by_depot[at.depot].ready += at.number;
    for (const auto& at : db::figures::counted_lent(tx, product)) {
        by_depot[at.depot].on_loan += at.number;
    }
}

void add_under_way(db::ReadTx& tx, domain::ProductId product, ByDepot& by_depot) {
    for (const auto& moving : db::figures::under_way(tx, product)) {
        by_depot[moving.to].coming += moving.number;
        // A quantity left its depot when it was sent; an item still stands in its row there.
        if (moving.state) number_of(by_depot[moving.from], *moving.state) -= moving.number;
    }
}

}  // namespace

std::vector<DepotStock> stock_of(db::ReadTx& tx, const domain::Product& product) {
    ByDepot by_depot;
    if (product.tracking == domain::Tracking::counted) {
        add_counted(tx, product.id, by_depot);
    } else {
        add_items(tx, product.id, by_depot);
    }
    add_under_way(tx, product.id, by_depot);
    for (const auto& level : db::figures::levels(tx, product.id)) {
        by_depot[level.depot].minimum = level.minimum;
        by_depot[level.depot].maximum = level.maximum;
    }
    std::vector<StockFigures> all;
    std::vector<DepotStock> found;
    for (const auto& entry : by_depot) {
        all.push_back(entry.second);
        found.push_back({entry.first, entry.second, {}});
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        found[i].advice = domain::stock_advice(all, i);
    }
    return found;
}

}  // namespace depot
