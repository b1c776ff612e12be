#include "routing/match.hpp"

#include <optional>

#include <boost/url/pct_string_view.hpp>

#include "domain/text.hpp"

namespace routing {
namespace {

std::optional<std::string> decoded(std::string_view encoded) {
    const auto text =
        boost::urls::make_pct_string_view(boost::core::string_view(encoded.data(), encoded.size()));
    if (!text) return std::nullopt;
    return text->decode();
}

std::string_view take_segment(std::string_view& path) {
    const auto slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    return segment;
}

// The values of the placeholders, when the path has the pattern's form.
std::optional<std::vector<std::string>> values_of(std::string_view pattern, std::string_view path) {
    // Most rows end here: this runs for every row at every request.
    if (!path.starts_with(pattern.substr(0, pattern.find('{')))) return std::nullopt;
    std::vector<std::string> values;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = take_segment(pattern);
        const std::string_view given = take_segment(path);
        if (!wanted.starts_with('{')) {
            if (wanted != given) return std::nullopt;
            continue;
        }
        auto value = decoded(given);
        // Nothing is named by what is no text.
        if (!value || value->empty() || !domain::is_plain_text(*value)) return std::nullopt;
        values.push_back(std::move(*value));
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return values;
}

}  // namespace

Match match(std::span<const Route> routes, Method method, std::string_view path) {
    Match found;
    if (path.size() > 1 && path.ends_with('/')) return found;
    for (const Route& route : routes) {
        auto values = values_of(route.path, path);
        if (!values) continue;
        const std::string_view name = to_text(route.method);
        if (found.allowed.find(name) == std::string::npos) {
            found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(name);
        }
        if (route.method != method) continue;
        // "/parts/new" is more than one of "/parts/{id}".
        if (found.route == nullptr || values->size() < found.values.size()) {
            found.route = &route;
            found.values = std::move(*values);
        }
    }
    return found;
}

}  // namespace routing
