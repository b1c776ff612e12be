#pragma once
// A talk with a borrower about what they have, and when to speak again.

#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.hpp"
#include "domain/settings.hpp"
#include "domain/time.hpp"

namespace domain {

enum class TalkHow { phone, visit, message, other };
std::string_view to_text(TalkHow how);
std::optional<TalkHow> parse_talk_how(std::string_view text);

enum class TalkOutcome {
    will_return,
    needs_longer,
    needs_permanently,
    is_returned,  // the borrower says so
    not_reached,
    other,
};
std::string_view to_text(TalkOutcome outcome);
std::optional<TalkOutcome> parse_talk_outcome(std::string_view text);

struct Talk {
    TalkId id;
    BorrowerId borrower;
    Day day;
    TalkHow how = TalkHow::phone;
    TalkOutcome outcome = TalkOutcome::other;
    std::optional<std::string> said;
    std::optional<Day> next_day;
    ActorId actor;
    std::string by;  // the actor's name
    Instant made_at;
};

}  // namespace domain
