#pragma once
// What all SMS providers share: the checks before, and one channel over a request and a judgement.

#include <functional>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "messages/message.hpp"
#include "messages/transfer.hpp"

namespace messages {

struct Sms {
    std::string id;
    std::string to;  // E.164
    std::string text;
};

// Refused: no mobile number, no text, or one of more than most_sms_parts parts.
tl::expected<Sms, Outcome> to_sms(const Message& message);

// Both pure, and callable from any thread.
using SmsRequest = std::function<HttpPost(const Sms&)>;
using SmsJudgement = std::function<Outcome(const HttpAnswer&)>;

std::unique_ptr<Channel> sms_channel(SmsRequest request, SmsJudgement judge, Net net);

}  // namespace messages
