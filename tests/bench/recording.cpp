#include "bench/recording.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "bench/raw_connection.hpp"

namespace bench {
namespace {

Recording recorded;

[[noreturn]] void unreadable(std::string_view text) {
    throw std::runtime_error("a statement's values cannot be read: " + std::string(text));
}

// One literal as SQLite writes it into an expanded statement; it is cut off the text.
SqlValue take_literal(std::string_view& text) {
    if (text.starts_with("NULL")) {
        text.remove_prefix(4);
        return {};
    }
    if (text.starts_with('\'')) {
        std::string value;
        for (std::size_t i = 1; i < text.size(); ++i) {
            if (text[i] != '\'') {
                value += text[i];
            } else if (i + 1 < text.size() && text[i + 1] == '\'') {
                value += text[i++];
            } else {
                text.remove_prefix(i + 1);
                return value;
            }
        }
        unreadable(text);
    }
    std::size_t size = text.starts_with('-') ? 1 : 0;
    while (size < text.size() && std::isdigit(static_cast<unsigned char>(text[size])) != 0) ++size;
    if (size == 0) unreadable(text);
    const std::int64_t number = std::stoll(std::string(text.substr(0, size)));
    text.remove_prefix(size);
    return number;
}

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Where the text has a parameter, the expanded one has its value; all else is the same in both.
std::vector<SqlValue> values_of(std::string_view text, std::string_view expanded) {
    std::vector<SqlValue> values;
    while (!text.empty()) {
        if (text.front() == ':' && text.size() > 1 && is_name(text[1])) {
            text.remove_prefix(1);
            while (!text.empty() && is_name(text.front())) text.remove_prefix(1);
            values.push_back(take_literal(expanded));
            continue;
        }
        if (expanded.empty() || expanded.front() != text.front()) unreadable(expanded);
        text.remove_prefix(1);
        expanded.remove_prefix(1);
    }
    return values;
}

int record(unsigned, void*, void* statement, void* sql) {
    const std::string text(static_cast<const char*>(sql));
    // What a trigger runs is announced as a comment; transactions and settings are no part of it.
    for (const char* other :
         {"--", "begin", "commit", "rollback", "savepoint", "release", "pragma"}) {
        if (text.starts_with(other)) return 0;
    }
    char* expanded = sqlite3_expanded_sql(static_cast<sqlite3_stmt*>(statement));
    if (expanded == nullptr) return 0;
    Recording::Run run;
    const auto known = std::find(recorded.texts.begin(), recorded.texts.end(), text);
    run.text = static_cast<std::size_t>(known - recorded.texts.begin());
    if (known == recorded.texts.end()) recorded.texts.push_back(text);
    run.values = values_of(text, expanded);
    sqlite3_free(expanded);
    recorded.runs.push_back(std::move(run));
    return 0;
}

int trace(sqlite3* connection, char**, const sqlite3_api_routines*) {
    return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, record, nullptr);
}

// SQLite takes every entry point under this type and calls it under its own.
void (*entry_point())() { return reinterpret_cast<void (*)()>(trace); }

}  // namespace

Recorder::Recorder() { sqlite3_auto_extension(entry_point()); }

Recorder::~Recorder() { sqlite3_cancel_auto_extension(entry_point()); }

Recording Recorder::take() { return std::exchange(recorded, {}); }

double replay(const std::filesystem::path& file, const Recording& recording, bool writes) {
    RawConnection connection(file);
    std::vector<RawStatement> statements;
    statements.reserve(recording.texts.size());
    for (const std::string& text : recording.texts) statements.emplace_back(connection.get(), text);
    RawStatement begin(connection.get(), writes ? "begin immediate" : "begin");
    RawStatement commit(connection.get(), "commit");

    const auto started = std::chrono::steady_clock::now();
    begin.run();
    for (const Recording::Run& run : recording.runs) {
        RawStatement& statement = statements[run.text];
        for (std::size_t i = 0; i < run.values.size(); ++i) {
            std::visit(
                [&](const auto& value) { statement.bind_at(static_cast<int>(i) + 1, value); },
                run.values[i]);
        }
        while (statement.step()) statement.read_row();
        statement.reset();
    }
    commit.run();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started)
        .count();
}

}  // namespace bench
