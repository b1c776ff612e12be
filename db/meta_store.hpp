#pragma once
// What this database is: a few named values about itself.

#include <optional>
#include <string>

#include "db/connection.hpp"

namespace db::meta {

std::optional<std::string> find(ReadTx& tx, const std::string& key);
void set(WriteTx& tx, const std::string& key, const std::string& value);
// Writes and keeps that the database could be written; throws what a write throws, also for want of
// room.
void prove_writable(WriteTx& tx);
// Nothing was ever made by its users: no product, item, borrower, token or user.
bool is_untouched(ReadTx& tx);

}  // namespace db::meta
