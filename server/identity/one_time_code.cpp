#include "identity/one_time_code.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "identity/random.hpp"

namespace identity {
namespace {

constexpr std::chrono::seconds step_length(30);
constexpr int recovery_codes = 10;
constexpr std::size_t recovery_symbols = 24;

bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        encoded += is_unreserved(c) ? std::string(1, c)
                                    : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

}  // namespace

std::string new_totp_secret() { return random_bytes(20); }

std::string base32(std::string_view bytes) {
    std::string text;
    unsigned held = 0;
    int bits = 0;
    for (const char byte : bytes) {
        held = held << 8 | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 5; bits -= 5) {
            text += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[held >> (bits - 5) & 31];
        }
    }
    if (bits > 0) text += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[held << (5 - bits) & 31];
    return text;
}

std::string totp_uri(std::string_view secret, std::string_view name) {
    return fmt::format("otpauth://totp/Korttidslager:{}?secret={}&issuer=Korttidslager",
                       percent_encoded(name), base32(secret));
}

std::int64_t totp_step(domain::Instant now) {
    return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()) / step_length;
}

std::string totp_code(std::string_view secret, std::int64_t step, int digits) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = counter.size(); i-- > 0; step >>= 8) {
        counter[i] = static_cast<unsigned char>(step & 0xff);
    }
    std::array<unsigned char, 20> code{};
    unsigned int size = 0;
    if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
             counter.size(), code.data(), &size) == nullptr) {
        throw std::runtime_error("HMAC failed");
    }
    const std::size_t at = code.back() & 15u;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | code.at(at + i);
    number &= 0x7fffffff;
    std::uint32_t range = 1;
    for (int i = 0; i < digits; ++i) range *= 10;
    return fmt::format("{:0{}}", number % range, digits);
}

std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code,
                                         domain::Instant now) {
    const std::int64_t present = totp_step(now);
    std::optional<std::int64_t> found;
    for (const std::int64_t step : {present - 1, present, present + 1}) {
        const std::string expected = totp_code(secret, step);
        if (expected.size() == code.size() &&
            CRYPTO_memcmp(expected.data(), code.data(), code.size()) == 0) {
            found = step;
        }
    }
    return found;
}

bool is_totp_code(std::string_view code) {
    return code.size() == 6 && code.find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<std::string> new_recovery_codes() {
    std::vector<std::string> codes;
    codes.reserve(recovery_codes);
    for (int i = 0; i < recovery_codes; ++i) codes.push_back(random_symbols(recovery_symbols));
    return codes;
}

std::string shown_recovery_code(std::string_view code) {
    std::string shown;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i > 0 && i % 4 == 0) shown += '-';
        shown += code[i];
    }
    return shown;
}

std::string read_code(std::string_view typed) {
    std::string code;
    for (char c : typed) {
        if (c == ' ' || c == '-') continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        code += c;
    }
    return code;
}

}  // namespace identity
