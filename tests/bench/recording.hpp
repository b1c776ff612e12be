#pragma once
// What the program asks of SQLite in one job, with all values, to be run again by the bare C API.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace bench {

using SqlValue = std::variant<std::monostate, std::int64_t, std::string>;

struct Recording {
    struct Run {
        std::size_t text = 0;  // in texts
        std::vector<SqlValue> values;
    };
    std::vector<std::string> texts;
    std::vector<Run> runs;
};

// Connections opened while it lives are recorded; one recorder at a time.
class Recorder {
public:
    Recorder();
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    // What ran since the last call.
    Recording take();
};

// Runs a recording by the C API on that file: every text prepared once and before the clock starts,
// each run bound, stepped to its end and reset, in one transaction that is committed where the
// recording writes. Milliseconds.
double replay(const std::filesystem::path& file, const Recording& recording, bool writes);

}  // namespace bench
