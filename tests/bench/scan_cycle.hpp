#pragma once
// The scans that are measured: an aid goes out, comes back, is washed and inspected, and again.

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "domain/time.hpp"

namespace bench {

enum class Step { out, in, washed, inspected };

std::string_view to_text(Step step);
Step after(Step step);

// An aid made ready for the first scan out, and who borrows it each time.
struct PreparedItem {
    std::string code;
    std::int64_t borrower = 0;
    std::string phone = {};  // finds the borrower
};

// UUIDs of version 7: rising by time, as a scanner makes them.
class Uuids {
public:
    explicit Uuids(std::uint64_t seed) : random_(seed) {}
    std::string next(domain::Instant now);

private:
    std::mt19937_64 random_;
    std::uint64_t count_ = 0;
};

domain::Instant now();

// The body of POST /scans.
std::string scan_body(const PreparedItem& item, Step step, std::string_view uuid,
                      domain::Instant at, std::string_view device, std::int64_t seq);

}  // namespace bench
