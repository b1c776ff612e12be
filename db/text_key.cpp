#include "db/text_key.hpp"

#include <algorithm>
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

std::vector<std::string> words_in_order(std::string_view text) {
    const std::string key = text_key(text);
    // What text_key makes of æ, ø and å are the characters from '{' to '}'.
    const auto in_word = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= '}') ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    std::vector<std::string> words;
    for (auto at = key.begin(); at != key.end();) {
        const auto begin = std::find_if(at, key.end(), in_word);
        at = std::find_if_not(begin, key.end(), in_word);
        if (begin != at) words.emplace_back(begin, at);
    }
    return words;
}

std::vector<std::string> key_words(std::string_view text) {
    auto words = words_in_order(text);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

std::string phone_key(std::string_view phone) {
    std::string digits;
    for (const char c : phone) {
        if (c >= '0' && c <= '9') digits += c;
    }
    if (digits.size() == 12 && digits.starts_with("0047")) return digits.substr(4);
    if (digits.size() == 10 && digits.starts_with("47")) return digits.substr(2);
    return digits;
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
