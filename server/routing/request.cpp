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

}  // namespace routing
