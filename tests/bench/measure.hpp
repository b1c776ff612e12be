#pragma once
// One measurement: a load on the server in this process, or the raw scans beside it.

#include <filesystem>

#include "bench/clients.hpp"
#include "bench/load.hpp"

namespace bench {

struct Served {
    Figures figures;
    double jobs_per_commit = 0;
    double tries_again = 0;  // of a hundred jobs, because of other transactions
};

// The clients' load on a server with that database, for so long.
Served measure_server(const std::filesystem::path& file, const Clients& clients, double seconds);
Served measure_server(const db::DatabaseOptions& database, const Clients& clients, double seconds);

// Scans by the C API on the depot's file, so many to a commit.
Figures measure_raw(const PreparedDepot& depot, std::size_t group, double seconds);

}  // namespace bench
