#include "routing/request.hpp"

#include <boost/url/parse_query.hpp>

namespace routing {

std::string_view to_text(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::del:
            return "DELETE";
    }
    return {};
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(
    std::string_view query) {
    const auto parsed =
        boost::urls::parse_query(boost::core::string_view(query.data(), query.size()));
    if (!parsed) return std::nullopt;
    std::vector<std::pair<std::string, std::string>> parameters;
    if (query.empty()) return parameters;
    boost::urls::encoding_opts options;
    options.space_as_plus = true;
    for (const auto parameter : *parsed) {
        std::string key = parameter.key.decode(options);
        std::string value = parameter.has_value ? parameter.value.decode(options) : std::string();
        parameters.emplace_back(std::move(key), std::move(value));
    }
    return parameters;
}

bool is_plain_text(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        const unsigned lead = at(i);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (lead < 0x20 || lead == 0x7f || (lead >= 0x80 && lead < 0xc2) || lead > 0xf4)
            return false;
        if (i + size > text.size()) return false;
        for (std::size_t next = i + 1; next < i + size; ++next) {
            if ((at(next) & 0xc0) != 0x80) return false;
        }
        // Overlong forms, surrogates, and what lies above the last code point.
        if (lead == 0xe0 && at(i + 1) < 0xa0) return false;
        if (lead == 0xed && at(i + 1) > 0x9f) return false;
        if (lead == 0xf0 && at(i + 1) < 0x90) return false;
        if (lead == 0xf4 && at(i + 1) > 0x8f) return false;
        i += size;
    }
    return true;
}

}  // namespace routing
