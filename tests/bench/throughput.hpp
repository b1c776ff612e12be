#pragma once
// What the server makes of the machine, beside what SQLite and the bare HTTP server make of it.

#include <filesystem>

#include "bench/options.hpp"
#include "bench/report.hpp"

namespace bench {

// The databases are made in the folder.
Report measure_throughput(const Options& options, const std::filesystem::path& folder);

}  // namespace bench
