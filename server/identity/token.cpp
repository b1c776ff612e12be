#include "identity/token.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "identity/random.hpp"

namespace identity {
namespace {

std::string base64url(const unsigned char* bytes, std::size_t size) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_ENCODED_LEN(size, variant), '\0');
    ::sodium_bin2base64(text.data(), text.size(), bytes, size, variant);
    text.pop_back();
    return text;
}

}  // namespace

std::string new_token() {
    const std::string bytes = random_bytes(32);
    return base64url(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string new_device_token() {
    const std::string bytes = random_bytes(32);
    std::string token = "kl_";
    for (const char byte : bytes) token += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return token;
}

std::string form_token(std::string_view session_token) {
    constexpr std::string_view purpose = "korttidslager form";
    std::array<unsigned char, 32> code{};
    unsigned int size = 0;
    if (HMAC(EVP_sha256(), session_token.data(), static_cast<int>(session_token.size()),
             reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(), code.data(),
             &size) == nullptr) {
        throw std::runtime_error("HMAC failed");
    }
    return base64url(code.data(), code.size());
}

bool is_form_token(std::string_view session_token, std::string_view given) {
    const std::string expected = form_token(session_token);
    return expected.size() == given.size() &&
           CRYPTO_memcmp(expected.data(), given.data(), given.size()) == 0;
}

}  // namespace identity
