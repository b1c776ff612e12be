#include "routing/origin.hpp"

namespace routing {

std::string_view cookie(std::string_view header, std::string_view name) {
    std::string_view found;
    bool there = false;
    while (!header.empty()) {
        const auto end = header.find(';');
        std::string_view pair = header.substr(0, end);
        header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        while (pair.ends_with(' ')) pair.remove_suffix(1);
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
        if (there) return {};
        there = true;
        found = pair.substr(equals + 1);
    }
    return found;
}

bool from_another_site(const Request& request) {
    if (!request.sec_fetch_site.empty()) {
        // "none": typed, or from a bookmark.
        return request.sec_fetch_site != "same-origin" && request.sec_fetch_site != "none";
    }
    if (request.origin.empty()) return false;
    // Which scheme was used in front of a proxy is not known here; the host is.
    const auto scheme = request.origin.find("://");
    return scheme == std::string::npos || request.host.empty() ||
           std::string_view(request.origin).substr(scheme + 3) != request.host;
}

}  // namespace routing
