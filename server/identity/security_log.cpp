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

void log_refused(std::string_view event, std::string_view provider, std::string_view reason) {
    fmt::print(stderr, "level=warning event={} provider={} reason={}\n", event, provider, reason);
}

void log_ended_by(std::string_view provider, std::int64_t sessions) {
    fmt::print(stderr, "level=info event=signed_out_by_provider provider={} sessions={}\n",
               provider, sessions);
}

}  // namespace identity
