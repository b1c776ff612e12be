#pragma once
// What was said with a borrower is written down.

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/borrower.hpp"
#include "domain/refusal.hpp"
#include "domain/talk.hpp"

namespace depot {

// What was agreed before is settled by it. Refused: borrower_anonymised.
domain::Decided<domain::TalkId> record_talk(db::WriteTx& tx, const domain::Borrower& borrower,
                                            domain::Talk talk, const Act& act);

}  // namespace depot
