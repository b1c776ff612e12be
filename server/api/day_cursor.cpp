#include "api/day_cursor.hpp"

#include <algorithm>
#include <charconv>

namespace api {
namespace {

std::optional<SinceCursor> parse_since(std::string_view text) {
    const auto dot = std::min(text.find('.'), text.size());
    const char* const end = text.data() + text.size();
    std::int64_t since = 0;
    SinceCursor cursor;
    const auto first = std::from_chars(text.data(), text.data() + dot, since);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, cursor.id);
    if (second.ec != std::errc() || second.ptr != end) return std::nullopt;
    constexpr std::int64_t latest = 253'402'300'799'999;  // the end of the year 9999
    if (since < 0 || since > latest || cursor.id < 1) return std::nullopt;
    cursor.since = domain::Instant(domain::Instant::duration(since));
    return cursor;
}

}  // namespace

std::string to_text(const DayCursor& cursor) {
    return domain::to_text(cursor.day) + "." + std::to_string(cursor.id);
}

std::optional<DayCursor> read_day_cursor(Parameters& parameters) {
    const auto text = parameters.text("cursor", 40);
    if (!text) return std::nullopt;
    constexpr std::size_t day_size = 10;
    if (text->size() > day_size + 1 && (*text)[day_size] == '.') {
        const auto day = domain::parse_day(text->substr(0, day_size));
        const std::string id = text->substr(day_size + 1);
        const bool digits = id.size() < 19 && std::all_of(id.begin(), id.end(), [](char c) {
                                return c >= '0' && c <= '9';
                            });
        if (day && digits && id != "0") return DayCursor{*day, std::stoll(id)};
    }
    parameters.fault("cursor", "invalid_cursor");
    return std::nullopt;
}

std::string to_text(const SinceCursor& cursor) {
    return std::to_string(cursor.since.time_since_epoch().count()) + "." +
           std::to_string(cursor.id);
}

std::optional<SinceCursor> read_since_cursor(Parameters& parameters) {
    const auto text = parameters.text("cursor", 40);
    if (!text) return std::nullopt;
    const auto cursor = parse_since(*text);
    if (!cursor) parameters.fault("cursor", "invalid_cursor");
    return cursor;
}

}  // namespace api
