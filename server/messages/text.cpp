#include "messages/text.hpp"

#include <algorithm>
#include <memory>

#include <glib.h>

namespace messages {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_domain(std::string_view text) {
    if (text.empty() || text.size() > 253) return false;
    while (true) {
        const std::string_view label = text.substr(0, text.find('.'));
        const bool sound =
            !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
            std::all_of(label.begin(), label.end(),
                        [](char c) { return is_digit(c) || is_letter(c) || c == '-'; });
        if (!sound) return false;
        if (label.size() == text.size()) return true;
        text.remove_prefix(label.size() + 1);
    }
}

bool is_local_part(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~.";
    return !text.empty() && text.size() <= 64 && text.front() != '.' && text.back() != '.' &&
           text.find("..") == std::string_view::npos &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return is_digit(c) || is_letter(c) || marks.find(c) != std::string_view::npos;
           });
}

}  // namespace

std::optional<std::u32string> characters(std::string_view text) {
    if (g_utf8_validate_len(text.data(), text.size(), nullptr) == FALSE) return std::nullopt;
    glong count = 0;
    const std::unique_ptr<gunichar, decltype(&g_free)> all(
        g_utf8_to_ucs4_fast(text.data(), static_cast<glong>(text.size()), &count), g_free);
    return std::u32string(all.get(), all.get() + count);
}

bool is_text(std::string_view text) {
    return g_utf8_validate_len(text.data(), text.size(), nullptr) == TRUE;
}

bool is_one_line(std::string_view text) {
    const auto all = characters(text);
    return all && std::none_of(all->begin(), all->end(), [](char32_t c) {
               return c < U' ' || (c >= U'\x7f' && c < U'\xa0') || c == U'\u2028' || c == U'\u2029';
           });
}

bool is_header_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

bool is_email_address(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || text.size() > 254) return false;
    const std::string_view domain = text.substr(at + 1);
    return is_local_part(text.substr(0, at)) && is_domain(domain) &&
           domain.find('.') != std::string_view::npos;
}

bool is_host(std::string_view text) {
    const bool ipv6 = text.find(':') != std::string_view::npos &&
                      text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
    return ipv6 || is_domain(text);
}

bool is_national_number(std::string_view text) {
    return text.size() == 11 && std::all_of(text.begin(), text.end(), is_digit);
}

std::string base64(std::string_view bytes) {
    const std::unique_ptr<gchar, decltype(&g_free)> text(
        g_base64_encode(reinterpret_cast<const guchar*>(bytes.data()), bytes.size()), g_free);
    return text.get();
}

}  // namespace messages
