#include "api/sort.hpp"

#include <charconv>

namespace api {
namespace {

bool is_plain(const db::OrderBy& order) { return order.column.empty() && !order.descending; }

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

std::string to_text(const db::Position& place, const db::OrderBy& order) {
    std::string id = std::to_string(place.id);
    if (is_plain(order)) return id;
    std::string text = std::string(order.name) + ".";
    if (const auto* number = std::get_if<std::int64_t>(&place.key)) {
        text += std::to_string(*number) + ".";
    } else if (const auto* key = std::get_if<std::string>(&place.key)) {
        text += *key + ".";
    }
    return text + id;
}

std::optional<db::Position> parse_place(std::string_view text, const db::OrderBy& order) {
    if (is_plain(order)) {
        const auto id = parse_cursor_id(text);
        return id ? std::optional(db::Position({}, *id)) : std::nullopt;
    }
    const std::string begin = std::string(order.name) + ".";
    if (!text.starts_with(begin)) return std::nullopt;
    text.remove_prefix(begin.size());
    // A key may have dots of its own.
    const auto dot = text.rfind('.');
    const bool keyed = !order.column.empty();
    if (keyed != (dot != std::string_view::npos)) return std::nullopt;
    const auto id = parse_number(keyed ? text.substr(dot + 1) : text);
    if (!id || *id < 1) return std::nullopt;
    if (!keyed) return db::Position({}, *id);
    const std::string_view key = text.substr(0, dot);
    if (!order.number) return db::Position(std::string(key), *id);
    const auto number = parse_number(key);
    return number ? std::optional(db::Position(*number, *id)) : std::nullopt;
}

}  // namespace api
