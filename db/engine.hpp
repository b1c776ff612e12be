#pragma once
// What differs between SQLite and PostgreSQL, each in a file of its own. With the statements the
// only header that knows SOCI; for connection.cpp, query.cpp and the two engines alone.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <soci/soci.h>

#include "db/connection.hpp"

namespace db::detail {

class Engine {
public:
    Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    virtual ~Engine() = default;

    // As the functions of Connection of these names.
    virtual void execute(const std::string& sql) = 0;
    virtual void control(std::string_view sql) = 0;
    virtual bool in_transaction() const = 0;
    virtual std::string_view begin_read() const = 0;
    virtual std::string_view begin_write() const = 0;
    virtual std::string begin_migration() const = 0;
    virtual std::string dialect(std::string_view ddl) const = 0;
    virtual Named schema() = 0;
    virtual Named schema_of(const std::vector<std::string>& scripts) = 0;
    virtual bool has_table(std::string_view name) = 0;
    virtual std::vector<std::string> faults() = 0;
    virtual std::vector<Removable> removables() = 0;
    virtual void keep_others_from_writing(const std::vector<std::string>& tables) = 0;
    virtual void go_on_after_last_id(const std::string& table) = 0;
    virtual bool empty_log() { return true; }
    virtual void need_room() {}

    // Whether the engine cannot be spoken to any more, and a new session with the same database.
    virtual bool lost() const { return false; }
    virtual std::unique_ptr<Engine> again() const = 0;

    // What an insert must say to give the new row's id as a column; empty: last_id() knows it.
    virtual std::string_view returning_id() const = 0;
    virtual std::int64_t last_id() const = 0;
    // Ends the use of a statement: it holds no snapshot and no lock any more.
    virtual void reset(soci::statement& statement) = 0;
    // The session's last error as one of error.hpp.
    [[noreturn]] virtual void raise(const soci::soci_error& error) = 0;

    soci::session session;
};

std::unique_ptr<Engine> open_sqlite(const std::filesystem::path& file, Access access,
                                    Synchronous synchronous);
std::unique_ptr<Engine> open_sqlite_scratch();
std::unique_ptr<Engine> open_postgresql(const std::string& url, Access access);

}  // namespace db::detail
