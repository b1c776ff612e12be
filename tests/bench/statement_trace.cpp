#include "bench/statement_trace.hpp"

#include <sqlite3.h>

#include <mutex>
#include <string_view>
#include <utility>

namespace bench {
namespace {

std::mutex mutex;
std::vector<std::string> texts;

std::string single_spaced(std::string_view sql) {
    std::string text;
    for (const char c : sql) {
        const bool space = c == ' ' || c == '\n' || c == '\t';
        if (space && (text.empty() || text.back() == ' ')) continue;
        text += space ? ' ' : c;
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == ';')) text.pop_back();
    return text;
}

int record(unsigned, void* connection, void*, void* sql) {
    const std::string_view text(static_cast<const char*>(sql));
    // What a trigger runs is announced as a comment.
    if (text.starts_with("--")) return 0;
    if (sqlite3_db_readonly(static_cast<sqlite3*>(connection), "main") == 1) return 0;
    const std::lock_guard lock(mutex);
    texts.push_back(single_spaced(text));
    return 0;
}

int trace(sqlite3* connection, char**, const sqlite3_api_routines*) {
    return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, record, connection);
}

// SQLite takes every entry point under this type and calls it under its own.
void (*entry_point())() { return reinterpret_cast<void (*)()>(trace); }

}  // namespace

StatementTrace::StatementTrace() { sqlite3_auto_extension(entry_point()); }

StatementTrace::~StatementTrace() { sqlite3_cancel_auto_extension(entry_point()); }

std::vector<std::string> StatementTrace::take() {
    const std::lock_guard lock(mutex);
    return std::exchange(texts, {});
}

}  // namespace bench
