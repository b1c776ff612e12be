#include "messages/smtp.hpp"

#include <stdexcept>

#include "messages/answer.hpp"
#include "messages/text.hpp"

namespace messages {
namespace {

// 5xx answers that are about us and not about this mail (RFC 4954).
bool is_about_us(int status) {
    return status == 530 || status == 534 || status == 535 || status == 538;
}

Outcome outcome_of(const MailAnswer& answer, const std::string& recipient) {
    const std::string detail =
        answer.status == 0 ? "SMTP without an answer" : "SMTP " + std::to_string(answer.status);
    switch (answer.end) {
        case MailAnswer::End::taken:
            // Some servers repeat the address.
            return sent(answer.reply.find(recipient) == std::string::npos
                            ? kept_reference(answer.reply)
                            : std::string());
        case MailAnswer::End::answered:
            if (is_about_us(answer.status)) return failed(Fault::not_authorised, detail);
            if (answer.status < 500) return failed(Fault::busy, detail);
            return refused(Fault::provider_refused, detail);
        case MailAnswer::End::not_authorised:
            return failed(Fault::not_authorised, detail);
        case MailAnswer::End::not_trusted:
            return failed(Fault::not_trusted, detail);
        case MailAnswer::End::timed_out:
            return failed(Fault::timed_out, detail);
        case MailAnswer::End::broken:
            return failed(Fault::unreachable, detail);
    }
    throw std::logic_error("no such end");
}

class SmtpChannel : public Channel {
public:
    explicit SmtpChannel(SmtpServer server) : server_(std::move(server)) {}

    Outcome send(const Message& message) const override {
        auto mail = to_mail(message, server_.sender);
        if (!mail) return mail.error();
        MailDrop drop;
        drop.host = server_.host;
        drop.port = server_.port;
        drop.security = server_.security;
        drop.hello = server_.sender.address.substr(server_.sender.address.find('@') + 1);
        drop.user = server_.user;
        drop.password = server_.password;
        drop.from = server_.sender.address;
        drop.to = message.to.email;
        drop.content = std::move(*mail);
        return outcome_of(deliver(drop, server_.net), drop.to);
    }

private:
    SmtpServer server_;
};

}  // namespace

std::unique_ptr<Channel> smtp_channel(SmtpServer server) {
    if (!is_host(server.host)) throw std::invalid_argument("the SMTP host is none");
    if (server.port < 1 || server.port > 65535) {
        throw std::invalid_argument("the SMTP port is none");
    }
    if (!is_email_address(server.sender.address) || !is_one_line(server.sender.name)) {
        throw std::invalid_argument("the sender of mail is none");
    }
    if (server.security == Security::none && !server.plain_elsewhere &&
        !is_this_machine(server.host)) {
        throw std::invalid_argument("mail without TLS leaves this machine only when that is said");
    }
    return std::make_unique<SmtpChannel>(std::move(server));
}

}  // namespace messages
