#include "db/text_key.hpp"

#include <array>
#include <utility>

namespace db {
namespace {

// The letters of Norwegian names and product texts in UTF-8, with what they sort as. The three
// last letters of the alphabet become the three ASCII characters that follow 'z'.
constexpr std::array<std::pair<std::string_view, std::string_view>, 50> letters{{
    {"æ", "{"}, {"Æ", "{"},  {"ä", "{"}, {"Ä", "{"}, {"ø", "|"}, {"Ø", "|"}, {"ö", "|"}, {"Ö", "|"},
    {"å", "}"}, {"Å", "}"},  {"á", "a"}, {"Á", "a"}, {"à", "a"}, {"À", "a"}, {"â", "a"}, {"ã", "a"},
    {"é", "e"}, {"É", "e"},  {"è", "e"}, {"È", "e"}, {"ê", "e"}, {"Ê", "e"}, {"ë", "e"}, {"í", "i"},
    {"Í", "i"}, {"ì", "i"},  {"î", "i"}, {"ï", "i"}, {"ó", "o"}, {"Ó", "o"}, {"ò", "o"}, {"Ò", "o"},
    {"ô", "o"}, {"Ô", "o"},  {"õ", "o"}, {"ú", "u"}, {"ù", "u"}, {"û", "u"}, {"ü", "y"}, {"Ü", "y"},
    {"ý", "y"}, {"ñ", "n"},  {"Ñ", "n"}, {"ç", "c"}, {"Ç", "c"}, {"š", "s"}, {"Š", "s"}, {"ž", "z"},
    {"đ", "d"}, {"ß", "ss"},
}};

std::pair<std::string_view, std::size_t> fold(std::string_view rest) {
    for (const auto& [letter, key] : letters) {
        if (rest.starts_with(letter)) return {key, letter.size()};
    }
    return {rest.substr(0, 1), 1};
}

}  // namespace

std::string text_key(std::string_view text) {
    std::string key;
    key.reserve(text.size());
    while (!text.empty()) {
        const char c = text.front();
        if (static_cast<unsigned char>(c) >= 0x80) {
            const auto [folded, size] = fold(text);
            key += folded;
            text.remove_prefix(size);
            continue;
        }
        text.remove_prefix(1);
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (blank) {
            if (!key.empty() && key.back() != ' ') key += ' ';
        } else {
            key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        if (key.ends_with("aa")) key.replace(key.size() - 2, 2, "}");
    }
    if (key.ends_with(' ')) key.pop_back();
    return key;
}

std::string like_key(std::string_view text) {
    std::string escaped;
    for (const char c : text_key(text)) {
        if (c == '%' || c == '_' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

}  // namespace db
