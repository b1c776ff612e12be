#pragma once
// SMS by LINK Mobility (SMS REST API for MT messages).

#include <memory>
#include <string>

#include "messages/message.hpp"
#include "messages/sms.hpp"
#include "messages/transfer.hpp"

namespace messages {

struct LinkMobility {
    std::string base = "https://n-eu.linkmobility.io";  // the node that the contract names
    std::string user;
    std::string password;
    std::string platform_id = "COMMON_API";
    std::string platform_partner_id;
    std::string from;  // at most 11 letters and digits, or a number that begins with "+"
    Net net = {};
};

HttpPost link_request(const LinkMobility& link, const Sms& sms);
Outcome link_outcome(const HttpAnswer& answer);

// Throws std::invalid_argument when the address is not safe or `from` is too long.
std::unique_ptr<Channel> link_channel(LinkMobility link);

}  // namespace messages
