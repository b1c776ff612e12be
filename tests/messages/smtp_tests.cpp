// Mail sent to real mail servers on this machine, and read by Python's email package; and to
// servers that behave badly.

#include <catch2/catch.hpp>

#include "messages/sending.hpp"
#include "messages/smtp.hpp"
#include "support/json.hpp"
#include "support/skip.hpp"
#include "support/temp_database.hpp"

using namespace std::chrono_literals;
using messages::Message;
using messages::Security;
using messages::SmtpServer;
using support::a_message;
using support::Helper;
using support::told;

namespace {

constexpr const char* no_server = "no python3-aiosmtpd";
const std::string queued = "sent: 2.0.0 Ok: queued as 4WxYz12";

SmtpServer plain_server(int port) {
    SmtpServer server;
    server.host = "127.0.0.1";
    server.port = port;
    server.security = Security::none;
    server.sender = {"lager@depot.example.no", "Korttidslageret på Ås"};
    server.net.patience = 15000ms;
    return server;
}

Message to_address(const std::string& address) {
    Message message = a_message();
    message.to.email = address;
    return message;
}

std::string all_bytes() {
    std::string bytes;
    for (int i = 0; i < 1000; ++i) bytes += static_cast<char>(i * 7 % 256);
    return bytes + "\r\n.\r\n\n.\n--=_mixed\r\n";
}

}  // namespace

TEST_CASE("a mail arrives as it was written: letters, alternatives, attachments byte by byte") {
    const auto words = support::smtp_server_words("plain");
    if (words.empty()) return support::skip(no_server);
    Helper server(words);
    const auto channel = messages::smtp_channel(plain_server(support::port_of(server)));
    Message message = a_message();
    message.subject = "Forfalte utlån uke 47/2026 – Sandefjord medisinske senter og Engveien, alle";
    message.text = "Hei, Ødegård!\n\n.\n..to\nEn lang linje: " + std::string(300, 'x') +
                   "\nFrom her\nSlutt \n";
    message.html = "<p>Hei, <b>Ødegård</b>!</p>\n.\n";
    message.attachments = {
        {"Forfalte utlån – uke 47.pdf", "application/pdf", all_bytes()},
        {"forfalte.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
         std::string("PK\x03\x04\0\0", 6)},
        {"tom \"liste\".csv", "text/csv", ""}};
    CHECK(told(*channel, message) == queued);

    const auto mails = support::Json::parse(server.ask("mails"));
    REQUIRE(mails.size("") == 1);
    CHECK(mails.text("/0/from") == "lager@depot.example.no");
    CHECK(mails.each("/0/to") == std::vector<std::string>{"aase@example.no"});
    CHECK(mails.text("/0/structure") ==
          "multipart/mixed(multipart/alternative(text/plain,text/html),application/pdf,"
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv)");
    CHECK(mails.each("/0/defects").empty());
    CHECK(mails.text("/0/headers/Subject") == message.subject);
    CHECK(mails.text("/0/headers/From") == "Korttidslageret på Ås <lager@depot.example.no>");
    CHECK(mails.text("/0/headers/To") == "aase@example.no");
    CHECK(mails.text("/0/headers/Message-ID") ==
          "<0190c2f1-5a4b-7c3d-8e9f-001122334455@depot.example.no>");
    CHECK(mails.text("/0/headers/Auto-Submitted") == "auto-generated");
    CHECK(mails.text("/0/headers/Content-Language") == "nb");
    CHECK(mails.text("/0/date") == "2026-11-27T12:03:04+00:00");
    CHECK(mails.flag("/0/ascii"));
    CHECK(mails.number("/0/bare") == 0);
    CHECK(mails.number("/0/longest") <= 998);
    CHECK(mails.text("/0/parts/0/text") == message.text);
    CHECK(mails.text("/0/parts/0/charset") == "utf-8");
    CHECK(mails.text("/0/parts/1/text") == message.html);
    for (std::size_t i = 0; i < message.attachments.size(); ++i) {
        const std::string part = "/0/parts/" + std::to_string(i + 2);
        CHECK(mails.text(part + "/name") == message.attachments[i].name);
        CHECK(mails.text(part + "/disposition") == "attachment");
        CHECK(support::from_base64(mails.text(part + "/base64")) == message.attachments[i].bytes);
    }
}

TEST_CASE("a mail that is sent again is the same, so that a reader knows it for one") {
    const auto words = support::smtp_server_words("plain");
    if (words.empty()) return support::skip(no_server);
    Helper server(words);
    const auto channel = messages::smtp_channel(plain_server(support::port_of(server)));
    CHECK(told(*channel, a_message()) == queued);
    CHECK(told(*channel, a_message()) == queued);
    const auto mails = support::Json::parse(server.ask("mails"));
    CHECK(mails.text("/0/raw") == mails.text("/1/raw"));
    CHECK(mails.text("/0/structure") == "text/plain");
    CHECK(mails.text("/0/parts/0/text") == a_message().text);
}

TEST_CASE("what a mail server refuses for good is told from what it refuses for now") {
    const auto words = support::smtp_server_words("plain");
    if (words.empty()) return support::skip(no_server);
    Helper server(words);
    const auto channel = messages::smtp_channel(plain_server(support::port_of(server)));
    CHECK(told(*channel, to_address("gone@example.no")) == "refused: provider_refused, SMTP 550");
    CHECK(told(*channel, to_address("heavy@example.no")) == "refused: provider_refused, SMTP 552");
    CHECK(told(*channel, to_address("later@example.no")) == "failed: busy, SMTP 451");
    CHECK(told(*channel, to_address("full@example.no")) == "failed: busy, SMTP 452");
    CHECK(told(*channel, to_address("unknown-us@example.no")) ==
          "failed: not_authorised, SMTP 530");
    CHECK(told(*channel, to_address("not an address")) ==
          "refused: bad_recipient, the address is none");
    CHECK(support::Json::parse(server.ask("mails")).size("") == 0);
    CHECK(told(*channel, to_address("echo@example.no")) == "sent: ");
}

TEST_CASE("mail goes by TLS from the start or by STARTTLS, to whom the certificate names") {
    const support::TempDatabase files(support::TempDatabase::Holding::nothing, false);
    const std::string right = support::new_certificate(files.folder(), "IP:127.0.0.1");
    const std::string wrong = support::new_certificate(files.folder(), "DNS:other.example.no");
    if (right.empty()) return support::skip("no openssl");
    for (const auto& [mode, security] : std::map<std::string, Security>{
             {"starttls", Security::starttls}, {"tls", Security::tls}}) {
        INFO(mode);
        const auto words = support::smtp_server_words(mode, right);
        if (words.empty()) return support::skip(no_server);
        Helper server(words);
        SmtpServer settings = plain_server(support::port_of(server));
        settings.security = security;
        CHECK_THAT(told(*messages::smtp_channel(settings), a_message()),
                   Catch::StartsWith("failed: not_trusted"));
        settings.net.authorities = right + ".pem";
        CHECK(told(*messages::smtp_channel(settings), a_message()) == queued);

        Helper other(support::smtp_server_words(mode, wrong));
        settings.port = support::port_of(other);
        settings.net.authorities = wrong + ".pem";
        CHECK_THAT(told(*messages::smtp_channel(settings), a_message()),
                   Catch::StartsWith("failed: not_trusted"));
        CHECK(support::Json::parse(other.ask("mails")).size("") == 0);
    }
    // A server without TLS, or somebody between who takes the offer of it away.
    Helper server(support::smtp_server_words("plain"));
    SmtpServer settings = plain_server(support::port_of(server));
    settings.security = Security::starttls;
    CHECK_THAT(told(*messages::smtp_channel(settings), a_message()),
               Catch::StartsWith("failed: not_trusted"));
    CHECK(support::Json::parse(server.ask("mails")).size("") == 0);
}

TEST_CASE(
    "a mail server that wants to know who we are is told, and no other fault is made of a no") {
    const support::TempDatabase files(support::TempDatabase::Holding::nothing, false);
    const std::string certificate = support::new_certificate(files.folder(), "IP:127.0.0.1");
    if (certificate.empty()) return support::skip("no openssl");
    const auto words = support::smtp_server_words("auth", certificate);
    if (words.empty()) return support::skip(no_server);
    Helper server(words);
    SmtpServer settings = plain_server(support::port_of(server));
    settings.security = Security::starttls;
    settings.net.authorities = certificate + ".pem";
    CHECK(told(*messages::smtp_channel(settings), a_message()) ==
          "failed: not_authorised, SMTP 530");
    settings.user = "depot";
    settings.password = "ærlig \" talt";
    CHECK(told(*messages::smtp_channel(settings), a_message()) == queued);
    settings.password = "feil";
    CHECK(told(*messages::smtp_channel(settings), a_message()) ==
          "failed: not_authorised, SMTP 535");
}

TEST_CASE("a mail server that hangs holds nobody up") {
    if (support::smtp_server_words("plain").empty()) return support::skip(no_server);
    for (const char* mode : {"hang", "hang-at-end"}) {
        INFO(mode);
        Helper server(support::smtp_server_words(mode));
        SmtpServer settings = plain_server(support::port_of(server));
        settings.net.patience = 200ms;
        const auto began = std::chrono::steady_clock::now();
        CHECK_THAT(told(*messages::smtp_channel(settings), a_message()),
                   Catch::StartsWith("failed: timed_out"));
        CHECK(std::chrono::steady_clock::now() - began < 10s);
    }
}

TEST_CASE("a mail that was taken is sent, also when the server then hangs") {
    const auto words = support::smtp_server_words("hang-at-quit");
    if (words.empty()) return support::skip(no_server);
    Helper server(words);
    SmtpServer settings = plain_server(support::port_of(server));
    settings.net.patience = 1000ms;
    const auto began = std::chrono::steady_clock::now();
    CHECK(told(*messages::smtp_channel(settings), a_message()) == "sent: Ok");
    CHECK(std::chrono::steady_clock::now() - began < 10s);
}

TEST_CASE("a mail server that hangs up or talks nonsense has only failed for now") {
    if (support::smtp_server_words("plain").empty()) return support::skip(no_server);
    for (const auto& [mode, outcome] : std::map<std::string, std::string>{
             {"close-at-recipient", "failed: unreachable"},
             {"close-in-data", "failed: unreachable"},
             {"nonsense", "failed: "},
             {"no-service", "failed: unreachable, SMTP 554"},
         }) {
        INFO(mode);
        Helper server(support::smtp_server_words(mode));
        SmtpServer settings = plain_server(support::port_of(server));
        if (mode == "nonsense") settings.net.patience = 200ms;
        CHECK_THAT(told(*messages::smtp_channel(settings), a_message()),
                   Catch::StartsWith(outcome));
    }
    CHECK_THAT(told(*messages::smtp_channel(plain_server(1)), a_message()),
               Catch::StartsWith("failed: unreachable"));
}

TEST_CASE("settings by which mail would leave this machine in plain text are refused") {
    const auto refuses = [](const std::function<void(SmtpServer&)>& change) {
        SmtpServer server = plain_server(25);
        change(server);
        try {
            (void)messages::smtp_channel(server);
            return false;
        } catch (const std::invalid_argument&) {
            return true;
        }
    };
    CHECK_FALSE(refuses([](SmtpServer&) {}));
    CHECK_FALSE(refuses([](SmtpServer& s) { s.host = "localhost"; }));
    CHECK(refuses([](SmtpServer& s) { s.host = "mail.example.no"; }));
    CHECK(refuses([](SmtpServer& s) { s.host = "127.0.0.1.example.no"; }));
    CHECK_FALSE(refuses([](SmtpServer& s) {
        s.host = "mail.example.no";
        s.security = Security::starttls;
    }));
    CHECK_FALSE(refuses([](SmtpServer& s) {
        s.host = "mail.example.no";
        s.plain_elsewhere = true;
    }));
    CHECK(refuses([](SmtpServer& s) { s.host = "127.0.0.1/x"; }));
    CHECK(refuses([](SmtpServer& s) { s.host = "user@127.0.0.1"; }));
    CHECK(refuses([](SmtpServer& s) { s.host = ""; }));
    CHECK(refuses([](SmtpServer& s) { s.port = 0; }));
    CHECK(refuses([](SmtpServer& s) { s.sender.address = "lager"; }));
    CHECK(refuses([](SmtpServer& s) { s.sender.name = "a\r\nX: y"; }));
}
