#pragma once
// Base64 with the alphabet of addresses and without padding (RFC 4648 section 5).

#include <optional>
#include <string>
#include <string_view>

namespace identity {

std::string to_base64url(std::string_view bytes);

// None for anything but the one way to write these bytes: padding, blanks, other letters, bits left
// over.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace identity
