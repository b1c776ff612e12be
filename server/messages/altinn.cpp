#include "messages/altinn.hpp"

#include <stdexcept>

#include <boost/json.hpp>

#include "messages/answer.hpp"
#include "messages/http_status.hpp"
#include "messages/sms.hpp"
#include "messages/sms_size.hpp"
#include "messages/text.hpp"

namespace messages {
namespace json = boost::json;

namespace {

using Part = tl::expected<json::object, Outcome>;

tl::unexpected<Outcome> refusal(Fault fault, std::string detail) {
    return tl::unexpected(refused(fault, std::move(detail)));
}

Part email_settings(const Message& message) {
    if (message.subject.empty() || !is_one_line(message.subject)) {
        return refusal(Fault::bad_message, "the subject is not one line of text");
    }
    const std::string& body = message.html.empty() ? message.text : message.html;
    if (body.empty() || !is_text(body)) {
        return refusal(Fault::bad_message, "the text is empty or not UTF-8");
    }
    return json::object{{"subject", message.subject},
                        {"body", body},
                        {"contentType", message.html.empty() ? "Plain" : "Html"},
                        {"sendingTimePolicy", "Anytime"}};
}

json::object sms_settings(const Altinn& altinn, const std::string& text) {
    json::object settings{{"body", text}, {"sendingTimePolicy", "Daytime"}};
    if (!altinn.sms_sender.empty()) settings["sender"] = altinn.sms_sender;
    return settings;
}

Part to_email(const Message& message) {
    if (!is_email_address(message.to.email)) {
        return refusal(Fault::bad_recipient, "the address is none");
    }
    return email_settings(message).map([&](json::object settings) {
        return json::object{{"recipientEmail", json::object{{"emailAddress", message.to.email},
                                                            {"emailSettings", settings}}}};
    });
}

Part to_phone(const Altinn& altinn, const Message& message) {
    return to_sms(message).map([&](const Sms& sms) {
        return json::object{
            {"recipientSms", json::object{{"phoneNumber", sms.to},
                                          {"smsSettings", sms_settings(altinn, sms.text)}}}};
    });
}

Part to_person(const Altinn& altinn, const Message& message) {
    if (!is_national_number(message.to.national_number)) {
        return refusal(Fault::bad_recipient, "the national number is none");
    }
    const auto size = sms_size(message.text);
    if (!size || size->parts == 0) {
        return refusal(Fault::bad_message, "the text is empty or not UTF-8");
    }
    if (size->parts > most_sms_parts) {
        return refusal(Fault::too_long, std::to_string(size->parts) + " parts");
    }
    return email_settings(message).map([&](json::object settings) {
        json::object person{{"nationalIdentityNumber", message.to.national_number},
                            {"channelSchema", "SmsPreferred"},
                            {"ignoreReservation", false},
                            {"emailSettings", settings},
                            {"smsSettings", sms_settings(altinn, message.text)}};
        if (!altinn.resource_id.empty()) person["resourceId"] = altinn.resource_id;
        return json::object{{"recipientPerson", person}};
    });
}

Part recipient(const Altinn& altinn, const Message& message) {
    switch (message.medium) {
        case Medium::email:
            return to_email(message);
        case Medium::sms:
            return to_phone(altinn, message);
        case Medium::digital_post:
            return to_person(altinn, message);
        case Medium::letter:
            return refusal(Fault::bad_message, "Altinn notifies, it sends no letters");
    }
    throw std::logic_error("no such medium");
}

class AltinnChannel : public Channel {
public:
    AltinnChannel(Altinn altinn, TokenSource token)
        : altinn_(std::move(altinn)), token_(std::move(token)) {}

    Outcome send(const Message& message) const override {
        auto request = altinn_request(altinn_, message);
        if (!request) return request.error();
        const auto bearer = authorisation(token_);
        if (!bearer) return bearer.error();
        request->headers.push_back(*bearer);
        const auto answer = post(*request, altinn_.net);
        return answer ? altinn_outcome(*answer) : answer.error();
    }

private:
    Altinn altinn_;
    TokenSource token_;
};

}  // namespace

tl::expected<HttpPost, Outcome> altinn_request(const Altinn& altinn, const Message& message) {
    if (!is_message_id(message.id)) return refusal(Fault::bad_message, "the id is none");
    if (!message.attachments.empty()) {
        return refusal(Fault::bad_message, "Altinn takes no attachments");
    }
    const Part to = recipient(altinn, message);
    if (!to) return tl::unexpected(to.error());
    return HttpPost{
        altinn.base + "/notifications/api/v1/future/orders",
        {"Content-Type: application/json", "Accept: application/json"},
        json::serialize(json::object{
            {"idempotencyId", message.id}, {"sendersReference", message.id}, {"recipient", *to}})};
}

Outcome altinn_outcome(const HttpAnswer& answer) {
    if (answer.status == 422) {
        // The only error it has for that: no address of the person is known.
        return refused(Fault::bad_recipient, "HTTP 422");
    }
    if (!is_success(answer)) return outcome_of_status(answer);
    const auto said = Answer::parse(answer.body);
    const auto shipment = said ? said->text("/notification/shipmentId") : std::nullopt;
    if (!shipment) return failed(Fault::unreadable_answer, "Altinn: no shipmentId");
    return sent(kept_reference(*shipment));
}

std::unique_ptr<Channel> altinn_channel(Altinn altinn, TokenSource token) {
    if (!is_safe_url(altinn.base)) throw std::invalid_argument("the address of Altinn is not safe");
    return std::make_unique<AltinnChannel>(std::move(altinn), std::move(token));
}

}  // namespace messages
