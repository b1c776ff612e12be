#pragma once
// The reminder ladder. Source: DOMAIN.md section 7. Days are of Europe/Oslo.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/time.hpp"

namespace domain {

// The first three are messages; the others are for a person to do.
enum class ReminderStep { first_before, second_before, after, call, lost_process };
std::string_view to_text(ReminderStep step);
std::optional<ReminderStep> parse_reminder_step(std::string_view text);
bool is_message(ReminderStep step);

// What the ladder asks of an open line.
struct ReminderFacts {
    Day due;
    // The day that this due day was set on: of the loan, or of its latest extension.
    Day set_on;
    // The last step that was taken since then, whatever came of it.
    std::optional<ReminderStep> taken;
};

// The step that is to be taken on that day: the latest one whose day has come, unless it or a later
// one was taken. Steps whose day had come before the due day was set are passed over, and so are
// those that a later one overtakes while nobody looked.
// steps: days from the due day, rising.
std::optional<ReminderStep> next_step(const ReminderFacts& facts, const std::array<int, 5>& steps,
                                      Day today);

// The latest due day for which that step has come.
Day last_due(ReminderStep step, const std::array<int, 5>& steps, Day today);

}  // namespace domain
