#include "messages/sms.hpp"

#include "messages/phone.hpp"
#include "messages/sms_size.hpp"
#include "messages/text.hpp"

namespace messages {
namespace {

class SmsChannel : public Channel {
public:
    SmsChannel(SmsRequest request, SmsJudgement judge, Net net)
        : request_(std::move(request)), judge_(std::move(judge)), net_(std::move(net)) {}

    Outcome send(const Message& message) const override {
        const auto sms = to_sms(message);
        if (!sms) return sms.error();
        const auto answer = post(request_(*sms), net_);
        return answer ? judge_(*answer) : answer.error();
    }

private:
    SmsRequest request_;
    SmsJudgement judge_;
    Net net_;
};

}  // namespace

tl::expected<Sms, Outcome> to_sms(const Message& message) {
    if (!is_message_id(message.id)) {
        return tl::unexpected(refused(Fault::bad_message, "the id is none"));
    }
    auto number = to_mobile(message.to.phone);
    if (!number) return tl::unexpected(refused(Fault::bad_recipient, "no mobile number"));
    const auto size = sms_size(message.text);
    if (!size || size->parts == 0) {
        return tl::unexpected(refused(Fault::bad_message, "the text is empty or not UTF-8"));
    }
    if (size->parts > most_sms_parts) {
        return tl::unexpected(refused(Fault::too_long, std::to_string(size->parts) + " parts"));
    }
    return Sms{message.id, std::move(*number), message.text};
}

std::unique_ptr<Channel> sms_channel(SmsRequest request, SmsJudgement judge, Net net) {
    return std::make_unique<SmsChannel>(std::move(request), std::move(judge), std::move(net));
}

}  // namespace messages
