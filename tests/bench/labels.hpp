#pragma once
// 10,000 labels as PDF beside libqrencode alone, which makes the same symbols in the same run.

#include <filesystem>

#include "bench/report.hpp"

namespace bench {

// The medians of so many rounds. The folder is for the codes that the program reads.
Report measure_labels(const std::filesystem::path& folder, int rounds);

}  // namespace bench
