#include "depot/talk.hpp"

#include "db/talk_store.hpp"

namespace depot {

domain::Decided<domain::TalkId> record_talk(db::WriteTx& tx, const domain::Borrower& borrower,
                                            domain::Talk talk, const Act& act) {
    if (borrower.anonymised_at) {
        return tl::unexpected(domain::Refusal{domain::RefusalCode::borrower_anonymised});
    }
    talk.borrower = borrower.id;
    talk.actor = act.actor;
    talk.made_at = act.recorded;
    return db::talks::insert(tx, talk);
}

}  // namespace depot
