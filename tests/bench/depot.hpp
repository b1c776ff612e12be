#pragma once
// A depot to measure: a database with ready aids, and the whole server on it within this process.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bench/scan_cycle.hpp"
#include "db/database.hpp"
#include "http/server.hpp"
#include "routing/dispatcher.hpp"

namespace bench {

struct PreparedDepot {
    std::filesystem::path file;  // SQLite
    std::string token;
    std::int64_t actor = 0;  // whom the token stands for
    std::vector<PreparedItem> items;
};

// In a new database that many aids, each ready and each with a borrower of its own.
PreparedDepot prepare_depot(const db::Location& location, std::size_t items);

// Copies a database that no process has open.
void copy_database(const std::filesystem::path& from, const std::filesystem::path& to);

// Serves the database on a free loopback port until it goes out of scope.
class RunningDepot {
public:
    explicit RunningDepot(const db::DatabaseOptions& options);
    explicit RunningDepot(const std::filesystem::path& file);
    ~RunningDepot();
    RunningDepot(const RunningDepot&) = delete;
    RunningDepot& operator=(const RunningDepot&) = delete;

    // The answer to a request that comes by no connection.
    routing::Reply ask(routing::Request request);

    unsigned short port() const { return server_->port(); }
    db::Database& database() { return *database_; }

private:
    std::unique_ptr<db::Database> database_;
    std::unique_ptr<routing::Dispatcher> dispatcher_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace bench
