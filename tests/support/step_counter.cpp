#include "support/step_counter.hpp"

#include <sqlite3.h>

#include <utility>

namespace support {
namespace {

std::int64_t steps = 0;

int count(unsigned, void*, void* statement, void*) {
    steps +=
        sqlite3_stmt_status(static_cast<sqlite3_stmt*>(statement), SQLITE_STMTSTATUS_VM_STEP, 1);
    return 0;
}

int trace(sqlite3* connection, char**, const sqlite3_api_routines*) {
    return sqlite3_trace_v2(connection, SQLITE_TRACE_PROFILE, count, nullptr);
}

// SQLite takes every entry point under this type and calls it under its own.
void (*entry_point())() { return reinterpret_cast<void (*)()>(trace); }

}  // namespace

StepCounter::StepCounter() { sqlite3_auto_extension(entry_point()); }

StepCounter::~StepCounter() { sqlite3_cancel_auto_extension(entry_point()); }

std::int64_t StepCounter::take() { return std::exchange(steps, 0); }

}  // namespace support
