#include "labels/code.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <stdexcept>

namespace labels {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t data_symbols = 6;
constexpr std::size_t code_symbols = 7;
constexpr unsigned bits_per_symbol = 5;
constexpr std::uint32_t number_limit = std::uint32_t{1} << (data_symbols * bits_per_symbol);

// ASCII only: what toupper does with other bytes depends on the locale.
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// 2·x in GF(32) with x^5 + x^2 + 1.
unsigned doubled(unsigned x) {
    const unsigned shifted = x << 1;
    return (shifted & 0x20) != 0 ? shifted ^ 0x25 : shifted;
}

char check_symbol(std::string_view data) {
    unsigned r = 0;
    for (const char symbol : data) {
        r = doubled(r) ^ static_cast<unsigned>(alphabet.find(symbol));
    }
    return alphabet[doubled(r)];
}

// A typed character as a symbol of the alphabet, as far as there is one.
char canonical(char c) {
    switch (const char symbol = upper(c)) {
        case 'O':
            return '0';
        case 'I':
        case 'L':
            return '1';
        default:
            return symbol;
    }
}

}  // namespace

tl::expected<LabelCode, CodeError> LabelCode::parse(std::string_view text) {
    std::string symbols;
    for (const char c : text) {
        if (c == '-') {
            continue;
        }
        const char symbol = canonical(c);
        if (symbols.size() == code_symbols || alphabet.find(symbol) == std::string_view::npos) {
            return tl::unexpected(CodeError::not_a_code);
        }
        symbols.push_back(symbol);
    }
    if (symbols.size() != code_symbols) {
        return tl::unexpected(CodeError::not_a_code);
    }
    if (check_symbol(std::string_view(symbols).substr(0, data_symbols)) != symbols.back()) {
        return tl::unexpected(CodeError::wrong_check_symbol);
    }
    return LabelCode(std::move(symbols));
}

LabelCode LabelCode::from_number(std::uint32_t number) {
    if (number >= number_limit) {
        throw std::out_of_range("a label code holds numbers below 2^30");
    }
    std::string symbols(data_symbols, alphabet.front());
    for (std::size_t i = data_symbols; i-- > 0; number >>= bits_per_symbol) {
        symbols[i] = alphabet[number & 0x1F];
    }
    symbols.push_back(check_symbol(symbols));
    return LabelCode(std::move(symbols));
}

std::string LabelCode::printed() const {
    return text_.substr(0, 3) + '-' + text_.substr(3, 3) + '-' + text_.substr(6);
}

std::string LabelCode::payload(std::string_view host) const {
    if (host.empty()) {
        return text_;
    }
    // Upper case throughout lets the QR use its alphanumeric mode, which is a size smaller.
    std::string address = "HTTPS://";
    std::transform(host.begin(), host.end(), std::back_inserter(address), upper);
    return address + "/E/" + text_;
}

}  // namespace labels
