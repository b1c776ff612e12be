#pragma once
// Label codes in bodies, as printed or in any case.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/json_reader.hpp"

namespace api {

// Required: the code's seven symbols. A fault: invalid_code, wrong_check_symbol.
std::string read_code(Fields& fields, std::string_view name);
// The same, or none when absent or wrong.
std::optional<std::string> maybe_code(Fields& fields, std::string_view name);
// A list of them, none twice; empty when absent.
std::vector<std::string> read_codes(Fields& fields, std::string_view name, std::size_t most);

}  // namespace api
