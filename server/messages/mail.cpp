#include "messages/mail.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "messages/text.hpp"

namespace messages {
namespace {

constexpr std::string_view crlf = "\r\n";

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

std::string hex(char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {digits[byte >> 4], digits[byte & 15]};
}

// In lines of 76, as MIME wants it.
std::string base64_lines(std::string_view bytes) {
    std::string lines;
    constexpr std::size_t a_line = 57;
    for (std::size_t at = 0; at < bytes.size(); at += a_line) {
        lines += base64(bytes.substr(at, a_line));
        lines += crlf;
    }
    return lines;
}

std::string date(std::chrono::sys_seconds when) {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day ymd(day);
    const std::chrono::hh_mm_ss time(when - day);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       days[std::chrono::weekday(day).c_encoding()],
                       static_cast<unsigned>(ymd.day()),
                       months[static_cast<unsigned>(ymd.month()) - 1], static_cast<int>(ymd.year()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

bool is_type(std::string_view type) {
    constexpr std::string_view marks = "!#$&^_.+-";
    const auto slash = type.find('/');
    const auto is_token = [&](std::string_view text) {
        return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                   marks.find(c) != std::string_view::npos;
        });
    };
    return slash != std::string_view::npos && is_token(type.substr(0, slash)) &&
           is_token(type.substr(slash + 1));
}

// RFC 2231, which is how a file name that is not ASCII is written; and RFC 2047 for old readers.
std::string with_name(const std::string& type, const std::string& name) {
    constexpr std::string_view plain = "!#$&+-.^_`|~";
    const bool simple = is_printable(name) && name.find_first_of("\"\\") == std::string::npos;
    if (simple) {
        return fmt::format(
            "Content-Type: {};\r\n name=\"{}\"\r\n"
            "Content-Disposition: attachment;\r\n filename=\"{}\"\r\n",
            type, name, name);
    }
    std::string percent;
    for (const char c : name) {
        const bool kept = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || plain.find(c) != std::string_view::npos;
        percent += kept ? std::string(1, c) : "%" + hex(c);
    }
    return fmt::format(
        "Content-Type: {};\r\n name=\"{}\"\r\n"
        "Content-Disposition: attachment;\r\n filename*=UTF-8''{}\r\n",
        type, encoded_words(name), percent);
}

// An entity: its headers, an empty line, its content.
std::string text_part(std::string_view type, std::string_view text) {
    return fmt::format(
        "Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}",
        type, quoted_printable(text));
}

std::string file_part(const Attachment& file) {
    return with_name(file.type, file.name) + "Content-Transfer-Encoding: base64\r\n\r\n" +
           base64_lines(file.bytes);
}

// "=_" stands in no line of base64 or quoted-printable, so the boundary is in no part.
std::string multipart(std::string_view kind, std::string_view boundary,
                      const std::vector<std::string>& parts) {
    std::string text =
        fmt::format("Content-Type: multipart/{};\r\n boundary=\"{}\"\r\n\r\n", kind, boundary);
    for (const std::string& part : parts) text += fmt::format("--{}\r\n{}\r\n", boundary, part);
    return text + fmt::format("--{}--\r\n", boundary);
}

std::string body_of(const Message& message) {
    std::string body = text_part("text/plain", message.text);
    if (!message.html.empty()) {
        body = multipart("alternative", "=_alternative-" + message.id,
                         {body, text_part("text/html", message.html)});
    }
    if (message.attachments.empty()) return body;
    std::vector<std::string> parts{body};
    for (const Attachment& file : message.attachments) parts.push_back(file_part(file));
    return multipart("mixed", "=_mixed-" + message.id, parts);
}

std::string from(const MailSender& sender) {
    if (sender.name.empty()) return sender.address;
    const std::string name = encoded_words(sender.name);
    const bool plain =
        name == sender.name && sender.name.find_first_of("\"\\") == std::string::npos;
    return (plain ? "\"" + name + "\"" : name) + " <" + sender.address + ">";
}

std::optional<Outcome> fault_of(const Message& message) {
    if (!is_email_address(message.to.email)) {
        return refused(Fault::bad_recipient, "the address is none");
    }
    if (!is_message_id(message.id)) return refused(Fault::bad_message, "the id is none");
    if (!is_one_line(message.subject)) {
        return refused(Fault::bad_message, "the subject is not one line of text");
    }
    if (!is_text(message.text) || !is_text(message.html)) {
        return refused(Fault::bad_message, "the text is not UTF-8");
    }
    for (const Attachment& file : message.attachments) {
        if (!is_type(file.type) || file.name.empty() || file.name.size() > 200 ||
            !is_one_line(file.name)) {
            return refused(Fault::bad_message, "an attachment's name or type is none");
        }
    }
    return std::nullopt;
}

}  // namespace

std::string message_id(const Message& message, const MailSender& sender) {
    return "<" + message.id + sender.address.substr(sender.address.find('@')) + ">";
}

std::string encoded_words(std::string_view text) {
    // Longer than that, a plain line would have to be folded where it has a blank.
    constexpr std::size_t longest_plain = 60;
    if (text.size() <= longest_plain && is_printable(text) &&
        text.find("=?") == std::string_view::npos) {
        return std::string(text);
    }
    // 45 bytes make 60 characters, with what is around them 72 of the 75 that are allowed.
    constexpr std::size_t a_word = 45;
    std::string words;
    while (!text.empty()) {
        std::size_t size = std::min(a_word, text.size());
        const auto continues = [&](std::size_t at) {
            return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
        };
        while (size > 0 && continues(size)) --size;
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + base64(text.substr(0, size)) + "?=";
        text.remove_prefix(size);
    }
    return words;
}

std::string quoted_printable(std::string_view text) {
    constexpr std::size_t a_line = 76;
    std::string result;
    std::size_t used = 0;
    const auto end_line = [&] {
        result += crlf;
        used = 0;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\n' || c == '\r') {
            if (c == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
            end_line();
            continue;
        }
        const bool last = at + 1 == text.size() || text[at + 1] == '\n' || text[at + 1] == '\r';
        const bool blank = c == ' ' || c == '\t';
        const bool kept = blank ? !last : (c > ' ' && c < '\x7f' && c != '=');
        const std::string piece = kept ? std::string(1, c) : "=" + hex(c);
        if (used + piece.size() > a_line - (last ? 0 : 1)) {
            result += "=";
            end_line();
        }
        result += piece;
        used += piece.size();
    }
    if (used > 0) end_line();
    return result;
}

tl::expected<std::string, Outcome> to_mail(const Message& message, const MailSender& sender) {
    if (const auto fault = fault_of(message)) return tl::unexpected(*fault);
    return fmt::format(
        "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: {}\r\n"
        "Auto-Submitted: auto-generated\r\nContent-Language: {}\r\nMIME-Version: 1.0\r\n{}",
        date(message.written), from(sender), message.to.email, encoded_words(message.subject),
        message_id(message, sender), to_tag(message.language), body_of(message));
}

}  // namespace messages
