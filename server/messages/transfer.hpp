#pragma once
// The only place that speaks with others: HTTP and SMTP by libcurl. HTTPS with a certificate that
// this machine trusts, or plain HTTP to this very machine; no redirect is followed, no proxy of the
// environment is used, an answer has at most 256 KiB. Any thread.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "messages/message.hpp"

namespace messages {

struct Net {
    std::chrono::milliseconds patience{30'000};  // for all of one sending
    std::string authorities = {};  // a PEM file of those who are trusted instead of this machine's
};

// "https://host/…", or "http://" to 127.0.0.1, [::1] or localhost; no user, no fragment, ASCII.
bool is_safe_url(const std::string& url);
bool is_this_machine(std::string_view host);

struct HttpPost {
    std::string url;
    std::vector<std::string> headers;  // "Name: value", each of them a header value
    std::string body;
};

struct HttpAnswer {
    int status = 0;
    std::string body = {};
    std::optional<std::chrono::seconds> retry_after = {};
};

// What the server answered, or the outcome when it did not.
tl::expected<HttpAnswer, Outcome> post(const HttpPost& request, const Net& net);

enum class Security { starttls, tls, none };

struct MailDrop {
    std::string host;
    int port = 587;
    Security security = Security::starttls;
    std::string hello;  // as what we present ourselves
    std::string user = {};
    std::string password = {};
    std::string from;
    std::string to;
    std::string content;  // the mail, with CRLF at the end of each line
};

struct MailAnswer {
    enum class End {
        taken,
        answered,  // this mail was answered with a status of 400 or more
        not_authorised,
        not_trusted,
        timed_out,
        broken  // no connection, or one that ended or spoke something else
    };
    End end = End::broken;
    int status = 0;          // the server's last, 0 when it said none
    std::string reply = {};  // the text of its last line
};

MailAnswer deliver(const MailDrop& drop, const Net& net);

}  // namespace messages
