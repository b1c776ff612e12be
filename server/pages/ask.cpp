#include "pages/ask.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "api/routes.hpp"
#include "routing/match.hpp"
#include "routing/problem.hpp"

namespace pages {
namespace {

using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

Request inner(const Request& outer, Method method, std::string_view path) {
    Request request;
    request.method = method;
    request.path = "/api/v1" + std::string(path);
    request.cookie = outer.cookie;
    request.host = outer.host;
    request.from_loopback = outer.from_loopback;
    request.principal = outer.principal;
    request.language = outer.language;
    request.now = outer.now;
    request.settings = outer.settings;
    return request;
}

Answer answer_of(Shown shown) {
    Answer answer;
    answer.status = shown.reply.status;
    if (shown.reply.content_type.find("json") != std::string::npos && !shown.reply.body.empty()) {
        json::value body = json::parse(shown.reply.body);
        if (body.is_object()) answer.body = std::move(body.get_object());
    }
    answer.persons = std::move(shown.persons);
    answer.reply = std::move(shown.reply);
    return answer;
}

// The checks that dispatch makes before a handler; none: it may be asked.
std::optional<Answer> refused(const Request& request, const routing::Route* route) {
    if (route == nullptr) return answer_of(routing::problem(request, 404, "not_found"));
    if (route->roles.empty()) return std::nullopt;
    if (!route->roles.has(request.principal.role)) {
        return answer_of(routing::problem(request, 403, "not_allowed"));
    }
    if (request.principal.assurance < route->assurance) {
        return answer_of(routing::problem(request, 403, "shown_again_needed"));
    }
    return std::nullopt;
}

const routing::Route* take_route(Request& request) {
    routing::Match found = routing::match(api::routes(), request.method, request.path);
    request.path_values = std::move(found.values);
    return found.route;
}

}  // namespace

std::string encoded(std::string_view text) {
    return boost::urls::encode(text, boost::urls::unreserved_chars);
}

const routing::Route* route_of(Method method, std::string_view path) {
    return routing::match(api::routes(), method, "/api/v1" + std::string(path)).route;
}

bool may(const Request& request, Method method, std::string_view path) {
    const auto* route = route_of(method, path);
    return route != nullptr && (route->roles.empty() || route->roles.has(request.principal.role));
}

namespace {

Answer read(Request asked, db::ReadTx& tx, Parameters parameters) {
    const auto* route = take_route(asked);
    if (auto no = refused(asked, route)) return std::move(*no);
    asked.parameters = std::move(parameters);
    if (const auto* shows = std::get_if<routing::Disclose>(&route->handler)) {
        return answer_of((*shows)(asked, tx));
    }
    return answer_of(std::get<routing::Read>(route->handler)(asked, tx));
}

}  // namespace

Answer get(const Request& request, db::ReadTx& tx, std::string_view path, Parameters parameters) {
    return read(inner(request, Method::get, path), tx, std::move(parameters));
}

Answer find(const Request& request, db::ReadTx& tx, std::string_view path, const json::object& body,
            Parameters parameters) {
    Request asked = inner(request, Method::post, path);
    asked.body = json::serialize(body);
    asked.content_type = "application/json";
    return read(std::move(asked), tx, std::move(parameters));
}

Answer change(const Request& request, db::WriteTx& tx, Method method, std::string_view path,
              const json::object& body, std::string_view if_match) {
    Request asked = inner(request, method, path);
    const auto* route = take_route(asked);
    if (auto no = refused(asked, route)) return std::move(*no);
    if (route->body != routing::Body::none) asked.body = json::serialize(body);
    asked.content_type = "application/json";
    asked.if_match = if_match.empty() ? "*" : if_match;
    if (route->prepare != nullptr) asked.prepared = route->prepare(asked);
    // What was refused has left nothing, also for the page that says so.
    db::Savepoint before(tx);
    Answer answer = answer_of(std::get<routing::Write>(route->handler)(asked, tx));
    if (answer.ok()) {
        before.keep();
    } else {
        before.undo();
    }
    return answer;
}

Answer work(const Request& request, routing::Desk& desk, Method method, std::string_view path,
            const json::object& body, std::string_view if_match) {
    Request asked = inner(request, method, path);
    const auto* route = take_route(asked);
    if (auto no = refused(asked, route)) return std::move(*no);
    if (route->body != routing::Body::none) asked.body = json::serialize(body);
    asked.content_type = "application/json";
    asked.if_match = if_match.empty() ? "*" : if_match;
    return answer_of(std::get<routing::Work>(route->handler)(asked, desk));
}

Answer pass_on(const Request& request, routing::Desk& desk, Method method, std::string_view path) {
    Request asked = inner(request, method, path);
    const auto* route = take_route(asked);
    if (auto no = refused(asked, route)) return std::move(*no);
    asked.body = request.body;
    asked.content_type = request.content_type;
    asked.parameters = request.parameters;
    return answer_of(std::get<routing::Work>(route->handler)(asked, desk));
}

void copy_cookies(const Reply& from, Reply& to) {
    for (const auto& [name, value] : from.headers) {
        if (name == "set-cookie" || name == "clear-site-data") to.headers.emplace_back(name, value);
    }
}

}  // namespace pages
