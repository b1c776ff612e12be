#include "messages/sending.hpp"

#include <cstdlib>

#include "support/program.hpp"

namespace support {

using messages::Outcome;
using messages::Result;

namespace {

// Debian's, which sees Debian's packages; another may come first on the path.
const std::string python = "/usr/bin/python3";

}  // namespace

messages::Message a_message() {
    messages::Message message;
    message.id = "0190c2f1-5a4b-7c3d-8e9f-001122334455";
    message.to.email = secret_email;
    message.to.phone = "900 00 010";
    message.to.post =
        messages::PostalAddress{secret_name, {"Ærfuglveien 3 B"}, "3215", "Sandefjord", ""};
    message.to.national_number = secret_number;
    message.subject = "Utstyret skal leveres";
    message.text = "Hei!\n\nUtstyret du låner skal leveres innen 20.12.\n";
    message.written = std::chrono::sys_days(std::chrono::year(2026) / 11 / 27) +
                      std::chrono::hours(12) + std::chrono::minutes(3) + std::chrono::seconds(4);
    message.day = std::chrono::year(2026) / 11 / 27;
    return message;
}

messages::LetterSender a_letter_sender() {
    return {{"Sandefjord medisinske senter", {"Skiringssalveien 20"}, "3211", "Sandefjord", ""},
            "33 41 60 00"};
}

bool is_discreet(const Outcome& outcome) {
    const std::string said = outcome.detail;
    for (const std::string& secret :
         {secret_name, secret_email, secret_phone, secret_number, std::string("90000010"),
          std::string("example"), std::string("999999"), std::string("Ola"),
          std::string("låner")}) {
        if (said.find(secret) != std::string::npos) return false;
    }
    return said.size() < 80;
}

std::string told(const messages::Channel& channel, const messages::Message& message) {
    const Outcome outcome = channel.send(message);
    if (!is_discreet(outcome)) return "indiscreet: " + outcome.detail;
    const std::string why = std::string(to_text(outcome.fault)) + ", " + outcome.detail;
    switch (outcome.result) {
        case Result::sent:
            return "sent: " + outcome.reference;
        case Result::refused:
            return "refused: " + why;
        case Result::failed:
            break;
    }
    return "failed: " + why +
           (outcome.retry_after ? ", " + std::to_string(outcome.retry_after->count()) + " s" : "");
}

std::vector<std::string> smtp_server_words(const std::string& mode,
                                           const std::string& certificate) {
    static const bool there = run({python, "-c", "import aiosmtpd"}).status == 0;
    if (!there) return {};
    std::vector<std::string> words{python, KL_TESTS_DIR "/messages/smtp_server.py", mode};
    if (!certificate.empty()) {
        words.push_back(certificate + ".pem");
        words.push_back(certificate + ".key");
    }
    return words;
}

int port_of(Helper& server) { return std::stoi(server.line()); }

std::string new_certificate(const std::filesystem::path& folder, const std::string& name) {
    const std::string openssl = program_path("openssl");
    if (openssl.empty()) return {};
    const std::string file = (folder / "certificate").string() + std::to_string(name.size());
    const auto made =
        run({openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", "/CN=" + name, "-addext", "subjectAltName=" + name,
             "-keyout", file + ".key", "-out", file + ".pem"});
    if (made.status != 0) throw std::runtime_error(made.error);
    return file;
}

namespace {

std::vector<std::string> stub_words(const std::string& certificate) {
    std::vector<std::string> words{python, KL_TESTS_DIR "/messages/http_stub.py"};
    if (!certificate.empty()) {
        words.push_back(certificate + ".pem");
        words.push_back(certificate + ".key");
    }
    return words;
}

}  // namespace

HttpStub::HttpStub(const std::string& certificate)
    : helper_(stub_words(certificate)),
      origin_((certificate.empty() ? "http" : "https") + ("://127.0.0.1:" + helper_.line())) {}

std::string HttpStub::at(const std::string& path) const { return origin_ + path; }

std::string from_base64(const std::string& text) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto digit = digits.find(c);
        if (digit == std::string_view::npos) continue;
        bits = bits << 6 | static_cast<unsigned>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 0xFFU);
        }
    }
    return bytes;
}

}  // namespace support
