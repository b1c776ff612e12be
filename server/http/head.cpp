#include "http/head.hpp"

#include <string>

#include "http/beast.hpp"

namespace http {
namespace {

using beast::http::field;
using beast::http::verb;

std::optional<routing::Method> method_of(verb method) {
    switch (method) {
        case verb::get:
        case verb::head:
            return routing::Method::get;
        case verb::post:
            return routing::Method::post;
        case verb::put:
            return routing::Method::put;
        case verb::patch:
            return routing::Method::patch;
        case verb::delete_:
            return routing::Method::del;
        default:
            return std::nullopt;
    }
}

// RFC 9110 5.3: lines of a list field are one list.
void join(std::string& list, std::string_view value) {
    if (!list.empty()) list += ", ";
    list += value;
}

// A field that only something between the client and us adds.
bool is_of_a_proxy(std::string_view name) {
    return beast::iequals(name, "forwarded") || beast::iequals(name, "via") ||
           beast::iequals(name, "x-real-ip") ||
           (name.size() > 12 && beast::iequals(name.substr(0, 12), "x-forwarded-"));
}

}  // namespace

std::optional<Head> parse_head(std::string_view bytes, std::uint64_t content_length,
                               bool peer_is_loopback) {
    beast::http::request_parser<beast::http::empty_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(bytes.size() + 1));  // the gate has counted
    parser.body_limit(boost::none);                                     // the session decides
    beast::error_code error;
    const std::size_t used = parser.put(asio::buffer(bytes.data(), bytes.size()), error);
    if (error || used != bytes.size() || !parser.is_header_done() || parser.chunked() ||
        parser.content_length().value_or(0) != content_length)
        return std::nullopt;

    const auto& message = parser.get();
    const auto method = method_of(message.method());
    if (!method) return std::nullopt;

    Head head;
    head.head_only = message.method() == verb::head;
    head.keep_alive = parser.keep_alive();
    head.http_1_0 = message.version() == 10;

    routing::Request& request = head.request;
    request.method = *method;
    const std::string_view target = message.target();
    const auto question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string_view::npos) request.query = target.substr(question + 1);

    request.from_loopback = peer_is_loopback;
    for (const auto& line : message) {
        const std::string_view value = line.value();
        switch (line.name()) {
            case field::authorization:
                request.authorization = value;
                break;
            case field::content_type:
                request.content_type = value;
                break;
            case field::accept_encoding:
                join(request.accept_encoding, value);
                break;
            case field::accept_language:
                join(request.accept_language, value);
                break;
            case field::cookie:
                // RFC 6265 5.4: a browser sends one; joined they read as one.
                if (!request.cookie.empty()) request.cookie += "; ";
                request.cookie += value;
                break;
            case field::host:
                request.host = value;
                break;
            case field::origin:
                request.origin = value;
                break;
            case field::if_match:
                join(request.if_match, value);
                break;
            case field::if_none_match:
                join(request.if_none_match, value);
                break;
            default:
                if (beast::iequals(line.name_string(), "idempotency-key"))
                    request.idempotency_key = value;
                else if (beast::iequals(line.name_string(), "sec-fetch-site"))
                    request.sec_fetch_site = value;
                else if (beast::iequals(line.name_string(), "last-event-id"))
                    request.last_event_id = value;
                else if (beast::iequals(line.name_string(), "x-unattended"))
                    request.unattended = value == "1";
                else if (request.from_loopback && is_of_a_proxy(line.name_string()))
                    request.from_loopback = false;
        }
    }
    return head;
}

}  // namespace http
