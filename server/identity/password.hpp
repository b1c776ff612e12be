#pragma once
// Passwords: how they are kept, and which ones are good enough.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/password_cost.hpp"

namespace identity {

// Argon2id as a PHC string, which says what it cost. Slow on purpose: on a worker, never in a
// transaction.
std::string hash_password(std::string_view password, const domain::PasswordCost& cost);
bool is_password(std::string_view password, const std::string& hash);
// The hash was made at another cost.
bool needs_rehash(const std::string& hash, const domain::PasswordCost& cost);
// Of no password, at that cost: looking a password up against it is the same work, so that nobody
// learns by the clock which names there are.
std::string hash_of_none(const domain::PasswordCost& cost);
// How many hashes were made or compared since the program began; for tests.
std::uint64_t hashes_run();

// What is wrong with a new password, as codes; empty: nothing. The context: what somebody would try
// first of this user here, such as the name and the depot's.
std::vector<std::string_view> password_faults(std::string_view password,
                                              const std::vector<std::string>& context);

// For somebody to sign in with once and then change: 80 random bits in groups.
std::string temporary_password();

}  // namespace identity
