#pragma once
// The cursors of lists that go by time and id: by day "2026-11-22.17", by instant
// "1795420800000.17" (milliseconds).

#include <optional>
#include <string>

#include "api/answer.hpp"
#include "domain/time.hpp"

namespace api {

struct DayCursor {
    domain::Day day;
    std::int64_t id = 0;
};
std::string to_text(const DayCursor& cursor);
// None at the start; anything else is a fault of the parameter "cursor".
std::optional<DayCursor> read_day_cursor(Parameters& parameters);

struct SinceCursor {
    domain::Instant since;
    std::int64_t id = 0;
};
std::string to_text(const SinceCursor& cursor);
// As read_day_cursor.
std::optional<SinceCursor> read_since_cursor(Parameters& parameters);

}  // namespace api
