#include "api/openapi.hpp"

#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "routing/assurance.hpp"
#include "routing/origin.hpp"

namespace api {
namespace json = boost::json;

namespace {

std::string reference(std::string_view schema) {
    return "#/components/schemas/" + std::string(schema);
}

json::string text(std::string_view value) {
    return json::string(json::string_view(value.data(), value.size()));
}

json::object content(std::string_view type, std::string_view schema) {
    json::object body;
    body["schema"] = {{"$ref", reference(schema)}};
    json::object by_type;
    by_type[json::string_view(type.data(), type.size())] = std::move(body);
    return by_type;
}

// With a blank between.
std::vector<std::string_view> words_of(std::string_view list) {
    std::vector<std::string_view> words;
    while (!list.empty()) {
        const auto blank = list.find(' ');
        words.push_back(list.substr(0, blank));
        list.remove_prefix(blank == std::string_view::npos ? list.size() : blank + 1);
    }
    return words;
}

// Files: their bytes have no schema.
json::object files(std::string_view types) {
    json::object by_type;
    for (const std::string_view type : words_of(types)) {
        by_type[json::string_view(type.data(), type.size())] = json::object();
    }
    return by_type;
}

std::string_view description_of(std::string_view parameter) {
    if (parameter == "limit") return "At most so many entries; 50 when not given, at most 200";
    if (parameter == "cursor") return "Where the last page ended: its \"next\"";
    if (parameter == "sort") return "The order; a cursor is of that order alone";
    if (parameter == "why") return "Why the person is looked up; kept in the access log";
    return "";
}

json::array parameters_of(const routing::Route& route) {
    json::array list;
    std::string_view path = route.path;
    for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{')) {
        const auto close = path.find('}', open);
        list.push_back({{"name", text(path.substr(open + 1, close - open - 1))},
                        {"in", "path"},
                        {"required", true},
                        {"schema", {{"type", "string"}}}});
        path.remove_prefix(close + 1);
    }
    std::string_view names = route.parameters;
    if (names == routing::any_parameters) names = {};
    for (const std::string_view name : words_of(names)) {
        const bool number = name == "limit" || name == "months" || name == "product" ||
                            name == "borrower" || name == "version" || name == "actor";
        json::object parameter{{"name", text(name)},
                               {"in", "query"},
                               {"schema", {{"type", number ? "integer" : "string"}}}};
        if (name == "sort") {
            json::array orders;
            for (const std::string_view order : words_of(route.orders))
                orders.push_back(text(order));
            parameter["schema"].as_object()["enum"] = std::move(orders);
        }
        if (const auto about = description_of(name); !about.empty()) {
            parameter["description"] = text(about);
        }
        list.push_back(std::move(parameter));
    }
    if (route.method == routing::Method::post && !route.roles.empty()) {
        list.push_back({{"name", "Idempotency-Key"},
                        {"in", "header"},
                        {"description", "A repeat with the same key gets the stored answer"},
                        {"schema", {{"type", "string"}, {"maxLength", 200}}}});
    }
    const bool changes_one = route.method == routing::Method::patch ||
                             route.method == routing::Method::put ||
                             route.method == routing::Method::del;
    if (changes_one && route.if_match) {
        list.push_back({{"name", "If-Match"},
                        {"in", "header"},
                        {"required", true},
                        {"schema", {{"type", "string"}}}});
    }
    return list;
}

json::object responses_of(const routing::Route& route) {
    json::object responses;
    json::object success{{"description", text(route.summary)}};
    if (!route.answer.empty()) success["content"] = content("application/json", route.answer);
    if (!route.media.empty()) success["content"] = files(route.media);
    responses[std::to_string(route.success)] = std::move(success);
    json::object problem{{"description", "What is wrong, all of it"},
                         {"content", content("application/problem+json", "problem")}};
    responses["default"] = std::move(problem);
    return responses;
}

json::object operation_of(const routing::Route& route) {
    json::object operation{{"summary", text(route.summary)}};
    if (auto parameters = parameters_of(route); !parameters.empty()) {
        operation["parameters"] = std::move(parameters);
    }
    if (route.body == routing::Body::image) {
        operation["requestBody"] = {{"required", true}, {"content", files(routing::image_types)}};
    } else if (route.body != routing::Body::none) {
        const bool form = route.body == routing::Body::form;
        operation["requestBody"] = {
            {"required", form || route.body == routing::Body::required},
            {"content", content(form ? "application/x-www-form-urlencoded" : "application/json",
                                route.body_schema)}};
    }
    operation["responses"] = responses_of(route);
    json::array roles;
    for (const domain::Role role : domain::all_roles) {
        if (route.roles.has(role)) roles.push_back(text(to_text(role)));
    }
    if (route.roles.empty()) {
        operation["security"] = json::array();
    } else {
        operation["x-roles"] = std::move(roles);
        operation["x-assurance"] = text(routing::to_text(route.assurance));
    }
    return operation;
}

std::string lower(std::string_view upper) {
    std::string out;
    for (const char c : upper) out += static_cast<char>(c | 0x20);
    return out;
}

}  // namespace

std::string openapi(std::span<const routing::Route> routes) {
    json::object paths;
    for (const routing::Route& route : routes) {
        const json::string_view path(route.path.data(), route.path.size());
        if (!paths.contains(path)) paths[path] = json::object();
        paths[path].as_object()[lower(to_text(route.method))] = operation_of(route);
    }
    const std::string_view known = schemas();
    json::object document{
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "Korttidslager"},
          {"version", "1"},
          {"description", "The short-term depot for assistive aids"}}},
        {"security", json::array{json::object{{"device", json::array()}},
                                 json::object{{"session", json::array()}}}},
        {"paths", std::move(paths)},
        {"components",
         {{"securitySchemes",
           {{"device", {{"type", "http"}, {"scheme", "bearer"}}},
            {"session",
             {{"type", "apiKey"}, {"in", "cookie"}, {"name", text(routing::session_cookie)}}}}},
          {"schemas", json::parse(json::string_view(known.data(), known.size()))}}}};
    return json::serialize(document);
}

}  // namespace api
