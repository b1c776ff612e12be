#pragma once
// The only header that knows SOCI; included by connection.cpp and query.cpp alone. A statement
// keeps its own slots for parameters and columns, bound once at its first use, so that a later use
// costs no preparation and no allocation of bindings.

#include <cstdint>
#include <deque>
#include <string>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace db::detail {

struct Slot {
    bool is_text = false;
    long long integer = 0;
    std::string text;
    soci::indicator indicator = soci::i_ok;
};

class Statement {
public:
    Statement(soci::session& session, std::string sql_text)
        : sql(std::move(sql_text)), soci(session) {}

    const std::string sql;
    soci::statement soci;
    std::deque<Slot> parameters;
    std::deque<Slot> columns;
    bool bound = false;
    bool in_use = false;
};

// Throws the session's last error as one of error.hpp.
[[noreturn]] void raise(soci::sqlite3_session_backend& session, const std::string& message);

}  // namespace db::detail
