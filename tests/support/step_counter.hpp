#pragma once
// Counts the steps that SQLite's virtual machine takes: what a statement costs, the same on every
// machine and at every load.

#include <cstdint>

namespace support {

class StepCounter {
public:
    // Counts on connections opened while it lives; one counter at a time, one thread.
    StepCounter();
    ~StepCounter();
    StepCounter(const StepCounter&) = delete;
    StepCounter& operator=(const StepCounter&) = delete;

    // Since the last call.
    std::int64_t take();
};

}  // namespace support
