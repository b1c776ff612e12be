#include "reports/format.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <glib.h>

namespace reports {
namespace {

constexpr std::string_view space = "\u00A0";
constexpr std::string_view minus = "\u2212";

// With a point and a hyphen; "0.0" and never "-0.0".
std::string rounded(double value, int decimals) {
    std::string text = fmt::format("{:.{}f}", value, std::clamp(decimals, 0, 9));
    if (text.front() == '-' && text.find_first_of("123456789") == std::string::npos) {
        text.erase(0, 1);
    }
    return text;
}

bool is_kept(gunichar c) {
    return c == '\n' || (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c != 0xFFFE && c != 0xFFFF);
}

bool is_simple(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7F'; });
}

}  // namespace

std::string plain_number(double value, int decimals) {
    if (!std::isfinite(value)) return {};
    std::string text = rounded(value, decimals);
    std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

std::string shown_number(double value, int decimals) {
    std::string plain = plain_number(value, decimals);
    if (plain.empty()) return plain;
    std::string result;
    std::string_view rest = plain;
    if (rest.front() == '-') {
        result += minus;
        rest.remove_prefix(1);
    }
    const std::size_t whole = std::min(rest.find(','), rest.size());
    for (std::size_t i = 0; i < whole; ++i) {
        if (i > 0 && (whole - i) % 3 == 0) result += space;
        result += rest[i];
    }
    return result.append(rest.substr(whole));
}

std::string shown(const Cell& cell, const Column& column) {
    struct Shower {
        const Column& column;
        std::string operator()(std::monostate) const { return {}; }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(domain::Day day) const { return domain::shown(day); }
        std::string operator()(double value) const {
            const bool percent = column.kind == Kind::percent;
            std::string text = shown_number(percent ? value * 100 : value, column.decimals);
            if (percent && !text.empty()) text.append(space).append("%");
            if (column.kind == Kind::money && !text.empty()) text.append(space).append("kr");
            return text;
        }
    };
    return std::visit(Shower{column}, cell);
}

const Cell& cell_of(const Row& row, std::size_t column) {
    static const Cell empty;
    return column < row.size() ? row[column] : empty;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::string mended(std::string_view text) {
    if (is_simple(text)) return std::string(text);
    const std::unique_ptr<char, decltype(&g_free)> valid(
        g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), g_free);
    std::string result;
    for (const char* at = valid.get(); *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        if (c == '\r') {
            if (at[1] != '\n') result += '\n';
        } else if (c == '\t') {
            result += ' ';
        } else if (is_kept(c)) {
            result.append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
        }
    }
    return result;
}

}  // namespace reports
