#pragma once
// The made-up past of a depot: years of buying, lending, washing and checking, day by day until
// yesterday, written as the rows that the real work would have left.

#include <cstdint>
#include <functional>

#include "db/connection.hpp"
#include "domain/time.hpp"

namespace commands {

// What a past of decades can hold.
constexpr std::int64_t most_loans_per_item = 50;

struct PastWanted {
    std::int64_t items = 0;
    std::int64_t loans = 0;
    std::uint64_t seed = 1;
    domain::Day today;
};

// So far.
struct PastCounts {
    domain::Day day;  // before which everything is written
    std::int64_t items = 0;
    std::int64_t loans = 0;
    std::int64_t borrowers = 0;
    std::int64_t events = 0;
};

// For an untouched database. The same seed on the same day writes the same rows. Progress is told
// some twenty times. Throws std::runtime_error when the items cannot carry the loans.
PastCounts write_past(db::WriteTx& tx, const PastWanted& wanted,
                      const std::function<void(const PastCounts&)>& progress);

}  // namespace commands
