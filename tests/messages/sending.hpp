#pragma once
// What the tests of messages share: a message, the servers that take it, and a certificate.

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "identity/helper.hpp"
#include "messages/letter.hpp"
#include "messages/message.hpp"
#include "support/json.hpp"

namespace support {

// Never a real one's: so that what must not be in a detail can be looked for.
inline const std::string secret_name = "Åse Ødegård";
inline const std::string secret_email = "aase@example.no";
inline const std::string secret_phone = "+4790000010";
inline const std::string secret_number = "13097248022";

// To all the addresses that a channel may ask for; written 2026-11-27 12:00 UTC.
messages::Message a_message();
messages::LetterSender a_letter_sender();

// Whether something of the person or the text is in what would be logged.
bool is_discreet(const messages::Outcome& outcome);

// Sends, and gives what came of it as "sent: reference" or "refused: fault, detail".
std::string told(const messages::Channel& channel, const messages::Message& message);

// Empty: Debian's aiosmtpd is not here.
std::vector<std::string> smtp_server_words(const std::string& mode,
                                           const std::string& certificate = {});
// The port of the helper that just started.
int port_of(Helper& server);

// Of 127.0.0.1 as it, in the folder: the path without ".pem" and ".key". Empty: no openssl here.
std::string new_certificate(const std::filesystem::path& folder, const std::string& name);

class HttpStub {
public:
    explicit HttpStub(const std::string& certificate = {});

    std::string at(const std::string& path = {}) const;
    Json last() { return Json::parse(helper_.ask("last")); }
    int count() { return std::stoi(helper_.ask("count")); }

private:
    Helper helper_;
    std::string origin_;
};

std::string from_base64(const std::string& text);

}  // namespace support
