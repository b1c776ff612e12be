#include "support/temp_database.hpp"

#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <sqlite3.h>

namespace support {
namespace {

using Connection = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

Connection open(const std::filesystem::path& file, int flags) {
    sqlite3* handle = nullptr;
    const int result = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
    Connection connection(handle, sqlite3_close);
    if (result != SQLITE_OK) throw std::runtime_error("cannot open " + file.string());
    sqlite3_busy_timeout(handle, 5000);
    // Only the program's writer checkpoints.
    sqlite3_wal_autocheckpoint(handle, 0);
    return connection;
}

std::vector<std::vector<std::string>> read(sqlite3* connection, std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    if (sqlite3_prepare_v2(connection, sql.data(), static_cast<int>(sql.size()), &handle,
                           nullptr) != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errmsg(connection));
    }
    const Statement statement(handle, sqlite3_finalize);
    std::vector<std::vector<std::string>> rows;
    while (sqlite3_step(handle) == SQLITE_ROW) {
        auto& row = rows.emplace_back();
        for (int i = 0; i < sqlite3_column_count(handle); ++i) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle, i));
            row.emplace_back(text == nullptr ? "-" : text);
        }
    }
    return rows;
}

}  // namespace

TempDatabase::TempDatabase() {
    const std::filesystem::path memory("/dev/shm");
    const auto parent =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "kl-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for a database");
    folder_ = name;
}

TempDatabase::~TempDatabase() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::vector<std::vector<std::string>> TempDatabase::rows(std::string_view sql) const {
    const Connection connection = open(file(), SQLITE_OPEN_READONLY);
    return read(connection.get(), sql);
}

std::string TempDatabase::value(std::string_view sql) const {
    const auto found = rows(sql);
    if (found.size() != 1 || found.front().size() != 1) {
        throw std::runtime_error("not one value: " + std::string(sql));
    }
    return found.front().front();
}

void TempDatabase::execute(std::string_view sql) const {
    const Connection connection = open(file(), SQLITE_OPEN_READWRITE);
    const std::string text(sql);
    if (sqlite3_exec(connection.get(), text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errmsg(connection.get()));
    }
}

std::string TempDatabase::dump() const {
    const Connection connection = open(file(), SQLITE_OPEN_READONLY);
    std::string all;
    for (const auto& table : read(connection.get(),
                                  "select name from sqlite_master where type = 'table'"
                                  " order by name")) {
        all += table.front() + "\n";
        for (const auto& row : read(connection.get(), "select * from " + table.front())) {
            for (const auto& column : row) all += column + "|";
            all += "\n";
        }
    }
    return all;
}

}  // namespace support
