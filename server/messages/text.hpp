#pragma once
// What may stand in a message: checked before anything is built of it.

#include <optional>
#include <string>
#include <string_view>

namespace messages {

// The characters of well-formed UTF-8 without NUL; none otherwise.
std::optional<std::u32string> characters(std::string_view text);
bool is_text(std::string_view text);
// Text without control characters: no line of it can become two.
bool is_one_line(std::string_view text);
// Visible ASCII and blanks: fit for a header of HTTP.
bool is_header_value(std::string_view text);

// local@host.name in ASCII, without quotes, comments or literals.
bool is_email_address(std::string_view text);
// A name or an address of a host; no port, no brackets.
bool is_host(std::string_view text);
// 11 digits. Whether they add up is decided where numbers are kept.
bool is_national_number(std::string_view text);

std::string base64(std::string_view bytes);

}  // namespace messages
