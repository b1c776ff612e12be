#pragma once
// What grows from a small depot to a large one, both generated: measured in the same run, in turn,
// by the same code.

#include <filesystem>

#include "bench/options.hpp"
#include "bench/report.hpp"

namespace bench {

// The databases are made in the folder, the large one is kept in options.dir.
Report measure_growth(const Options& options, const std::filesystem::path& folder);

}  // namespace bench
