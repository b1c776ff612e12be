#include "depot/merge.hpp"

#include "db/borrower_store.hpp"
#include "db/message_store.hpp"
#include "db/pickup_store.hpp"
#include "db/talk_store.hpp"
#include "depot/candidates.hpp"

namespace depot {

domain::Decided<domain::Borrower> merge(db::WriteTx& tx, const domain::Borrower& from,
                                        const domain::Borrower& into, const Act& act) {
    if (auto refused = domain::why_not_merged(from, into)) {
        return tl::unexpected(*std::move(refused));
    }
    const domain::Borrower both = domain::merged(into, from);
    tx.leave_no_trace();
    // Of a class there is one open task, and with a person one next talk.
    merge_candidates(tx, from.id, into.id, act);
    db::talks::keep_one_call(tx, from.id, into.id);
    db::messages::keep_merged(tx, from.id);
    db::borrowers::move_references(tx, from.id, into.id);
    // First, since no two have the same national number.
    db::borrowers::keep_merged(tx, from.id, into.id);
    db::borrowers::update(tx, both);
    db::borrowers::keep_departure(tx, both);
    if (both.protection != domain::Protection::none) {
        db::pickups::protect(tx, both.id, both.protection);
    }
    keep_candidates(tx, both.id, act);
    return *db::borrowers::find(tx, both.id);
}

}  // namespace depot
