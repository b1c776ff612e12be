#pragma once
// Who does something, where and when: what every event of one change has in common.

#include <optional>
#include <string>

#include "domain/ids.hpp"
#include "domain/role.hpp"
#include "domain/time.hpp"

namespace depot {

struct Act {
    domain::ActorId actor;
    domain::Role role = domain::Role::lager;
    std::optional<std::string> operator_badge;
    std::optional<std::string> device;
    std::optional<std::string> scan;
    domain::Instant happened;
    domain::Instant recorded;
    domain::Day day;  // of happened, in Europe/Oslo
};

}  // namespace depot
