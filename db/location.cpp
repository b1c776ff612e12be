#include "db/location.hpp"

namespace db {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite://";

// Both are libpq's.
bool is_server(std::string_view url) {
    return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

}  // namespace

std::optional<Location> parse_location(std::string_view url) {
    if (is_server(url)) {
        Location location;
        location.server = url;
        return location;
    }
    if (!url.starts_with(sqlite_scheme)) return std::nullopt;
    const std::string_view path = url.substr(sqlite_scheme.size());
    if (path.size() < 2 || path.front() != '/') return std::nullopt;
    return Location(std::filesystem::path(path));
}

std::string to_text(const Location& location) {
    if (!location.on_server()) return std::string(sqlite_scheme) + location.file.string();
    // Users, passwords and options stand before the last "@" and behind the "?".
    const std::string url = location.server.substr(0, location.server.find('?'));
    const auto host = url.find("://") + 3;
    const auto at = url.rfind('@');
    return at == std::string::npos ? url : url.substr(0, host) + url.substr(at + 1);
}

}  // namespace db
