#pragma once
// What the heavier jobs of a large depot take, beside their own statements by the bare C API: the
// closing of a count, a safety notice, the wash queue.

#include "bench/generated.hpp"
#include "bench/options.hpp"
#include "bench/report.hpp"

namespace bench {

Report measure_rules(GeneratedDepot& depot, const Options& options);

}  // namespace bench
