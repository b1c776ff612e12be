#include "depot/merge.hpp"

#include "db/borrower_store.hpp"
#include "db/pickup_store.hpp"

namespace depot {

domain::Decided<domain::Borrower> merge(db::WriteTx& tx, const domain::Borrower& from,
                                        const domain::Borrower& into) {
    if (auto refused = domain::why_not_merged(from, into)) {
        return tl::unexpected(*std::move(refused));
    }
    const domain::Borrower both = domain::merged(into, from);
    tx.leave_no_trace();
    db::borrowers::move_references(tx, from.id, into.id);
    // First, since no two have the same national number.
    db::borrowers::keep_merged(tx, from.id, into.id);
    db::borrowers::update(tx, both);
    db::borrowers::keep_departure(tx, both);
    if (both.protection != domain::Protection::none) {
        db::pickups::protect(tx, both.id, both.protection);
    }
    return *db::borrowers::find(tx, both.id);
}

}  // namespace depot
