#pragma once
// The order that a list stands in, said once: its name, what SQL sorts by, and where a row stands.
// Rows of one key go by their ids, so that a page begins right behind the last row of the one
// before.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "db/query.hpp"

namespace db {

// A number (instants too), a text (days too), or none: by id alone.
using SortKey = std::variant<std::monostate, std::int64_t, std::string>;

// Where a row stands, and so where a page begins: behind it. The id 0 is the beginning.
struct Position {
    SortKey key;
    std::int64_t id = 0;

    Position() = default;
    Position(SortKey sort_key, std::int64_t row) : key(std::move(sort_key)), id(row) {}
    template <class Tag>
    explicit Position(domain::Id<Tag> row) : id(row.value) {}
    auto operator<=>(const Position&) const = default;
};

// What the statements ask of an order. The column is SQL, never null; empty: by id alone.
struct OrderBy {
    std::string_view name;
    std::string_view column = {};
    bool descending = false;
    bool number = false;  // of the column
};

template <class Row>
struct Order : OrderBy {
    Position (*place)(const Row&) = nullptr;
};

// Of what goes by id alone.
template <class Row>
Position by_id(const Row& row) {
    return Position(row.id);
}

// The key of what may be none: those come last. As "coalesce('0' || column, '1')".
SortKey key_of(const std::optional<std::string>& text);
SortKey key_of(std::optional<domain::Day> day);

bool comes_before(const OrderBy& order, const Position& one, const Position& other);

// What is behind that position, as a condition; bind_behind() binds it. No index serves it
// at the beginning of an order by a column: the column's is the one to walk.
std::string behind(const OrderBy& order, const Position& after, std::string_view id);
void bind_behind(Query& query, const OrderBy& order, const Position& after);
// " order by column, id"
std::string in_order(const OrderBy& order, std::string_view id);

// Of a statement that selects where its rows stand: "column, id".
std::string place_columns(const OrderBy& order, std::string_view id);
std::vector<Position> places(Query& query, const OrderBy& order);

}  // namespace db
