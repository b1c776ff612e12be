#pragma once
// Whether the access log is as it was written: each row under its seal, none missing, none added,
// and the chain as the heads outside the database say.

#include <cstdint>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "db/keys.hpp"
#include "domain/time.hpp"

namespace depot {

// What a server wrote outside the database.
struct HeadLines {
    std::string name;  // of the file
    std::vector<std::string> lines;
};

struct AccessReport {
    std::int64_t sealed = 0;
    std::int64_t waiting = 0;  // to be sealed
    std::int64_t heads = 0;    // genuine ones
    // One sentence per fault, with ids and times only; at most a hundred.
    std::vector<std::string> faults;
};

// The heads are read before the transaction begins: the database is never behind them. Without keys
// none of them is genuine.
AccessReport verify_access(db::ReadTx& tx, const db::Keys* keys,
                           const std::vector<HeadLines>& heads, domain::Instant now);

}  // namespace depot
