#pragma once
// Sets: products that are booked together.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/booking.hpp"

namespace db::sets {

// The id is the next one.
domain::SetId insert(WriteTx& tx, const domain::ProductSet& set);
std::optional<domain::ProductSet> find(ReadTx& tx, domain::SetId id);
// Whose name it is, however it is written: one name is one set's.
std::optional<domain::SetId> named(ReadTx& tx, const std::string& name);
// Its name and all of its lines. Counts the version up.
void update(WriteTx& tx, const domain::ProductSet& set);
void remove(WriteTx& tx, domain::SetId id);

// By id, after the given one.
std::vector<domain::ProductSet> list(ReadTx& tx, domain::SetId after, std::int64_t limit);

}  // namespace db::sets
