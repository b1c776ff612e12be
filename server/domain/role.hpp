#pragma once
// The roles of DOMAIN.md section 1 and sets of them.

#include <initializer_list>
#include <optional>
#include <string_view>

namespace domain {

enum class Role { lager, ergo, sjafor, leder, admin };

inline constexpr Role all_roles[] = {Role::lager, Role::ergo, Role::sjafor, Role::leder,
                                     Role::admin};

std::string_view to_text(Role role);
std::optional<Role> parse_role(std::string_view text);

class Roles {
public:
    constexpr Roles() = default;
    constexpr Roles(std::initializer_list<Role> roles) {
        for (const Role role : roles) bits_ |= 1u << static_cast<unsigned>(role);
    }
    static constexpr Roles all() {
        return {Role::lager, Role::ergo, Role::sjafor, Role::leder, Role::admin};
    }
    constexpr bool has(Role role) const { return (bits_ >> static_cast<unsigned>(role) & 1u) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    bool operator==(const Roles&) const = default;

private:
    unsigned bits_ = 0;
};

// Who sees addresses that are protected: a leader, and whom it was given to.
constexpr bool sees_protected(Role role, bool given) { return given || role == Role::leder; }

}  // namespace domain
