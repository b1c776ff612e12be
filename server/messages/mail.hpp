#pragma once
// A message as the text of a mail (RFC 5322 with MIME). Pure: the same message gives the same
// bytes.

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "messages/message.hpp"

namespace messages {

struct MailSender {
    std::string address;
    std::string name = {};  // of any letters; empty: the address alone
};

// "<id@domain of the sender>".
std::string message_id(const Message& message, const MailSender& sender);

// Lines of at most 998 characters that end with CRLF; not yet dot-stuffed. Refused when the address
// is none, the subject is not one line, a text is not UTF-8 or an attachment's type is none.
tl::expected<std::string, Outcome> to_mail(const Message& message, const MailSender& sender);

// Parts of it, by themselves.
std::string encoded_words(std::string_view text);  // RFC 2047; as it is when that is plain ASCII
std::string quoted_printable(std::string_view text);

}  // namespace messages
