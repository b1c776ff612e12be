#include "line.hpp"

#include <algorithm>
#include <string>

namespace scanner {
namespace {

// A to Z, and the two bytes of Æ, Ø and Å, which differ in the second one alone.
std::string lower(std::string_view text) {
    std::string result(text);
    for (std::size_t i = 0; i < result.size(); ++i) {
        char& c = result[i];
        const bool letter = c >= 'A' && c <= 'Z';
        const bool norwegian =
            i > 0 && result[i - 1] == '\xC3' && (c == '\x86' || c == '\x98' || c == '\x85');
        if (letter || norwegian) c = static_cast<char>(c | 0x20);
    }
    return result;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::int64_t> whole_number(std::string_view text) {
    if (text.empty() || text.size() > 18 || !std::all_of(text.begin(), text.end(), is_digit)) {
        return std::nullopt;
    }
    return std::stoll(std::string(text));
}

bool could_name_a_borrower(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), is_digit);
    const bool phone =
        digits >= 8 && text.find_first_not_of("0123456789 +") == std::string_view::npos;
    return phone || digits == 0;
}

bool is_word(std::string_view typed, std::string_view word) { return lower(typed) == word; }

}  // namespace scanner
