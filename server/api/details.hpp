#pragma once
// Parts of bodies that routes and scans share.

#include <optional>
#include <string>
#include <string_view>

#include "api/json_reader.hpp"
#include "domain/checklist.hpp"
#include "domain/loan_record.hpp"

namespace api {

// How an aid is washed: hand, machine (machine_60 and machine_85 say how hot), disinfect, none.
std::optional<std::string> parse_wash_method(std::string_view text);

// {"Brakes hold": true, …}: points of the product's checklist, each in order or not.
domain::Answers read_checklist(Fields& fields);

// {"given_by", "given_to", "day"} under "training".
std::optional<domain::Training> read_training(Fields& fields, domain::Day today);

}  // namespace api
