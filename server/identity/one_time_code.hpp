#pragma once
// The second factor: codes that an authenticator application shows (TOTP, RFC 6238: SHA-1, six
// digits, half a minute each), and recovery codes for when it is lost.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/time.hpp"

namespace identity {

// 160 random bits.
std::string new_totp_secret();
// As people type it when they cannot scan: RFC 4648, without padding.
std::string base32(std::string_view bytes);
// What the QR symbol holds.
std::string totp_uri(std::string_view secret, std::string_view name);

std::int64_t totp_step(domain::Instant now);
std::string totp_code(std::string_view secret, std::int64_t step, int digits = 6);
// The step that the code is of: the present one, the one before or the next, for clocks differ.
// Whoever asks sees to it that each step counts once.
std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code,
                                         domain::Instant now);
// Six digits: a code of the application; anything else may be for recovery.
bool is_totp_code(std::string_view code);

// Ten, of 120 random bits each: so many that a plain hash keeps them.
std::vector<std::string> new_recovery_codes();
// "7K3Q-F27A-…": for people to write down.
std::string shown_recovery_code(std::string_view code);
// As it is stored: what people add, and write for what looks like it, is taken back.
std::string read_code(std::string_view typed);

}  // namespace identity
