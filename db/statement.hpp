#pragma once
// A statement with its own slots for parameters and columns, bound once at its first use, so that a
// later use costs no preparation and no allocation of bindings. For connection.cpp and query.cpp.

#include <deque>
#include <string>
#include <string_view>

#include <soci/soci.h>

#include "db/topics.hpp"

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
        : sql(std::move(sql_text)), topic(topic_of(sql)), soci(session) {}

    const std::string sql;
    const std::string_view topic;  // of what it writes
    soci::statement soci;
    std::deque<Slot> parameters;
    std::deque<Slot> columns;
    bool bound = false;      // prepared, and its slots are made
    bool exchanged = false;  // the slots are known to SOCI
    bool in_use = false;
};

}  // namespace db::detail
