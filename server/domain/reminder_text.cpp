#include "domain/reminder_text.hpp"

#include <algorithm>
#include <string_view>

#include "domain/weekday.hpp"

namespace domain {
namespace {

struct Words {
    std::string_view DayName::*day;
    std::string_view every_day;
    std::string_view open;
    std::string_view conjunction;
    std::string_view alternative;
};
constexpr Words bokmal{&DayName::nb, "alle dager", "åpent", " og ", " eller "};
constexpr Words nynorsk{&DayName::nn, "alle dagar", "ope", " og ", " eller "};

const Words& words_of(bool is_nynorsk) { return is_nynorsk ? nynorsk : bokmal; }

std::string joined(const std::vector<std::string>& parts, std::string_view last) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? last : std::string_view(", ");
        text += parts[i];
    }
    return text;
}

// "mandag-fredag", "tirsdag og torsdag", "alle dager"; empty when it never is.
std::string open_days(const std::array<bool, 7>& open, const Words& words) {
    const auto name = [&](std::size_t day) { return std::string(weekdays.at(day).*words.day); };
    std::vector<std::string> runs;
    for (std::size_t day = 0; day < open.size(); ++day) {
        if (!open[day]) continue;
        std::size_t last = day;
        while (last + 1 < open.size() && open[last + 1]) ++last;
        if (day == 0 && last == 6) return std::string(words.every_day);
        // Two days are named, more are a run.
        if (last - day >= 2) {
            runs.push_back(name(day) + "-" + name(last));
        } else {
            for (std::size_t one = day; one <= last; ++one) runs.push_back(name(one));
        }
        day = last;
    }
    return joined(runs, words.conjunction);
}

std::string places(const ReminderWords& asked) {
    const Words& words = words_of(asked.nynorsk);
    std::vector<std::string> all;
    for (const Depot& depot : asked.places) {
        const std::string days = open_days(depot.open_weekdays, words);
        all.push_back(depot.name +
                      (days.empty() ? "" : " (" + std::string(words.open) + " " + days + ")"));
    }
    return joined(all, words.alternative);
}

std::string first_sentence(const ReminderWords& words) {
    const std::string day = shown(words.due);
    const std::string& name = words.sender.name;
    if (words.nynorsk) {
        switch (words.step) {
            case ReminderStep::first_before:
                return "Utstyr du låner av " + name + " skal leverast tilbake seinast " + day + ".";
            case ReminderStep::second_before:
                return "Vi minner om at utstyr du låner av " + name +
                       " skal leverast tilbake seinast " + day + ".";
            case ReminderStep::after:
            case ReminderStep::call:
            case ReminderStep::lost_process:
                return "Utstyr du låner av " + name + " skulle ha vore levert tilbake " + day + ".";
        }
    }
    switch (words.step) {
        case ReminderStep::first_before:
            return "Utstyr du låner av " + name + " skal leveres tilbake senest " + day + ".";
        case ReminderStep::second_before:
            return "Vi minner om at utstyr du låner av " + name + " skal leveres tilbake senest " +
                   day + ".";
        case ReminderStep::after:
        case ReminderStep::call:
        case ReminderStep::lost_process:
            return "Utstyr du låner av " + name + " skulle vært levert tilbake " + day + ".";
    }
    return {};
}

std::string where(const ReminderWords& words) {
    const std::string to = places(words);
    return (to.empty() ? std::string("Lever det tilbake.") : "Lever det til " + to + ".") +
           " Vi kan også hente det hos deg.";
}

std::string whom_to_call(const ReminderWords& words) {
    const std::string& phone = words.sender.phone;
    if (words.nynorsk) {
        return (phone.empty() ? std::string("Ta kontakt") : "Ring " + phone) +
               " om henting, eller dersom du treng utstyret lenger.";
    }
    return (phone.empty() ? std::string("Ta kontakt") : "Ring " + phone) +
           " om henting, eller hvis du trenger utstyret lenger.";
}

std::string list(const ReminderWords& words) {
    std::string text = "Dette har du på lån:";
    for (const LentThing& thing : words.things) {
        text += "\n- ";
        if (thing.quantity > 1) text += std::to_string(thing.quantity) + " stk. ";
        text += thing.name;
        if (thing.due) text += ", frist " + shown(*thing.due);
    }
    return text;
}

std::string subject(const ReminderWords& words) {
    const std::string day = shown(words.due);
    const bool late = words.step >= ReminderStep::after;
    if (words.nynorsk) {
        return late ? "Lånt utstyr skulle ha vore levert " + day
                    : "Lånt utstyr skal leverast seinast " + day;
    }
    return late ? "Lånt utstyr skulle vært levert " + day
                : "Lånt utstyr skal leveres senest " + day;
}

std::string already_back(const ReminderWords& words) {
    return words.nynorsk ? "Har du alt levert utstyret, kan du sjå bort frå denne meldinga."
                         : "Har du allerede levert utstyret, kan du se bort fra denne meldingen.";
}

std::string greeting(const ReminderWords& words) {
    return std::string(words.nynorsk ? "Helsing " : "Hilsen ") + words.sender.name;
}

}  // namespace

WrittenMessage write_reminder(const ReminderWords& words) {
    if (words.medium == Medium::sms) {
        return {{},
                "Hei! " + first_sentence(words) + " " + where(words) + " " + whom_to_call(words) +
                    " " + greeting(words)};
    }
    const std::string loan = words.nynorsk ? "Lånet er gratis og for ei avgrensa tid."
                                           : "Lånet er gratis og for en avgrenset tid.";
    std::string text = "Hei!\n\n" + first_sentence(words) + " " + loan;
    if (!words.is_protected && !words.things.empty()) text += "\n\n" + list(words);
    text += "\n\n" + where(words) + " " + whom_to_call(words);
    text += "\n\n" + already_back(words);
    // A letter closes by itself.
    if (words.medium == Medium::email) text += "\n\n" + greeting(words);
    return {subject(words), std::move(text)};
}

ReminderStep step_to_say(ReminderStep step, Day due, Day today) {
    return due < today ? ReminderStep::after : std::min(step, ReminderStep::second_before);
}

WrittenMessage write_weekly(const WeeklyWords& words) {
    const std::string year = words.week.substr(0, 4);
    const std::string week = words.week.substr(6);
    std::string text = "Forfalte utlån, uke " + week + " i " + year + ":\n\n" +
                       std::to_string(words.overdue) + " over fristen";
    if (!words.since.empty()) {
        const std::string since = " siden uke " + words.since.substr(6);
        text += "\n" + std::to_string(words.added) + (words.added == 1 ? " ny" : " nye") + since +
                "\n" + std::to_string(words.solved) + " løst" + since;
    }
    if (!words.link.empty()) text += "\n\nLes listen: " + words.link;
    return {"Forfalte utlån uke " + week + "/" + year, std::move(text)};
}

}  // namespace domain
