#pragma once
// SHA-256 in lower-case hex: of tokens before they are looked up, of contents that must not change.

#include <string>
#include <string_view>

namespace db {

std::string sha256_hex(std::string_view data);

}  // namespace db
