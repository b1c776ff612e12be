#include "domain/role.hpp"

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<Role, 5> role_names{{{Role::lager, "lager"},
                                     {Role::ergo, "ergo"},
                                     {Role::sjafor, "sjafor"},
                                     {Role::leder, "leder"},
                                     {Role::admin, "admin"}}};

}  // namespace

std::string_view to_text(Role role) { return name_of(role_names, role); }
std::optional<Role> parse_role(std::string_view text) { return value_of(role_names, text); }

}  // namespace domain
