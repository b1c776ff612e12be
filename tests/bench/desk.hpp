#pragma once
// The scanner program at the depot's desk, with the server program: what a person waits after
// Enter, and how soon the server has what was scanned while it was away.

#include <filesystem>

#include "bench/options.hpp"
#include "bench/report.hpp"

namespace bench {

// The databases are made in the folder.
Report measure_desk(const Options& options, const std::filesystem::path& folder);

}  // namespace bench
