#pragma once
// SMS by Sveve (sveve.no/apidok).

#include <memory>
#include <string>

#include "messages/message.hpp"
#include "messages/sms.hpp"
#include "messages/transfer.hpp"

namespace messages {

struct Sveve {
    std::string url = "https://sveve.no/SMS/SendMessage";
    std::string user;
    std::string password;
    std::string from;   // what the phone shows: at most 11 letters and digits
    bool test = false;  // Sveve answers as ever and sends nothing
    Net net = {};
};

HttpPost sveve_request(const Sveve& sveve, const Sms& sms);
// What Sveve says of a recipient is refused; what it says of all of the request has failed, since
// it is about our account.
Outcome sveve_outcome(const HttpAnswer& answer);

// Throws std::invalid_argument when the address is not safe or `from` is too long.
std::unique_ptr<Channel> sveve_channel(Sveve sveve);

}  // namespace messages
