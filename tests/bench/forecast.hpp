#pragma once
// How far the forecast of loans misses on depots with a past, beside what is said without one.

#include <filesystem>

#include "bench/report.hpp"

namespace bench {

// Looks back from every month of the past, class by class, for the twelve that followed.
Report measure_forecast(const std::filesystem::path& folder);

}  // namespace bench
