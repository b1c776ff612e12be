#include "api/sign_in_page.hpp"

#include <string>

#include "routing/texts.hpp"

namespace api {
namespace {

using routing::Reply;
using routing::Request;

std::string_view tag_of(routing::Language language) {
    switch (language) {
        case routing::Language::nb:
            return "nb";
        case routing::Language::nn:
            return "nn";
        case routing::Language::en:
            return "en";
    }
    return "nb";
}

// Of texts of our own alone, which hold nothing that HTML escapes.
Reply page(const Request& request, int status, std::string_view code, std::string_view head) {
    const auto text = [&](std::string_view which) {
        return routing::text(which, request.language);
    };
    Reply reply;
    reply.status = status;
    reply.content_type = "text/html;charset=utf-8";
    std::string& body = reply.body;
    body.append("<!doctype html>\n<html lang=\"").append(tag_of(request.language));
    body.append("\"><head><meta charset=\"utf-8\">");
    body.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    body.append(head).append("<title>").append(text("sign_in_title"));
    body.append("</title></head>\n<body><main><h1>").append(text("sign_in_title"));
    body.append("</h1>\n<p>").append(text(code));
    body.append("</p>\n<p><a href=\"/\">").append(text("sign_in_go_on")).append("</a></p>");
    if (status >= 400) body.append("\n<p><code>").append(code).append("</code></p>");
    body.append("</main></body></html>\n");
    return reply;
}

}  // namespace

// A redirect would not do: the browser counts it as the end of a journey that began at the
// provider, and a cookie that is strictly for our own site is not sent then. A page of ours that
// goes on is a new beginning.
Reply signed_in_page(const Request& request) {
    return page(request, 200, "signed_in", "<meta http-equiv=\"refresh\" content=\"0; url=/\">");
}

Reply sign_in_refused_page(const Request& request, int status, std::string_view code) {
    return page(request, status, code, "");
}

}  // namespace api
