#pragma once
// SQLite by its own C API, for what the server is measured against: a connection with the settings
// of the server's writer, and a prepared statement.

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace bench {

struct Null {};

class RawConnection {
public:
    explicit RawConnection(const std::filesystem::path& file) {
        // As db/connection.cpp sets them.
        constexpr const char* settings =
            "pragma busy_timeout = 5000; pragma foreign_keys = on; pragma trusted_schema = off;"
            "pragma cell_size_check = on; pragma mmap_size = 0; pragma temp_store = memory;"
            "pragma cache_size = -32000; pragma journal_mode = wal;"
            "pragma journal_size_limit = 67108864; pragma synchronous = full;";
        if (sqlite3_open_v2(file.c_str(), &connection_, SQLITE_OPEN_READWRITE, nullptr) !=
                SQLITE_OK ||
            sqlite3_exec(connection_, settings, nullptr, nullptr, nullptr) != SQLITE_OK) {
            throw std::runtime_error(std::string("raw SQLite: ") + sqlite3_errmsg(connection_));
        }
    }
    ~RawConnection() { sqlite3_close(connection_); }
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;
    sqlite3* get() { return connection_; }

private:
    sqlite3* connection_ = nullptr;
};

class RawStatement {
public:
    RawStatement(sqlite3* connection, const std::string& sql) : connection_(connection) {
        if (sqlite3_prepare_v3(connection, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement_,
                               nullptr) != SQLITE_OK) {
            fail();
        }
    }
    ~RawStatement() { sqlite3_finalize(statement_); }
    RawStatement(RawStatement&& other) noexcept
        : connection_(other.connection_), statement_(std::exchange(other.statement_, nullptr)) {}
    RawStatement(const RawStatement&) = delete;
    RawStatement& operator=(const RawStatement&) = delete;
    RawStatement& operator=(RawStatement&&) = delete;

    // Runs to the end, for what gives no row or more than one.
    template <class... P>
    void run(const P&... values) {
        bind(values...);
        while (step()) continue;
        reset();
    }
    // Reads the first row's first column, if there is one.
    template <class... P>
    std::optional<std::int64_t> one(const P&... values) {
        bind(values...);
        std::optional<std::int64_t> found;
        if (step()) found = integer(0);
        reset();
        return found;
    }
    // Runs an insert; the id of its row.
    template <class... P>
    std::int64_t insert(const P&... values) {
        run(values...);
        return sqlite3_last_insert_rowid(connection_);
    }

    // The texts live until the statement is reset.
    template <class... P>
    void bind(const P&... values) {
        int at = 0;
        (bind_at(++at, values), ...);
    }
    void bind_at(int at, std::int64_t value) { sqlite3_bind_int64(statement_, at, value); }
    void bind_at(int at, Null) { sqlite3_bind_null(statement_, at); }
    void bind_at(int at, std::monostate) { sqlite3_bind_null(statement_, at); }
    void bind_at(int at, std::string_view value) {
        sqlite3_bind_text(statement_, at, value.data(), static_cast<int>(value.size()),
                          SQLITE_STATIC);
    }
    void bind_at(int at, const char* value) { bind_at(at, std::string_view(value)); }
    void bind_at(int at, const std::string& value) { bind_at(at, std::string_view(value)); }

    bool step() {
        const int code = sqlite3_step(statement_);
        if (code != SQLITE_ROW && code != SQLITE_DONE) fail();
        return code == SQLITE_ROW;
    }
    void reset() {
        if (sqlite3_reset(statement_) != SQLITE_OK) fail();
    }
    std::int64_t integer(int column) { return sqlite3_column_int64(statement_, column); }
    // Every column once, as somebody who wants the row would.
    void read_row() {
        for (int i = 0; i < sqlite3_column_count(statement_); ++i) {
            if (sqlite3_column_type(statement_, i) == SQLITE_TEXT) {
                read_ += sqlite3_column_text(statement_, i)[0];
            } else {
                read_ += integer(i);
            }
        }
    }

private:
    [[noreturn]] void fail() const {
        throw std::runtime_error(std::string("raw SQLite: ") + sqlite3_errmsg(connection_));
    }

    sqlite3* connection_;
    sqlite3_stmt* statement_ = nullptr;
    std::int64_t read_ = 0;
};

}  // namespace bench
