#pragma once
// Altinn Varslinger (Altinn 3): e-mail and SMS sent by Altinn, to an address or to a person whose
// addresses it looks up (docs.altinn.studio/notifications).

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "messages/message.hpp"
#include "messages/token.hpp"
#include "messages/transfer.hpp"

namespace messages {

struct Altinn {
    std::string base = "https://platform.altinn.no";
    std::string sms_sender = {};  // empty: what Altinn has for the municipality
    std::string resource_id = {};  // "urn:altinn:resource:…", for Medium::digital_post; empty: none
    Net net = {};
};

// By the message's medium: email and sms to the address in it, digital_post to the person with that
// national number: by SMS, or by e-mail where no phone is known, unless the person has reserved.
// SMS is sent in the daytime. Refused for Medium::letter, attachments, and what the medium does not
// allow.
tl::expected<HttpPost, Outcome> altinn_request(const Altinn& altinn, const Message& message);
// The reference is that of the order's shipment, by which Altinn tells what becomes of it. An order
// sent again with the same id is the same order.
Outcome altinn_outcome(const HttpAnswer& answer);

// The token is Altinn's, with the scope altinn:serviceowner/notifications.create. Throws
// std::invalid_argument when the address is not safe.
std::unique_ptr<Channel> altinn_channel(Altinn altinn, TokenSource token);

}  // namespace messages
