#pragma once
// Safety notices: every item that one concerns is found and blocked, at the depot and with
// borrowers, and ticked off until all are accounted for.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "db/notice_store.hpp"
#include "depot/act.hpp"
#include "domain/item.hpp"
#include "domain/refusal.hpp"

namespace depot {

// Finds the items and, when asked, blocks those that can be; what is scrapped is accounted for at
// once. A notice that concerns nothing yet, or a counted product, stays open until somebody closes
// it: what it is about may come. Refused: unknown_product.
domain::Decided<domain::NoticeId> make_notice(db::WriteTx& tx, const db::notices::Notice& wanted,
                                              const Act& act);

// An item that came later, or of which serial, lot or UDI was put right: the open notices that
// concern it get it. Whether there was one; the item may be blocked then. What a notice has already
// stays in it.
bool join_notices(db::WriteTx& tx, const domain::Item& item, const Act& act);

// An item that was found again: an open notice that blocks, and in which it is not accounted for,
// blocks it with an event of its own.
void block_again(db::WriteTx& tx, db::items::ItemView& view, const Act& act);

// Refused: notice_closed, not_accounted (some item is not).
domain::Decided<void> close_notice(db::WriteTx& tx, const db::notices::Notice& notice,
                                   const Act& act);

struct Accounted {
    std::string code;  // of the item's label
    domain::NoticeOutcome outcome = domain::NoticeOutcome::checked;
    std::optional<std::string> note = {};  // free text
};
// The last one closes the notice. Refused: unknown_item, not_in_notice, already_accounted;
// still_on_loan, of what is said to be returned; not_scrapped, of what is said to be scrapped.
domain::Decided<void> account_for(db::WriteTx& tx, domain::NoticeId notice,
                                  const Accounted& accounted, const Act& act);

}  // namespace depot
