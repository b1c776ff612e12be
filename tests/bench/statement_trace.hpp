#pragma once
// Records the text of every statement that a writing SQLite connection of this process runs, to
// prove that the raw comparison runs what the server runs.

#include <string>
#include <vector>

namespace bench {

// Connections opened while it lives are recorded; one at a time.
class StatementTrace {
public:
    StatementTrace();
    ~StatementTrace();
    StatementTrace(const StatementTrace&) = delete;
    StatementTrace& operator=(const StatementTrace&) = delete;

    // What ran since the last call, each text with its white space made single.
    std::vector<std::string> take();
};

}  // namespace bench
