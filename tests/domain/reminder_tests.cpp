#include "domain/reminder.hpp"

#include <map>

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

using domain::Day;
using domain::ReminderStep;
using std::chrono::days;

namespace {

constexpr std::array<int, 5> steps{-14, -3, 1, 14, 28};

Day day(std::string_view text) { return domain::parse_day(text).value(); }

std::string named(std::optional<ReminderStep> step) {
    return step ? std::string(to_text(*step)) : "";
}

}  // namespace

TEST_CASE("a loan of three months takes each step on its day and no other") {
    // Lent 23 November 2026, due Tuesday 23 February 2027; the days were counted by hand.
    const std::map<std::string, std::string> expected{{"2027-02-09", "first_before"},
                                                      {"2027-02-20", "second_before"},
                                                      {"2027-02-24", "after"},
                                                      {"2027-03-09", "call"},
                                                      {"2027-03-23", "lost_process"}};
    domain::ReminderFacts facts{day("2027-02-23"), day("2026-11-23"), {}};
    std::map<std::string, std::string> taken;
    for (Day today = day("2026-11-23"); today < day("2027-06-01"); today += days(1)) {
        const auto step = next_step(facts, steps, today);
        if (!step) continue;
        taken[domain::to_text(today)] = to_text(*step);
        facts.taken = step;
    }
    CHECK(taken == expected);
}

TEST_CASE("what was missed while nobody looked is one step, the latest") {
    struct Row {
        const char* today;
        std::optional<ReminderStep> taken;
        const char* step;
    };
    // Due 23 February 2027.
    const Row rows[] = {
        {"2027-02-08", {}, ""},
        {"2027-02-10", {}, "first_before"},
        {"2027-02-19", {}, "first_before"},
        {"2027-02-21", {}, "second_before"},
        {"2027-02-23", {}, "second_before"},
        {"2027-02-23", ReminderStep::second_before, ""},
        {"2027-03-01", {}, "after"},
        {"2027-03-01", ReminderStep::first_before, "after"},
        {"2027-03-15", ReminderStep::after, "call"},
        {"2027-04-15", ReminderStep::after, "lost_process"},
        {"2028-04-15", ReminderStep::lost_process, ""},
    };
    for (const Row& row : rows) {
        INFO(row.today);
        CHECK(named(domain::next_step({day("2027-02-23"), day("2026-11-23"), row.taken}, steps,
                                      day(row.today))) == row.step);
    }
}

TEST_CASE("a step whose day had come when the due day was set is not taken") {
    // Lent for a week: the message of fourteen days before would come with the aid.
    const Day lent = day("2026-11-23");
    const Day due = day("2026-11-30");
    CHECK(named(domain::next_step({due, lent, {}}, steps, lent)).empty());
    CHECK(named(domain::next_step({due, lent, {}}, steps, day("2026-11-26"))).empty());
    CHECK(named(domain::next_step({due, lent, {}}, steps, day("2026-11-27"))) == "second_before");
    // Lent today, due in fourteen days exactly.
    CHECK(named(domain::next_step({day("2026-12-07"), lent, {}}, steps, lent)).empty());
    // Extended while overdue: the ladder begins anew from the new day.
    CHECK(named(domain::next_step({day("2027-05-01"), day("2027-03-20"), {}}, steps,
                                  day("2027-03-21")))
              .empty());
    CHECK(named(domain::next_step({day("2027-05-01"), day("2027-03-20"), {}}, steps,
                                  day("2027-04-17"))) == "first_before");
}

TEST_CASE("the first three steps are messages, and names are read back") {
    for (const auto step : {ReminderStep::first_before, ReminderStep::second_before,
                            ReminderStep::after, ReminderStep::call, ReminderStep::lost_process}) {
        CHECK(domain::parse_reminder_step(to_text(step)) == step);
        CHECK(domain::is_message(step) ==
              (step != ReminderStep::call && step != ReminderStep::lost_process));
    }
    CHECK_FALSE(domain::parse_reminder_step("before"));
}

TEST_CASE("a step has come for what was due so many days ago or before") {
    CHECK(domain::last_due(ReminderStep::first_before, steps, day("2027-02-09")) ==
          day("2027-02-23"));
    CHECK(domain::last_due(ReminderStep::lost_process, steps, day("2027-03-23")) ==
          day("2027-02-23"));
}

TEST_CASE("however often one looks, no step comes twice, none goes back, none before its day") {
    rc::prop("a ladder with gaps", [] {
        const Day lent = day("2026-01-05");
        const Day due = lent + days(*rc::gen::inRange(0, 120));
        domain::ReminderFacts facts{due, lent, {}};
        Day today = lent;
        while (today < due + days(28 + 20)) {
            if (const auto step = next_step(facts, steps, today)) {
                RC_ASSERT((!facts.taken || *facts.taken < *step));
                const Day its = due + days(steps[static_cast<std::size_t>(*step)]);
                RC_ASSERT(its <= today);
                RC_ASSERT(its > lent);
                facts.taken = step;
            }
            today += days(*rc::gen::inRange(1, 20));
        }
        RC_ASSERT(facts.taken == ReminderStep::lost_process);
    });
}
