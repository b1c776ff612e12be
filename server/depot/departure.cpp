#include "depot/departure.hpp"

#include "db/borrower_store.hpp"
#include "db/loan_store.hpp"
#include "depot/candidates.hpp"
#include "depot/pickup.hpp"

namespace depot {

using domain::Refusal;
using domain::RefusalCode;

domain::Decided<ToFetch> register_death(db::WriteTx& tx, domain::Borrower borrower, domain::Day day,
                                        const Act& act) {
    if (borrower.kind == domain::BorrowerKind::unit) {
        return tl::unexpected(Refusal{RefusalCode::person_needed});
    }
    if (borrower.anonymised_at) return tl::unexpected(Refusal{RefusalCode::borrower_anonymised});
    if (borrower.deceased_on) return tl::unexpected(Refusal{RefusalCode::already_deceased});
    borrower.deceased_on = day;
    borrower.reminders_off = true;
    db::borrowers::keep_departure(tx, borrower);
    keep_candidates(tx, borrower.id, act);
    return fetch(tx, borrower, domain::PickupReason::deceased,
                 db::loans::open_lines_of(tx, borrower.id), act);
}

domain::Decided<ToFetch> register_move(db::WriteTx& tx, domain::Borrower borrower, domain::Day day,
                                       const std::optional<domain::Address>& address,
                                       const Act& act) {
    if (borrower.anonymised_at) return tl::unexpected(Refusal{RefusalCode::borrower_anonymised});
    if (borrower.deceased_on) return tl::unexpected(Refusal{RefusalCode::borrower_deceased});
    if (address && borrower.protection == domain::Protection::strengt_fortrolig) {
        return tl::unexpected(Refusal{RefusalCode::by_arrangement, "/address"});
    }
    // Before the new address takes the place of the old one.
    const auto pickup = fetch(tx, borrower, domain::PickupReason::moved,
                              db::loans::open_lines_of(tx, borrower.id), act);
    borrower.moved_on = day;
    borrower.reminders_off = true;
    if (address) borrower.address = address;
    db::borrowers::keep_departure(tx, borrower);
    return pickup;
}

}  // namespace depot
