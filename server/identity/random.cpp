#include "identity/random.hpp"

#include <stdexcept>

#include <sodium.h>

namespace identity {

std::string random_bytes(std::size_t size) {
    if (::sodium_init() < 0) throw std::runtime_error("no random bytes");
    std::string bytes(size, '\0');
    ::randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string random_symbols(std::size_t size) {
    std::string symbols = random_bytes(size);
    for (char& symbol : symbols) {
        symbol = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[static_cast<unsigned char>(symbol) & 31];
    }
    return symbols;
}

}  // namespace identity
