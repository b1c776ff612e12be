#pragma once
// What the server makes of PostgreSQL, beside what pgbench makes of it with the same statements.

#include <filesystem>
#include <utility>

#include "bench/options.hpp"
#include "bench/report.hpp"
#include "bench/same_statements.hpp"

namespace bench {

// On a PostgreSQL server of its own, in the folder; and whether pgbench runs what the server runs.
std::pair<Report, Sameness> measure_postgresql(const Options& options,
                                               const std::filesystem::path& folder);

}  // namespace bench
