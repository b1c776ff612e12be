#include "messages/phone.hpp"

#include <algorithm>

namespace messages {
namespace {

constexpr std::string_view norway = "47";
constexpr std::size_t norwegian_digits = 8;

bool is_norwegian(std::string_view national) {
    return national.size() == norwegian_digits && national.front() >= '2';
}

// With the country, without "+".
std::optional<std::string> international(std::string_view digits) {
    if (digits.size() < 8 || digits.size() > 15 || digits.front() == '0') return std::nullopt;
    if (digits.starts_with(norway) && !is_norwegian(digits.substr(norway.size()))) {
        return std::nullopt;
    }
    return "+" + std::string(digits);
}

}  // namespace

std::optional<std::string> to_e164(std::string_view written) {
    constexpr std::string_view no_break_space = "\xC2\xA0";
    std::string text;
    while (!written.empty()) {
        if (written.starts_with(no_break_space)) {
            written.remove_prefix(no_break_space.size());
            continue;
        }
        const char c = written.front();
        written.remove_prefix(1);
        if (std::string_view(" -.()").find(c) == std::string_view::npos) text += c;
    }
    const bool plus = text.starts_with('+');
    const std::string_view digits = std::string_view(text).substr(plus ? 1 : 0);
    if (digits.empty() ||
        !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        return std::nullopt;
    }
    if (plus) return international(digits);
    if (digits.starts_with("00")) return international(digits.substr(2));
    if (is_norwegian(digits)) return "+" + std::string(norway) + text;
    // "47 90 00 00 00": the country without its sign.
    if (digits.starts_with(norway) && is_norwegian(digits.substr(norway.size()))) {
        return international(digits);
    }
    return std::nullopt;
}

std::optional<std::string> to_mobile(std::string_view written) {
    auto number = to_e164(written);
    if (number && number->starts_with("+47") && (*number)[3] != '4' && (*number)[3] != '9') {
        return std::nullopt;
    }
    return number;
}

}  // namespace messages
