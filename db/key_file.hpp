#pragma once
// The key file that belongs to a database. The database knows its keys by a mark, so that others
// are noticed at the start and not when something does not open.

#include <filesystem>
#include <memory>

#include "db/connection.hpp"
#include "db/keys.hpp"

namespace db {

// Beside a file's database; empty on a server, where each host says its own.
std::filesystem::path default_key_file(const Location& location);

// The keys of the file. A database without a mark is given one, with a new key file when there is
// none. Throws KeyTrouble: the file is missing or is not this database's.
std::shared_ptr<const Keys> keys_of(Connection& connection, const std::filesystem::path& file);

}  // namespace db
