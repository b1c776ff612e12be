#pragma once
// The depot's settings: what the admin has set, and who set what when.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/settings.hpp"
#include "domain/time.hpp"

namespace db::settings {

// As in force now. Read in each transaction that needs them: another server may have changed them.
domain::DepotSettings load(ReadTx& tx);
// Stores what differs, with its history. The version counts up by each change.
void store(WriteTx& tx, const domain::DepotSettings& wanted, domain::ActorId by,
           domain::Instant at);
std::int64_t version(ReadTx& tx);

struct Change {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::string> old_value;  // none: its default
    std::string value;
    std::string by;
    domain::Instant at;
};
// The latest first, before the given one (0: from the latest).
std::vector<Change> history(ReadTx& tx, std::int64_t before, std::int64_t limit);

}  // namespace db::settings
