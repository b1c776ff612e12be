#include "routing/multipart.hpp"

#include <algorithm>

#include "domain/text.hpp"

namespace routing {
namespace {

constexpr std::size_t most_parts = 16;
constexpr std::size_t longest_head = 1024;
constexpr std::size_t longest_boundary = 70;  // RFC 2046 5.1.1
constexpr std::string_view line_end = "\r\n";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool equals(std::string_view text, std::string_view other) {
    return std::equal(text.begin(), text.end(), other.begin(), other.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

void skip_blanks(std::string_view& text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
}

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

// What stands up to there, and the text behind it; none when it does not come.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view end) {
    const auto at = text.find(end);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view before = text.substr(0, at);
    text.remove_prefix(at + end.size());
    return before;
}

std::optional<std::string> take_value(std::string_view& text) {
    std::string value;
    if (!take(text, "\"")) {
        const auto end = std::min(text.find_first_of("; \t"), text.size());
        value = text.substr(0, end);
        text.remove_prefix(end);
        return value.empty() || value.find('"') != std::string::npos ? std::nullopt
                                                                     : std::optional(value);
    }
    while (!text.empty() && text.front() != '"') {
        // Browsers write %22 for a quotation mark, curl \".
        if (text.front() == '\\' && text.size() > 1 && (text[1] == '"' || text[1] == '\\')) {
            text.remove_prefix(1);
        }
        value += text.front();
        text.remove_prefix(1);
    }
    return take(text, "\"") ? std::optional(value) : std::nullopt;
}

struct Parameter {
    std::string_view name;
    std::string value;
};

// "; name=value; name=value", whole.
std::optional<std::vector<Parameter>> parameters_of(std::string_view text) {
    std::vector<Parameter> all;
    for (skip_blanks(text); !text.empty(); skip_blanks(text)) {
        if (!take(text, ";")) return std::nullopt;
        skip_blanks(text);
        const auto name = take_until(text, "=");
        auto value = name ? take_value(text) : std::nullopt;
        if (!value || name->empty()) return std::nullopt;
        all.push_back({*name, std::move(*value)});
    }
    return all;
}

std::optional<std::string> boundary_of(std::string_view content_type) {
    constexpr std::string_view type = "multipart/form-data";
    if (!equals(content_type.substr(0, type.size()), type)) return std::nullopt;
    const auto parameters = parameters_of(content_type.substr(type.size()));
    if (!parameters) return std::nullopt;
    std::optional<std::string> boundary;
    for (const Parameter& parameter : *parameters) {
        if (!equals(parameter.name, "boundary")) continue;
        if (boundary) return std::nullopt;
        boundary = parameter.value;
    }
    if (!boundary || boundary->empty() || boundary->size() > longest_boundary ||
        boundary->ends_with(' ')) {
        return std::nullopt;
    }
    const bool sound = std::all_of(boundary->begin(), boundary->end(), [](char c) {
        return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
               std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
    });
    return sound ? boundary : std::nullopt;
}

// The one line that names the part, and what it must not say.
bool read_field(Part& part, bool& named, std::string_view line) {
    const auto name = take_until(line, ":");
    if (!name) return false;
    skip_blanks(line);
    if (equals(*name, "content-type")) return true;
    if (!equals(*name, "content-disposition") || named) return false;
    constexpr std::string_view form_data = "form-data";
    if (!equals(line.substr(0, form_data.size()), form_data)) return false;
    const auto parameters = parameters_of(line.substr(form_data.size()));
    if (!parameters) return false;
    for (const Parameter& parameter : *parameters) {
        if (equals(parameter.name, "name") && !named) {
            part.name = parameter.value;
            named = true;
        } else if (equals(parameter.name, "filename") && !part.filename) {
            part.filename = parameter.value;
        } else {
            return false;
        }
    }
    return named && !part.name.empty() && domain::is_plain_text(part.name);
}

bool read_head(Part& part, std::string_view& body) {
    bool named = false;
    std::string_view head = body.substr(0, longest_head);
    for (;;) {
        const auto line = take_until(head, line_end);
        if (!line) return false;
        body.remove_prefix(line->size() + line_end.size());
        if (line->empty()) return named;
        if (!read_field(part, named, *line)) return false;
    }
}

}  // namespace

std::optional<std::vector<Part>> parse_multipart(std::string_view content_type,
                                                 std::string_view body) {
    const auto boundary = boundary_of(content_type);
    if (!boundary) return std::nullopt;
    const std::string delimiter = "--" + *boundary;
    const std::string between = std::string(line_end) + delimiter;
    std::vector<Part> parts;
    if (!take(body, delimiter)) return std::nullopt;
    while (!take(body, "--")) {
        Part part;
        if (parts.size() == most_parts || !take(body, line_end) || !read_head(part, body)) {
            return std::nullopt;
        }
        const auto content = take_until(body, between);
        const bool twice = std::any_of(parts.begin(), parts.end(),
                                       [&](const Part& other) { return other.name == part.name; });
        if (!content || twice) return std::nullopt;
        part.content = *content;
        parts.push_back(std::move(part));
    }
    if (!body.empty() && body != line_end) return std::nullopt;
    return parts;
}

}  // namespace routing
