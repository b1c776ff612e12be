#pragma once
// What is free of one product over a year, where much of it is lent and booked.

#include <filesystem>

#include "bench/report.hpp"

namespace bench {

Report measure_availability(const Options& options, const std::filesystem::path& folder);

}  // namespace bench
