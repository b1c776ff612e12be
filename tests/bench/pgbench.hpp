#pragma once
// pgbench, PostgreSQL's own load, running the statements that the server was seen to run.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "bench/load.hpp"
#include "bench/server_log.hpp"

namespace bench {

// By these a recorded value says what it is: the database of the recording has one aid, and its ids
// and the aid's count of events begin so far apart that none can be taken for another.
struct Marks {
    static constexpr long long item = 1'000'000;
    static constexpr long long borrower = 2'000'000;
    static constexpr long long loan = 3'000'000;
    static constexpr long long loan_line = 4'000'000;
    static constexpr long long event = 5'000'000;
    static constexpr long long events = 6'000'000;
    static constexpr long long seq = 7'000'000;
    static constexpr long long width = 1'000'000;
    std::string code;
    std::string device;
    std::vector<std::string> scans;  // their UUIDs, step by step
};

// What pgbench runs: one scan each time, the steps of an aid and the aids of a client in the order
// of Cycle.
struct PgbenchScript {
    std::string text;
    std::vector<std::pair<std::string, std::string>> constants;  // given as variables
};

PgbenchScript make_script(const std::vector<LoggedTransaction>& steps, const Marks& marks);

struct PgbenchRun {
    std::string program;
    std::string database;  // its URL; the codes of its aids are code_of(item)
    std::filesystem::path folder;
    std::size_t clients = 1;
    std::size_t items = 1;
    long long first_item = 1;
    long long first_borrower = 1;
};

// An aid's code there, from its id: pgbench can make numbers only.
constexpr long long first_code = 1'000'000;

struct PgbenchFigures {
    Figures figures;
    std::uint64_t transactions = 0;  // with those that do not count
    double tries_again = 0;          // of a hundred transactions
};

// For that many seconds after a short run to warm up. Throws when it fails.
PgbenchFigures run_pgbench(const PgbenchRun& run, const PgbenchScript& script, double seconds);
// Exactly one cycle by one client.
void run_pgbench_once(const PgbenchRun& run, const PgbenchScript& script);

}  // namespace bench
