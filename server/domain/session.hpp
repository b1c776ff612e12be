#pragma once
// How long a sign-in lasts, what it is worth, and what it still needs.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/time.hpp"

namespace domain {

struct Session {
    Instant created_at;
    Instant seen_at;
    // When all that the user has was last shown: at sign-in, or again.
    Instant shown_at;
    bool two_factors = false;
    bool operator==(const Session&) const = default;
};

inline constexpr std::chrono::minutes longest_idle(30);
inline constexpr std::chrono::hours longest_session(8);
inline constexpr std::chrono::minutes fresh_for(5);
// That somebody was seen is noted no oftener.
inline constexpr std::chrono::seconds seen_every(10);

// Open for one user at the same time.
inline constexpr std::int64_t most_sessions = 20;

// From then on it is over, unless it is seen before.
Instant ends_at(const Session& session);
inline bool is_open(const Session& session, Instant now) { return now < ends_at(session); }
inline bool is_fresh(const Session& session, Instant now) {
    return session.two_factors && now < session.shown_at + fresh_for;
}
inline bool notes_seen(const Session& session, Instant now) {
    return now >= session.seen_at + seen_every;
}

// What has to be done before the user may do anything else.
enum class Need { second_factor, password_change, second_factor_enrolment };
std::string_view to_text(Need need);
// In the order in which it is done. A session of two factors may be of a user without a second
// factor of ours: a provider asked for its own.
std::vector<Need> needs(const Session& session, bool must_change, bool enrolled);

// Tries to sign in as one account: at most so many in any such period.
inline constexpr std::size_t most_tries = 20;
inline constexpr std::chrono::hours tries_period(1);
// From when the next one is allowed; none: now. The tries of the last period, the latest first.
std::optional<Instant> next_try(std::span<const Instant> tries);

}  // namespace domain
