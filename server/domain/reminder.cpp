#include "domain/reminder.hpp"

#include <algorithm>
#include <iterator>

namespace domain {
namespace {

constexpr std::string_view names[] = {"first_before", "second_before", "after", "call",
                                      "lost_process"};

}  // namespace

std::string_view to_text(ReminderStep step) { return names[static_cast<std::size_t>(step)]; }

std::optional<ReminderStep> parse_reminder_step(std::string_view text) {
    const auto* found = std::find(std::begin(names), std::end(names), text);
    if (found == std::end(names)) return std::nullopt;
    return static_cast<ReminderStep>(found - std::begin(names));
}

bool is_message(ReminderStep step) { return step <= ReminderStep::after; }

std::optional<ReminderStep> next_step(const ReminderFacts& facts, const std::array<int, 5>& steps,
                                      Day today) {
    for (std::size_t i = steps.size(); i-- > 0;) {
        const Day day = facts.due + std::chrono::days(steps[i]);
        if (day > today) continue;
        const auto step = static_cast<ReminderStep>(i);
        const bool of_before = day <= facts.set_on;
        if (of_before || (facts.taken && *facts.taken >= step)) return std::nullopt;
        return step;
    }
    return std::nullopt;
}

Day last_due(ReminderStep step, const std::array<int, 5>& steps, Day today) {
    return today - std::chrono::days(steps[static_cast<std::size_t>(step)]);
}

}  // namespace domain
