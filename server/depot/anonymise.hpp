#pragma once
// What persons leave behind is forgotten; the loans, the events and the history of the aids stay.

#include <cstdint>

#include <tl/expected.hpp>

#include "db/connection.hpp"
#include "db/person_store.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace depot {

// Looks at up to so many persons of whom nothing is known to have been in use for as long as the
// setting says, and anonymises those of whom nothing was, which is one row in the access log. True
// when there may be more to look at.
bool anonymise_some(db::WriteTx& tx, domain::Instant now, std::int64_t most);

// At once, and from the files as well. Refused with what is still open. A person who is anonymised
// already stays as they are.
tl::expected<void, db::persons::OpenThings> erase(db::WriteTx& tx, domain::BorrowerId id,
                                                  domain::Instant now);

}  // namespace depot
