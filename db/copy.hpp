#pragma once
// Every row of one database into another, whatever their engines, in small transactions: what is
// interrupted goes on where it was. And what a database holds, as a digest for each table.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "db/lock.hpp"

namespace db {

struct TableState {
    std::string table;
    std::int64_t rows = 0;
    std::string sha256;  // of every value of every row, in the order of the keys

    bool operator==(const TableState&) const = default;
};

// Of every table, in their order. Reads everything.
std::vector<TableState> state(ReadTx& tx);

// How far it is: the table, its rows so far, and all that it has.
using CopyProgress =
    std::function<void(const std::string& table, std::int64_t rows, std::int64_t of)>;

// Copies and then compares both. While it runs nobody else writes the source (a file's lock is
// taken; on a server the tables are locked), and no program opens the target. Both are on this
// program's newest schema afterwards. Throws Error: the target holds something else, the two differ
// at the end; and what opening them throws. Whatever it throws, running it again goes on.
std::vector<TableState> copy(const Location& from, const Location& to,
                             const CopyProgress& progress);

// Whether the database is the target of a copy that has not come to its end.
bool is_half_copied(Connection& connection);

}  // namespace db
