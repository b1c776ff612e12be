#pragma once
// One job of the depot: by its route in this process, without a connection, and the same statements
// by the bare C API.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "bench/depot.hpp"
#include "bench/recording.hpp"
#include "bench/report.hpp"
#include "db/database.hpp"
#include "depot/act.hpp"

namespace bench {

struct Times {
    std::vector<double> server;  // milliseconds
    std::vector<double> raw;
};

// Something done on the database, by nobody's request.
template <class F>
auto write_to(const std::filesystem::path& file, F f) {
    db::DatabaseOptions options;
    options.location = db::Location(file);
    return db::Database(options).write(std::move(f));
}

// What the job asks of SQLite, recorded in a transaction that is thrown away.
Recording record(const std::filesystem::path& file, const std::function<void(db::WriteTx&)>& job);

// The answer's status must be that one; how long it took, in milliseconds.
double ask(RunningDepot& running, const PreparedDepot& depot, routing::Method method,
           const std::string& path, const std::string& query, const std::string& body, int status);

// Today, by whom the depot's token stands for.
depot::Act act_of(const PreparedDepot& depot);

// The median of both with the aim, and the one divided by the other.
void add_job(Report& report, const std::string& name, const std::string& title, const Times& times,
             Aim aim);

}  // namespace bench
