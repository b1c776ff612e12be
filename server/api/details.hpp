#pragma once
// Parts of bodies that routes and scans share.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/json_reader.hpp"
#include "domain/loan_record.hpp"

namespace api {

// How an aid is washed: hand, machine, disinfect, none.
std::optional<std::string> parse_wash_method(std::string_view text);

// {"brakes": true, …}: names in lower-case letters, digits and "_", each passed or not.
std::vector<std::pair<std::string, bool>> read_checklist(Fields& fields);

// {"given_by", "given_to", "day"} under "training".
std::optional<domain::Training> read_training(Fields& fields, domain::Day today);

}  // namespace api
