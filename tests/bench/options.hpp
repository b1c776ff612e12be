#pragma once
// What a run of the benchmark measures, from its words.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct Options {
    bool large = false;           // growth from a small to a large depot
    bool postgresql = false;      // on a server beside pgbench, not on a file
    std::size_t items = 1000;     // aids in the depot; in the large one
    std::size_t queued = 10'000;  // scans made without a server
    double seconds = 6;           // for each figure, over all rounds
    int rounds = 3;
    std::size_t writers = 0;  // sessions of the server that write; 0: as many as it takes by itself
    std::filesystem::path dir = "build";
    std::optional<std::filesystem::path> json;
    std::optional<std::string> only;  // the figure of that name alone

    bool wants(std::string_view name) const { return !only || *only == name; }
};

extern const std::string_view usage;

class WrongUsage : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Throws WrongUsage.
Options parse_options(const std::vector<std::string_view>& words);

}  // namespace bench
