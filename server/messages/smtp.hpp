#pragma once
// E-mail by SMTP.

#include <memory>
#include <string>

#include "messages/mail.hpp"
#include "messages/message.hpp"
#include "messages/transfer.hpp"

namespace messages {

struct SmtpServer {
    std::string host;
    int port = 587;
    Security security = Security::starttls;
    bool plain_elsewhere = false;  // whether Security::none is allowed to another machine
    std::string user = {};         // empty: none
    std::string password = {};
    MailSender sender;
    Net net = {};
};

// Throws std::invalid_argument, with what is wrong, when mail would go out in plain text, or the
// host or the sender is none. The reference of what is sent is the server's reply to it.
std::unique_ptr<Channel> smtp_channel(SmtpServer server);

}  // namespace messages
