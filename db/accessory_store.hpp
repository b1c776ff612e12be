#pragma once
// Accessories that are noted as missing from an item, until they are found or waived.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace db::accessories {

// Once for each item and name: what is noted already stays as it was noted.
void note(WriteTx& tx, domain::ItemId item, const std::string& name,
          std::optional<domain::LoanLineId> line, domain::EventId event);
// By name.
std::vector<std::string> missing(ReadTx& tx, domain::ItemId item);
// Of several, in a constant number of statements.
std::map<domain::ItemId, std::vector<std::string>> missing(
    ReadTx& tx, const std::vector<domain::ItemId>& items);
// as: "found" or "waived".
void settle(WriteTx& tx, domain::ItemId item, const std::string& name, std::string_view as,
            domain::EventId event);
// Everything that is missing from an item that nobody will complete any more.
void waive_all(WriteTx& tx, domain::ItemId item, domain::EventId event);
// What the event noted was never said.
void forget(WriteTx& tx, domain::ItemId item, domain::EventId event);

struct Missing {
    std::int64_t id = 0;
    domain::ItemId item;
    std::string item_code;
    domain::ProductId product;
    std::string product_name;
    domain::DepotId depot;
    std::string name;
    domain::Instant since;
    // Whose return it was noted at.
    std::optional<domain::LoanId> loan;
    std::optional<domain::BorrowerId> borrower;
};
// What is missing now from aids at the depot (none: everywhere), by id.
std::vector<Missing> waiting(ReadTx& tx, const std::optional<domain::DepotId>& depot,
                             std::int64_t after, std::int64_t limit);

// All that is missing now, for verify.
std::vector<std::pair<domain::ItemId, std::string>> all(ReadTx& tx);

}  // namespace db::accessories
