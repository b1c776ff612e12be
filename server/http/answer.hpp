#pragma once
// From a reply to the bytes on the wire: status line, the headers every answer carries, the reply's
// own.

#include <string>
#include <string_view>

#include "routing/reply.hpp"

namespace http {

struct AnswerFrame {
    bool head_only = false;   // the request was HEAD: the length of the body, but not the body
    bool close = false;       // the connection ends after it
    bool keep_alive = false;  // said aloud, for HTTP/1.0
    bool tls = false;
};

// Appends the head. A header field of the reply that would break the framing is left out: a control
// byte in it, or a field that belongs to this folder (content-length, connection, date …).
void append_answer_head(std::string& out, const routing::Reply& reply, const AnswerFrame& frame);

// Whether the body follows the head.
bool has_body(const routing::Reply& reply, const AnswerFrame& frame);

// application/problem+json with the fields every problem has.
routing::Reply problem(int status, std::string_view code, std::string_view title);

}  // namespace http
