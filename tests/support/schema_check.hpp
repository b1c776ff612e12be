#pragma once
// Whether JSON is what the OpenAPI document says of it.

#include <string>
#include <string_view>

namespace support {

// Empty when the text conforms to the schema of that name (components/schemas), else what is
// wrong. Any thread. Throws when there is no such schema.
std::string schema_faults(std::string_view schema, std::string_view json_text);

}  // namespace support
