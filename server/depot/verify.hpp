#pragma once
// Whether the database is what it must be: sound pages, whole references, every item's row equal
// to the replay of its events, every loan line known to its item's history.

#include <cstdint>
#include <string>
#include <vector>

#include "db/connection.hpp"

namespace depot {

struct VerifyReport {
    std::int64_t items = 0;
    std::int64_t events = 0;
    // One sentence per fault, with ids and codes only; empty when all is well.
    std::vector<std::string> faults;
};

VerifyReport verify(db::ReadTx& tx);

}  // namespace depot
