#include "depot/terms.hpp"

namespace depot {

db::terms::Terms publish_terms(db::WriteTx& tx, std::string nb, std::string nn, const Act& act) {
    auto current = db::terms::current(tx);
    if (current.nb == nb && current.nn == nn) return current;
    db::terms::Terms terms{current.version + 1, std::move(nb), std::move(nn), act.recorded};
    db::terms::insert(tx, terms, act.actor);
    return terms;
}

}  // namespace depot
