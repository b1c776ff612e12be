#pragma once
// Where a database is: a file of SQLite's, or a PostgreSQL server.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace db {

struct Location {
    std::filesystem::path file;  // SQLite; empty for PostgreSQL
    std::string server;          // a libpq URL, postgresql://…; empty for SQLite

    Location() = default;
    explicit Location(std::filesystem::path sqlite_file) : file(std::move(sqlite_file)) {}
    bool on_server() const { return !server.empty(); }
};

// Of "sqlite:///absolute/path" or "postgresql://…"; none when it is neither.
std::optional<Location> parse_location(std::string_view url);

// For people and logs: without a password.
std::string to_text(const Location& location);

}  // namespace db
