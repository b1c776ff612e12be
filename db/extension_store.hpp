#pragma once
// Extensions of loans: kept as they were made.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/role.hpp"
#include "domain/time.hpp"

namespace db::extensions {

struct Line {
    domain::LoanLineId line;
    domain::Day due_before;
    domain::Day due_after;
};

struct Extension {
    domain::ExtensionId id;
    domain::LoanId loan;
    int months = 0;
    std::optional<std::string> reason;  // none: anonymised
    domain::ActorId actor;
    std::string by;  // the actor's name
    domain::Role role = domain::Role::ergo;
    domain::Instant made_at;
    std::vector<Line> lines;
};

domain::ExtensionId insert(WriteTx& tx, const Extension& extension);
// Of one loan in order, after the given one.
std::vector<Extension> of_loan(ReadTx& tx, domain::LoanId loan, domain::ExtensionId after,
                               std::int64_t limit);

}  // namespace db::extensions
