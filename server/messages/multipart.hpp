#pragma once
// multipart/form-data (RFC 7578).

#include <string>
#include <string_view>
#include <vector>

namespace messages {

struct FormPart {
    std::string name;       // ASCII
    std::string file_name;  // UTF-8 without quotes or control characters; empty: no file
    std::string type;
    std::string_view bytes;
};

// One that is in none of the parts.
std::string boundary_for(const std::vector<FormPart>& parts);
std::string to_form(const std::vector<FormPart>& parts, std::string_view boundary);

}  // namespace messages
