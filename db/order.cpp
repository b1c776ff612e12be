#include "db/order.hpp"

#include <limits>

namespace db {
namespace {

constexpr std::string_view direction(const OrderBy& order) {
    return order.descending ? " desc" : "";
}

bool begins(const Position& after) { return after.id == 0; }

}  // namespace

SortKey key_of(const std::optional<std::string>& text) {
    return text ? "0" + *text : std::string("1");
}

SortKey key_of(std::optional<domain::Day> day) {
    return key_of(day ? std::optional(domain::to_text(*day)) : std::nullopt);
}

bool comes_before(const OrderBy& order, const Position& one, const Position& other) {
    return order.descending ? other < one : one < other;
}

std::string behind(const OrderBy& order, const Position& after, std::string_view id) {
    const std::string_view beyond = order.descending ? " < " : " > ";
    std::string sql;
    if (order.column.empty()) return sql.append(id).append(beyond).append(":after");
    if (begins(after)) return sql.append(id).append(" + 0").append(beyond).append(":after");
    // SQLite walks an index of an expression from a bound of its own, not from that of the pair.
    sql.append(order.column).append(order.descending ? " <= " : " >= ").append(":first_key and (");
    sql.append(order.column).append(", ").append(id).append(")");
    return sql.append(beyond).append("(:after_key, :after)");
}

void bind_behind(Query& query, const OrderBy& order, const Position& after) {
    if (!order.column.empty() && !begins(after)) {
        if (order.number) {
            const auto key = std::get<std::int64_t>(after.key);
            query.with(key, key);
        } else {
            const auto& key = std::get<std::string>(after.key);
            query.with(key, key);
        }
    }
    const bool from_the_end = order.descending && begins(after);
    query.with(from_the_end ? std::numeric_limits<std::int64_t>::max() : after.id);
}

std::string in_order(const OrderBy& order, std::string_view id) {
    std::string sql = " order by ";
    if (!order.column.empty()) sql.append(order.column).append(direction(order)).append(", ");
    return sql.append(id).append(direction(order));
}

std::string place_columns(const OrderBy& order, std::string_view id) {
    std::string sql(order.column);
    return sql.append(sql.empty() ? "" : ", ").append(id);
}

std::vector<Position> places(Query& query, const OrderBy& order) {
    if (order.column.empty()) {
        return query.all<std::int64_t>([](std::int64_t id) { return Position({}, id); });
    }
    if (order.number) {
        return query.all<std::int64_t, std::int64_t>(
            [](std::int64_t key, std::int64_t id) { return Position(key, id); });
    }
    return query.all<std::string, std::int64_t>(
        [](std::string key, std::int64_t id) { return Position(std::move(key), id); });
}

}  // namespace db
