#pragma once
// Why a depot is closed on a day, or open in spite of the rule, in the reader's language.

#include <string>
#include <string_view>

#include "domain/calendar.hpp"
#include "routing/request.hpp"

namespace api {

// Two holidays on one day are joined by ", ". What the depot wrote itself stands as it is, unless
// it is a day that everybody calls by the same name. Empty on an ordinary open day.
std::string day_text(const domain::OpenDay& day, routing::Language language);
bool has_day_text(std::string_view code);

}  // namespace api
