#include "domain/retention.hpp"

#include <algorithm>

namespace domain {

std::optional<Instant> retained_until(const PersonUse& use, int days, Instant now) {
    if (use.open) return std::nullopt;
    const Instant registered = use.registered.value_or(now);
    const Instant last = std::max(registered, use.last_closed.value_or(registered));
    return last + std::chrono::days(days);
}

}  // namespace domain
