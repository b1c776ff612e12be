#pragma once
// What a reminder says. Pure: the same facts give the same words. An SMS names neither aid nor
// health and keeps to the GSM alphabet as long as the names in it do; nobody with a protected
// address is told by name what they have.

#include <optional>
#include <string>
#include <vector>

#include "domain/depot.hpp"
#include "domain/message.hpp"
#include "domain/reminder.hpp"

namespace domain {

// In whose name it is written.
struct ReminderSender {
    std::string name;   // the municipality's
    std::string phone;  // of the depot; empty: it is not said
};

struct LentThing {
    std::string name;
    std::int64_t quantity = 1;
    std::optional<Day> due;
};

struct ReminderWords {
    ReminderStep step = ReminderStep::first_before;  // first_before, second_before or after
    Medium medium = Medium::sms;
    bool nynorsk = false;
    bool is_protected = false;
    Day due;                        // the earliest of what it is about
    std::vector<LentThing> things;  // all that they have
    std::vector<Depot> places;      // where it may be brought back
    ReminderSender sender;
};

struct WrittenMessage {
    std::string subject;
    std::string text;  // an empty line separates paragraphs
    bool operator==(const WrittenMessage&) const = default;
};
WrittenMessage write_reminder(const ReminderWords& words);

// What is so on that day: nothing is said to be due on a day that is over.
ReminderStep step_to_say(ReminderStep step, Day due, Day today);

// The mail that tells of a weekly list: how many, and where to read it. It names nobody.
struct WeeklyWords {
    std::string week;  // 2026-W48
    std::int64_t overdue = 0;
    std::int64_t added = 0;
    std::int64_t solved = 0;
    std::string link;   // empty: it is not said
    std::string since;  // the week that it is held against; empty: it is the first list
};
WrittenMessage write_weekly(const WeeklyWords& words);

}  // namespace domain
