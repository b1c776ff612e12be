#pragma once
// The cursor of a list that goes by day and id: "2026-11-22.17".

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

}  // namespace api
