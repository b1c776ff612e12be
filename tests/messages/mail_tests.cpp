// The text of a mail, byte by byte; what a mail program makes of it is in smtp_tests.

#include <catch2/catch.hpp>

#include "messages/mail.hpp"
#include "messages/sending.hpp"
#include "messages/text.hpp"

using messages::Fault;
using messages::MailSender;
using messages::Message;
using support::a_message;

namespace {

const MailSender depot{"lager@depot.example.no", "Korttidslageret"};

Fault fault_of(const std::function<void(Message&)>& change) {
    Message message = a_message();
    change(message);
    const auto mail = messages::to_mail(message, depot);
    return mail ? Fault::none : mail.error().fault;
}

}  // namespace

TEST_CASE("a mail of text alone, as it goes out") {
    Message message = a_message();
    message.language = messages::Language::nynorsk;
    message.text = "Hei på deg\n.\nsum = 1 \n";
    CHECK(messages::to_mail(message, depot).value() ==
          "Date: Fri, 27 Nov 2026 12:03:04 +0000\r\n"
          "From: \"Korttidslageret\" <lager@depot.example.no>\r\n"
          "To: aase@example.no\r\n"
          "Subject: Utstyret skal leveres\r\n"
          "Message-ID: <0190c2f1-5a4b-7c3d-8e9f-001122334455@depot.example.no>\r\n"
          "Auto-Submitted: auto-generated\r\n"
          "Content-Language: nn\r\n"
          "MIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n"
          "\r\n"
          "Hei p=C3=A5 deg\r\n"
          ".\r\n"
          "sum =3D 1=20\r\n");
}

TEST_CASE("the same message is the same mail") {
    CHECK(messages::to_mail(a_message(), depot).value() ==
          messages::to_mail(a_message(), depot).value());
}

TEST_CASE("nothing in a message becomes a header of its own") {
    CHECK(fault_of([](Message&) {}) == Fault::none);
    for (const char* address :
         {"", "aase", "aase@", "@example.no", "aase@example", "aase@example..no", "a b@example.no",
          "aase@example.no\r\nBcc: all@example.no", "aase@example.no, all@example.no",
          "aase@example.no>", "<aase@example.no>", "åse@example.no", "aase@exämple.no",
          "aase@[127.0.0.1]", "\"a\"@example.no", ".aase@example.no", "a..b@example.no",
          "aase@-example.no", "aase@example.no\n"}) {
        INFO(address);
        CHECK(fault_of([&](Message& m) { m.to.email = address; }) == Fault::bad_recipient);
    }
    CHECK(fault_of([](Message& m) { m.to.email = std::string("a@example.no\0b", 14); }) ==
          Fault::bad_recipient);
    for (const char* subject : {"a\r\nBcc: all@example.no", "a\nb", "a\rb", "a\tb", "a\x7f",
                                "a\xC2\x85"
                                "b",
                                "a\xE2\x80\xA8"
                                "b",
                                "\xFF"}) {
        INFO(subject);
        CHECK(fault_of([&](Message& m) { m.subject = subject; }) == Fault::bad_message);
    }
    CHECK(fault_of([](Message& m) { m.id = "a@b>\r\nX: y"; }) == Fault::bad_message);
    CHECK(fault_of([](Message& m) { m.id = ""; }) == Fault::bad_message);
    CHECK(fault_of([](Message& m) { m.id = std::string(37, 'a'); }) == Fault::bad_message);
    CHECK(fault_of([](Message& m) { m.text = "\xFF"; }) == Fault::bad_message);
    CHECK(fault_of([](Message& m) { m.html = "\xFF"; }) == Fault::bad_message);
    const auto attached = [](const std::string& name, const std::string& type) {
        return fault_of([&](Message& m) { m.attachments = {{name, type, "x"}}; });
    };
    CHECK(attached("liste.pdf", "application/pdf") == Fault::none);
    CHECK(attached("a\r\nX: y", "application/pdf") == Fault::bad_message);
    CHECK(attached("", "application/pdf") == Fault::bad_message);
    CHECK(attached("a", "application/pdf\r\nX: y") == Fault::bad_message);
    CHECK(attached("a", "pdf") == Fault::bad_message);
    CHECK(attached("a", "application/") == Fault::bad_message);
    CHECK(attached("a", "text/plain; charset=utf-8") == Fault::bad_message);
}

TEST_CASE("words of RFC 2047 are at most 75 characters and cut no letter in two") {
    CHECK(messages::encoded_words("Forfalte") == "Forfalte");
    CHECK(messages::encoded_words("Kjøp") == "=?UTF-8?B?S2rDuHA=?=");
    CHECK(messages::encoded_words("=?UTF-8?Q?x?=") == "=?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?=");
    std::string text;
    for (int i = 0; i < 60; ++i) text += "aø";
    std::string words = messages::encoded_words(text);
    std::string read;
    while (!words.empty()) {
        const auto end = words.find("\r\n ");
        const std::string word = words.substr(0, end);
        CHECK(word.size() <= 75);
        REQUIRE(word.starts_with("=?UTF-8?B?"));
        const std::string part = support::from_base64(word.substr(10, word.size() - 12));
        CHECK(messages::is_text(part));
        read += part;
        words.erase(0, end == std::string::npos ? words.size() : end + 3);
    }
    CHECK(read == text);
}

TEST_CASE("quoted-printable has lines of at most 76 characters and no blank at their end") {
    const auto with = [](std::size_t count, std::string_view more) {
        std::string text(count, 'x');
        text += more;
        return text;
    };
    CHECK(messages::quoted_printable(with(75, "")) == with(75, "\r\n"));
    CHECK(messages::quoted_printable(with(75, "y")) == with(75, "y\r\n"));
    // 75 and a "=": a line that goes on.
    CHECK(messages::quoted_printable(with(75, "yz")) == with(75, "=\r\nyz\r\n"));
    CHECK(messages::quoted_printable("a\tb \nc\t\r\nd\re") == "a\tb=20\r\nc=09\r\nd\r\ne\r\n");
    CHECK(messages::quoted_printable("") == "");
    CHECK(messages::quoted_printable("\n\n") == "\r\n\r\n");
    CHECK(messages::quoted_printable(with(70, "æøå")) == with(70, "=C3=\r\n=A6=C3=B8=C3=A5\r\n"));
}
