#pragma once
// What 10,000 overdue lines cost in a large depot: the pages, the files, and keeping the list.

#include "bench/generated.hpp"
#include "bench/report.hpp"

namespace bench {

// Changes due days in the depot's copy.
Report measure_overdue(GeneratedDepot& ground, int rounds);

}  // namespace bench
