#include "http/answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <ctime>

#include "http/beast.hpp"

namespace http {
namespace {

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

void append_two_digits(std::string& out, int number) {
    out.push_back(static_cast<char>('0' + number / 10 % 10));
    out.push_back(static_cast<char>('0' + number % 10));
}

// "Sun, 06 Nov 1994 08:49:37 GMT"; by hand because strftime speaks the language of the process.
std::string date_text(std::time_t time) {
    static constexpr std::array days = {"Sun, ", "Mon, ", "Tue, ", "Wed, ",
                                        "Thu, ", "Fri, ", "Sat, "};
    static constexpr std::array months = {" Jan ", " Feb ", " Mar ", " Apr ", " May ", " Jun ",
                                          " Jul ", " Aug ", " Sep ", " Oct ", " Nov ", " Dec "};
    std::tm utc{};
    ::gmtime_r(&time, &utc);
    std::string text = days[static_cast<std::size_t>(utc.tm_wday)];
    append_two_digits(text, utc.tm_mday);
    text += months[static_cast<std::size_t>(utc.tm_mon)];
    append_number(text, std::uint64_t{1900} + static_cast<std::uint64_t>(utc.tm_year));
    text += ' ';
    append_two_digits(text, utc.tm_hour);
    text += ':';
    append_two_digits(text, utc.tm_min);
    text += ':';
    append_two_digits(text, utc.tm_sec);
    text += " GMT";
    return text;
}

void append_date(std::string& out) {
    thread_local std::time_t written = -1;
    thread_local std::string text;
    const std::time_t now = std::time(nullptr);
    if (now != written) {
        text = date_text(now);
        written = now;
    }
    append_field(out, "Date", text);
}

bool has_control_byte(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

bool belongs_to_http(std::string_view name) {
    return name == "content-length" || name == "connection" || name == "transfer-encoding" ||
           name == "date" || name == "content-type" || name == "strict-transport-security";
}

// Every answer carries these unless the reply says something else.
struct Default {
    std::string_view lower_name;
    std::string_view line;
};
constexpr std::array defaults = {
    Default{"cache-control", "Cache-Control: no-store\r\n"},
    Default{"content-security-policy",
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"},
    Default{"x-content-type-options", "X-Content-Type-Options: nosniff\r\n"},
    Default{"referrer-policy", "Referrer-Policy: no-referrer\r\n"},
    Default{"cross-origin-resource-policy", "Cross-Origin-Resource-Policy: same-origin\r\n"},
    Default{"cross-origin-opener-policy", "Cross-Origin-Opener-Policy: same-origin\r\n"},
};

// RFC 9110: these have neither body nor, with us, a length.
bool is_bodiless(int status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

bool has_body(const routing::Reply& reply, const AnswerFrame& frame) {
    return !frame.head_only && !reply.body.empty() && !is_bodiless(reply.status);
}

void append_answer_head(std::string& out, const routing::Reply& reply, const AnswerFrame& frame) {
    const auto status = static_cast<unsigned>(reply.status);
    const std::string_view reason =
        beast::http::obsolete_reason(static_cast<beast::http::status>(status));
    out.append("HTTP/1.1 ");
    append_number(out, status);
    out.append(" ").append(reason).append("\r\n");
    append_date(out);

    if (!is_bodiless(reply.status)) {
        if ((!reply.body.empty() || reply.feed) && !has_control_byte(reply.content_type))
            append_field(out, "Content-Type", reply.content_type);
        // A feed ends with its connection.
        if (!reply.feed) {
            out.append("Content-Length: ");
            append_number(out, reply.body.size());
            out.append("\r\n");
        }
    }
    if (frame.close)
        out.append("Connection: close\r\n");
    else if (frame.keep_alive)
        out.append("Connection: keep-alive\r\n");

    std::array<bool, defaults.size()> said{};
    for (const auto& [name, value] : reply.headers) {
        if (name.empty() || belongs_to_http(name) || has_control_byte(name) ||
            has_control_byte(value))
            continue;
        for (std::size_t i = 0; i < defaults.size(); ++i)
            said[i] = said[i] || name == defaults[i].lower_name;
        append_field(out, name, value);
    }
    for (std::size_t i = 0; i < defaults.size(); ++i) {
        if (!said[i]) out.append(defaults[i].line);
    }
    if (frame.tls) out.append("Strict-Transport-Security: max-age=31536000\r\n");
    out.append("\r\n");
}

routing::Reply problem(int status, std::string_view code, std::string_view title) {
    routing::Reply reply;
    reply.status = status;
    reply.content_type = "application/problem+json";
    // Codes and titles are constants of this folder and hold nothing that JSON escapes.
    reply.body.append(R"({"type":"about:blank","title":")").append(title).append(R"(","status":)");
    append_number(reply.body, static_cast<std::uint64_t>(status));
    reply.body.append(R"(,"code":")").append(code).append(R"("})");
    return reply;
}

}  // namespace http
