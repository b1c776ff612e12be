#include "support/temp_database.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

#include "db/connection.hpp"
#include "db/migrations.hpp"

namespace support {
namespace {

using Rows = std::vector<std::vector<std::string>>;

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

Rows read(sqlite3* connection, std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    if (sqlite3_prepare_v2(connection, sql.data(), static_cast<int>(sql.size()), &handle,
                           nullptr) != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errmsg(connection));
    }
    const Statement statement(handle, sqlite3_finalize);
    Rows rows;
    while (sqlite3_step(handle) == SQLITE_ROW) {
        auto& row = rows.emplace_back();
        for (int i = 0; i < sqlite3_column_count(handle); ++i) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle, i));
            row.emplace_back(text == nullptr ? "-" : text);
        }
    }
    return rows;
}

using Server = std::unique_ptr<PGconn, void (*)(PGconn*)>;
using ServerResult = std::unique_ptr<PGresult, void (*)(PGresult*)>;

std::string test_server() {
    const char* url = std::getenv("KL_TEST_SERVER");
    return url == nullptr ? std::string() : url;
}

// The same server, another database.
std::string url_of(const std::string& name) {
    const std::string server = test_server();
    const auto query = server.find('?');
    const auto slash = server.rfind('/', query);
    return server.substr(0, slash + 1) + name +
           (query == std::string::npos ? "" : server.substr(query));
}

Rows read(const std::string& url, std::string_view sql) {
    const Server connection(PQconnectdb(url.c_str()), PQfinish);
    const ServerResult result(PQexec(connection.get(), std::string(sql).c_str()), PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        throw std::runtime_error(PQerrorMessage(connection.get()));
    }
    Rows rows;
    for (int at = 0; at < PQntuples(result.get()); ++at) {
        auto& row = rows.emplace_back();
        for (int i = 0; i < PQnfields(result.get()); ++i) {
            const bool null = PQgetisnull(result.get(), at, i) != 0;
            row.emplace_back(null ? "-" : PQgetvalue(result.get(), at, i));
        }
    }
    return rows;
}

// A database on the newest schema, from which the tests' own are copied.
const std::string& copied_from() {
    static const std::string name = [] {
        const std::string made = "kl_template_" + std::to_string(::getpid());
        read(test_server(), "create database " + made);
        db::Location location;
        location.server = url_of(made);
        db::Connection connection = db::Connection::open(location, db::Access::read_write);
        db::migrate(connection);
        static const struct Remover {
            std::string name;
            ~Remover() { read(test_server(), "drop database " + name); }
        } remover{made};
        return made;
    }();
    return name;
}

}  // namespace

bool on_server() { return !test_server().empty(); }

TempDatabase::TempDatabase(Holding holding, bool server) {
    const std::filesystem::path memory("/dev/shm");
    const auto parent =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "kl-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for a database");
    folder_ = name;
    if (!server) {
        location_.file = folder_ / "depot.db";
        return;
    }
    static std::atomic<int> number = 0;
    const std::string database =
        "kl_test_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
    read(test_server(),
         "create database " + database + " template " +
             (holding == Holding::schema ? copied_from() : "template0 encoding 'UTF8'"));
    location_.server = url_of(database);
}

TempDatabase::~TempDatabase() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    if (!location_.on_server()) return;
    const auto begin = location_.server.rfind('/', location_.server.find('?')) + 1;
    const auto end = location_.server.find('?');
    read(test_server(),
         "drop database " + location_.server.substr(begin, end - begin) + " with (force)");
}

std::string TempDatabase::url() const {
    return location_.on_server() ? location_.server : db::to_text(location_);
}

Rows TempDatabase::rows(std::string_view sql) const {
    if (location_.on_server()) return read(location_.server, sql);
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

std::string TempDatabase::list(std::string_view sql) const {
    std::string all;
    for (const auto& row : rows(sql)) all += (all.empty() ? "" : ",") + row.at(0);
    return all;
}

void TempDatabase::execute(std::string_view sql) const {
    if (location_.on_server()) {
        read(location_.server, sql);
        return;
    }
    const Connection connection = open(file(), SQLITE_OPEN_READWRITE);
    const std::string text(sql);
    if (sqlite3_exec(connection.get(), text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errmsg(connection.get()));
    }
}

std::string TempDatabase::dump() const {
    const auto tables =
        rows(location_.on_server() ? "select tablename from pg_tables where schemaname ="
                                     " current_schema() order by tablename"
                                   : "select name from sqlite_master where type = 'table'"
                                     " order by name");
    std::string all;
    for (const auto& table : tables) {
        all += table.front() + "\n";
        std::vector<std::string> lines;
        for (const auto& row : rows("select * from " + table.front())) {
            std::string& line = lines.emplace_back();
            for (const auto& column : row) line += column + "|";
        }
        // A server gives them as they happen to lie.
        std::sort(lines.begin(), lines.end());
        for (const std::string& line : lines) all += line + "\n";
    }
    return all;
}

}  // namespace support
