#pragma once
// SMS by any provider that takes an HTTP POST, as the configuration describes it.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "messages/message.hpp"
#include "messages/sms.hpp"
#include "messages/transfer.hpp"

namespace messages {

struct HttpSms {
    std::string url;  // no fields in it: addresses end up in logs
    // Fields, written {to} {number} {text} {from} {id}: the number as E.164 and without its "+".
    // In the body, JSON or a form by the Content-Type, each is written as a value of that form (a
    // JSON text without its quotes); in a header only {from} and {id} stand.
    std::vector<std::string> headers;  // "Name: value", Content-Type among them
    std::string body;
    std::string from = {};
    Net net = {};

    // How an answer 2xx is judged. JSON pointers; empty: not asked.
    std::string accepted_at = {};  // must be there, and be one of `accepted` unless that is empty
    std::vector<std::string> accepted = {};
    std::string refused_at = {};  // when it is one of `refused`: the recipient is refused for good
    std::vector<std::string> refused = {};
    std::string reference_at = {};
};

HttpPost http_sms_request(const HttpSms& provider, const Sms& sms);
Outcome http_sms_outcome(const HttpSms& provider, const HttpAnswer& answer);

// Throws std::invalid_argument, with what is wrong, when the address is not safe, a header is none,
// the Content-Type is neither JSON nor a form, a field is unknown, or the body filled in is no
// JSON.
std::unique_ptr<Channel> http_sms_channel(HttpSms provider);

}  // namespace messages
