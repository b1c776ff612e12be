#pragma once
// How long the HTML of each page takes to be made in a large depot.

#include <filesystem>

#include "bench/options.hpp"
#include "bench/report.hpp"

namespace bench {

// A generated depot is kept in options.dir; its tables must be those of the database `like`.
Report measure_pages(const Options& options, const std::filesystem::path& folder,
                     const std::filesystem::path& like);

}  // namespace bench
