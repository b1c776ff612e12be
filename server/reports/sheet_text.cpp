#include "reports/sheet_text.hpp"

#include <algorithm>
#include <memory>

#include <glib.h>

#include "reports/format.hpp"

namespace reports {
namespace {

constexpr std::size_t longest_cell = 32'767;
constexpr std::size_t longest_head = 255;
constexpr std::size_t longest_name = 31;

std::size_t character_bytes(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return std::min(bytes, text.size());
}

// As many characters from the front as are no more UTF-16 units than that.
std::string shortened(std::string_view text, std::size_t units) {
    std::string result;
    while (!text.empty()) {
        const std::size_t bytes = character_bytes(text);
        const std::size_t needed = bytes == 4 ? 2 : 1;
        if (needed > units) break;
        units -= needed;
        result.append(text.substr(0, bytes));
        text.remove_prefix(bytes);
    }
    return result;
}

std::string folded(const std::string& text) {
    const std::unique_ptr<char, decltype(&g_free)> result(
        g_utf8_casefold(text.data(), static_cast<gssize>(text.size())), g_free);
    return result.get();
}

// The text, or the text with a number behind it.
std::string unique(const std::string& text, std::size_t units, std::set<std::string>& taken) {
    std::string candidate = shortened(text, units);
    for (int number = 2; !taken.insert(folded(candidate)).second; ++number) {
        const std::string suffix = " " + std::to_string(number);
        candidate = shortened(text, units - suffix.size()) + suffix;
    }
    return candidate;
}

std::string on_one_line(std::string_view text) {
    std::string line = mended(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

// "&" begins a command there.
std::string print_words(std::string_view text) {
    // Both texts, twice as long when all of them is "&", are within the 255 of a head.
    constexpr std::size_t longest = 60;
    std::string result;
    for (const char c : shortened(on_one_line(text), longest)) {
        result += c;
        if (c == '&') result += '&';
    }
    return result;
}

}  // namespace

std::string sheet_cell(std::string_view text) { return shortened(mended(text), longest_cell); }

std::string unique_sheet_name(std::string_view heading, std::set<std::string>& taken) {
    std::string name = on_one_line(heading);
    for (char& c : name) {
        if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) c = ' ';
    }
    name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
    name.erase(name.find_last_not_of(' ') + 1);
    // Excel keeps that name for itself.
    if (name.empty() || folded(name) == "history") name += "-";
    return unique(name, longest_name, taken);
}

std::string unique_head(std::string_view label, std::set<std::string>& taken) {
    const std::string head = on_one_line(label);
    return unique(head.empty() ? "-" : head, longest_head, taken);
}

std::string print_head(std::string_view title, std::string_view right) {
    return "&L" + print_words(title) + "&R" + print_words(right);
}

}  // namespace reports
