#include "routing/form_fields.hpp"

#include <algorithm>

#include "routing/multipart.hpp"

namespace routing {

bool is_multipart(const Request& request) {
    constexpr std::string_view type = "multipart/form-data";
    const std::string_view given = std::string_view(request.content_type).substr(0, type.size());
    return std::equal(given.begin(), given.end(), type.begin(), type.end(),
                      [](char a, char b) { return (a | 0x20) == (b | 0x20); });
}

std::optional<std::vector<std::pair<std::string, std::string>>> form_fields(
    const Request& request) {
    if (!is_multipart(request)) return parse_query(request.body);
    const auto parts = parse_multipart(request.content_type, request.body);
    if (!parts) return std::nullopt;
    std::vector<std::pair<std::string, std::string>> fields;
    for (const Part& part : *parts) {
        if (!part.filename) fields.emplace_back(part.name, part.content);
    }
    return fields;
}

}  // namespace routing
