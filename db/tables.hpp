#pragma once
// The tables as the migrations make them, the same on every engine: for what treats all alike.

#include <string>
#include <vector>

namespace db {

struct Column {
    std::string name;
    bool is_text = false;  // else a 64-bit integer
};

struct Table {
    std::string name;
    std::vector<Column> columns;
    std::vector<std::string> key;  // the names of the primary key's columns, in its order
    bool has_automatic_id = false;
};

// All but the list of migrations; each after those that it refers to.
std::vector<Table> tables();

}  // namespace db
