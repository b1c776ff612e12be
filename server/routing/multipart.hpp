#pragma once
// multipart/form-data as browsers send it (RFC 7578), read strictly: what a plain form with a file
// in it becomes.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace routing {

struct Part {
    std::string name;
    std::optional<std::string> filename;  // of a file
    std::string_view content;             // of the body that was read
};

// None when it is no such body, when a name comes twice, or when there are more than sixteen parts.
// Nothing may stand before the first part or behind the last.
std::optional<std::vector<Part>> parse_multipart(std::string_view content_type,
                                                 std::string_view body);

}  // namespace routing
