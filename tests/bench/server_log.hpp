#pragma once
// What a PostgreSQL server has run, read from its own log.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bench {

struct LoggedStatement {
    std::string text;  // its white space made single
    std::vector<std::optional<std::string>> values;

    // The text with NULL in the place of each value that is null, the others counted anew: pgbench
    // has no null to give.
    std::string with_nulls() const;
};

// From begin to commit, both included.
using LoggedTransaction = std::vector<LoggedStatement>;

class ServerLog {
public:
    explicit ServerLog(std::filesystem::path file);

    // The serializable transactions that were committed since the last call, in databases with
    // log_statement = all.
    std::vector<LoggedTransaction> take();

private:
    std::filesystem::path file_;
    std::streamoff read_ = 0;
};

}  // namespace bench
