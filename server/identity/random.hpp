#pragma once
// What nobody can guess.

#include <cstddef>
#include <string>

namespace identity {

// So many bytes of the system's own generator.
std::string random_bytes(std::size_t size);
// So many symbols of Crockford's base 32, five random bits each: none looks like another.
std::string random_symbols(std::size_t size);

}  // namespace identity
