#include "depot/standing.hpp"

#include <map>
#include <tuple>

#include "db/standing_store.hpp"

namespace depot {
namespace {

using db::standings::Group;
using Groups = std::vector<Group>;

// What the index tells apart.
using Kind =
    std::tuple<domain::ProductId, domain::DepotId, domain::State, std::optional<domain::Day>>;

Kind kind_of(const Group& group) {
    return {group.product, group.depot, group.item.state, group.item.inspection_due};
}

void add(std::vector<Standing>& all, const Group& group) {
    if (group.number == 0) return;
    all.push_back({group.product, group.sent_to.value_or(group.depot), group.sent_to.has_value(),
                   group.item, group.number});
}

}  // namespace

std::vector<Standing> standings(db::ReadTx& tx, const std::vector<domain::ProductId>& products) {
    std::vector<Standing> all;
    // Most aids stand there and nothing is to be said of them: they are what is left of the count
    // when those are taken off of which more is known.
    std::map<Kind, std::int64_t> special;
    for (const auto& some :
         {db::standings::lent_items(tx, products), db::standings::sent_items(tx, products),
          db::standings::resting_items(tx, products)}) {
        for (const Group& group : some) {
            special[kind_of(group)] += group.number;
            add(all, group);
        }
    }
    for (Group& group : db::standings::items(tx, products)) {
        const auto known = special.find(kind_of(group));
        if (known != special.end()) group.number -= known->second;
        add(all, group);
    }
    for (const auto& some :
         {db::standings::counted(tx, products), db::standings::counted_lent(tx, products),
          db::standings::counted_sent(tx, products)}) {
        for (const Group& group : some) add(all, group);
    }
    return all;
}

}  // namespace depot
