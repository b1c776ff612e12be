#include "api/day_cursor.hpp"

#include <algorithm>

namespace api {

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

}  // namespace api
