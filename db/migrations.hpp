#pragma once
// The numbered migrations, compiled in from db/migrations/NNNN_name.sql, and their application.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"

namespace db {

struct Migration {
    int version;
    std::string_view name;
    std::string_view sql;
};

// In order, 1, 2, 3 …
std::span<const Migration> migrations();

// 0 for an empty database.
int schema_version(Connection& connection);

// Brings the database up to the last migration, each in its own transaction; how many were run.
// Throws NewerDatabase when the database knows more than this program.
int migrate(Connection& connection);

// Where tables, indexes and triggers are otherwise than the migrations make them.
std::vector<std::string> schema_faults(const Connection& connection);

}  // namespace db
