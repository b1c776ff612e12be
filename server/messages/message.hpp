#pragma once
// A message to one person, what becomes of it, and the interface of everything that sends one.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace messages {

enum class Medium { email, sms, letter, digital_post };
enum class Language { bokmal, nynorsk, english };
// nb, nn, en.
std::string_view to_tag(Language language);

struct PostalAddress {
    std::string name;
    std::vector<std::string> lines;  // street, c/o: at most three
    std::string postal_code;
    std::string city;
    std::string country = {};  // empty: Norway
};

// What of it is needed depends on the channel; the rest may be empty.
struct Recipient {
    std::string email = {};  // ASCII
    std::string phone = {};  // as people write it
    std::optional<PostalAddress> post = {};
    std::string national_number = {};
};

struct Attachment {
    std::string name;  // a file name, of any letters
    std::string type;  // "application/pdf"
    std::string bytes;
};

// All texts are UTF-8. In `text`, an empty line separates paragraphs.
struct Message {
    std::string id;  // stable: a repeat has the same. At most 36 letters, digits and hyphens.
    Medium medium = Medium::email;
    Recipient to = {};
    std::string subject = {};  // not used by SMS
    std::string text = {};
    std::string html = {};  // e-mail only; empty: none
    std::vector<Attachment> attachments = {};
    Language language = Language::bokmal;
    std::chrono::sys_seconds written = {};
    std::chrono::year_month_day day = {};  // what a letter is dated: of `written`, where we are
};

enum class Fault {
    none,
    // Refused for good.
    bad_recipient,     // the address is none, or nobody is reached there
    bad_message,       // something in it cannot be sent by this channel
    too_long,          // an SMS of too many parts
    provider_refused,  // the provider takes it from us never
    // Failed for now.
    unreachable,
    timed_out,
    not_trusted,     // TLS is missing, or its certificate is not the right one
    not_authorised,  // who we are is not accepted: a matter of the configuration
    misconfigured,   // the provider does not know what we ask it for
    busy,            // the provider asks us to wait
    provider_failed,
    unreadable_answer,  // it may have been sent
    disk
};
// The name as it stands here: stable.
std::string_view to_text(Fault fault);

enum class Result {
    sent,     // the provider has it, and it is not sent again
    refused,  // for good: to try again is of no use
    failed    // for now: try again, with the same id
};

struct Outcome {
    Result result = Result::failed;
    std::string reference = {};  // the provider's own, when sent; may be empty
    Fault fault = Fault::none;
    // For the log: our own words and numbers ("HTTP 503"), never what a provider or a person wrote.
    std::string detail = {};
    std::optional<std::chrono::seconds> retry_after = {};  // not before, says the provider
};

Outcome sent(std::string reference);
Outcome refused(Fault fault, std::string detail);
Outcome failed(Fault fault, std::string detail);

// Sends at least once: when the answer is lost, `failed` is said of what was sent.
class Channel {
public:
    virtual ~Channel() = default;
    // Blocks, for no longer than the channel's configured patience and a second. Any thread,
    // several at once, but in no transaction. Logs nothing; throws only when memory is out.
    virtual Outcome send(const Message& message) const = 0;
};

bool is_message_id(std::string_view id);

}  // namespace messages
