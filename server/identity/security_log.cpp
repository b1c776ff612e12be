#include "identity/security_log.hpp"

#include <fmt/format.h>

namespace identity {

void log_security(std::string_view event, domain::ActorId actor, domain::ActorId subject) {
    if (subject.value == 0) {
        fmt::print(stderr, "level=info event={} actor={}\n", event, actor.value);
    } else {
        fmt::print(stderr, "level=info event={} actor={} subject={}\n", event, actor.value,
                   subject.value);
    }
}

}  // namespace identity
