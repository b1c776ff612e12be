#pragma once
// What the program's log says of who signs in and of what is done to users: ids, never a name, and
// nothing of what was typed.

#include <cstdint>
#include <string_view>

#include "domain/ids.hpp"

namespace identity {

// One line, after it is stored. Nobody: an actor of 0. The subject is who it was done to, when that
// is another one.
void log_security(std::string_view event, domain::ActorId actor, domain::ActorId subject = {});

// Of a provider: what was refused and why, and how many sessions it ended.
void log_refused(std::string_view event, std::string_view provider, std::string_view reason);
void log_ended_by(std::string_view provider, std::int64_t sessions);

}  // namespace identity
