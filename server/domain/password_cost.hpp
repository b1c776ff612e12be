#pragma once
// How much work a password's hash is: for whoever guesses, and for us.

#include <cstddef>

namespace domain {

struct PasswordCost {
    unsigned long long passes = 3;
    std::size_t memory = std::size_t{64} << 20;
};

// Nothing cheaper is stored outside of tests.
inline constexpr PasswordCost least_password_cost{2, std::size_t{19} << 20};

}  // namespace domain
