#pragma once
// Two borrowers that turned out to be one.

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/borrower.hpp"

namespace depot {

// All that names the one names the other from now on, which then knows what was known of both. The
// events of the aids stay as they are. As the other one is afterwards.
domain::Decided<domain::Borrower> merge(db::WriteTx& tx, const domain::Borrower& from,
                                        const domain::Borrower& into, const Act& act);

}  // namespace depot
