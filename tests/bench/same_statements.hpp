#pragma once
// Whether the raw scans run the server's statements: what their comparison is worth.

#include <cstddef>
#include <filesystem>

namespace bench {

struct Sameness {
    bool same = true;
    std::size_t statements = 0;  // of one cycle, savepoints, begin and commit not counted
};

// One cycle through the server and one by hand, each on a database of its own in that folder.
// Where they differ, a warning says so.
Sameness compare_statements(const std::filesystem::path& folder);

}  // namespace bench
