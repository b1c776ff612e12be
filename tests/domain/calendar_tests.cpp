#include "domain/calendar.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "support/csv_table.hpp"

using domain::add_months;
using domain::Day;
using domain::DepotCalendar;
using domain::easter_sunday;
using domain::holidays;
using domain::next_open_day;
using domain::open_day;
using domain::OpenDay;
using domain::to_text;

namespace {

using Codes = std::vector<std::string_view>;

// Of a text that the test itself wrote.
Day day(std::string_view text) { return domain::parse_day(text).value(); }

// Days as text, so that a failure shows the date.
std::string next_open(const DepotCalendar& calendar, std::string_view from) {
    return to_text(next_open_day(calendar, day(from)));
}
std::string plus(std::string_view start, int months) {
    return to_text(add_months(day(start), months));
}

DepotCalendar calendar_of(const support::CsvRow& row) {
    DepotCalendar calendar;
    for (std::size_t i = 0; i < calendar.open_weekdays.size(); ++i) {
        calendar.open_weekdays[i] = row.at(4).at(i) == '1';
    }
    for (const auto& [column, open] : {std::pair{2U, false}, std::pair{3U, true}}) {
        for (const std::string& text : support::split(row.at(column), ' ')) {
            if (!text.empty()) {
                calendar.exceptions[day(text)] = {open, "av tabellen"};
            }
        }
    }
    return calendar;
}

// A calendar with some exceptions around a day.
DepotCalendar arbitrary_calendar(Day around) {
    DepotCalendar calendar;
    for (bool& open : calendar.open_weekdays) {
        open = *rc::gen::arbitrary<bool>();
    }
    for (const auto& [distance, open] : *rc::gen::container<std::vector<std::pair<int, bool>>>(
             rc::gen::pair(rc::gen::inRange(-5, 40), rc::gen::arbitrary<bool>()))) {
        calendar.exceptions[around + std::chrono::days{distance}] = {open, "grunn"};
    }
    return calendar;
}

Day arbitrary_day() {
    const auto first = day("1900-01-01").time_since_epoch().count();
    const auto last = day("2190-01-01").time_since_epoch().count();
    return Day{std::chrono::days{*rc::gen::inRange(first, last)}};
}

}  // namespace

TEST_CASE("every due date of the table is the nominal day moved to an open day") {
    const auto rows = support::read_csv(KL_TESTS_DIR "/domain/due_dates.csv");
    REQUIRE(rows.size() >= 80);
    for (const support::CsvRow& row : rows) {
        CAPTURE(row);
        const Day nominal = add_months(day(row[0]), std::stoi(row[1]));
        CHECK(to_text(nominal) == row[5]);
        CHECK(to_text(next_open_day(calendar_of(row), nominal)) == row[6]);
    }
}

TEST_CASE("Easter is on its published days") {
    for (const auto& [year, text] : {std::pair{2000, "2000-04-23"}, std::pair{2008, "2008-03-23"},
                                     std::pair{2011, "2011-04-24"}, std::pair{2026, "2026-04-05"},
                                     std::pair{2027, "2027-03-28"}, std::pair{2028, "2028-04-16"},
                                     std::pair{2029, "2029-04-01"}, std::pair{2030, "2030-04-21"},
                                     std::pair{2038, "2038-04-25"}}) {
        CHECK(to_text(easter_sunday(year)) == text);
    }
}

TEST_CASE("Easter of every year is the Sunday after the full moon of the printed table") {
    // Ecclesiastical full moons of 1900 to 2199 by golden number, as days from 1 March.
    constexpr std::array moons{45, 34, 23, 42, 31, 49, 39, 28, 47, 36,
                               25, 44, 33, 22, 41, 30, 48, 38, 27};
    for (int year = 1900; year <= 2199; ++year) {
        const Day first_of_march{std::chrono::year{year} / std::chrono::March / 1};
        Day sunday = first_of_march + std::chrono::days{moons[static_cast<std::size_t>(year % 19)]};
        while (std::chrono::weekday{sunday} != std::chrono::Sunday) {
            sunday += std::chrono::days{1};
        }
        CHECK(to_text(easter_sunday(year)) == to_text(sunday));
    }
}

TEST_CASE("a year has the twelve Norwegian public holidays, and no more") {
    const std::vector<std::pair<std::string, std::string>> expected{
        {"2026-01-01", "new_years_day"}, {"2026-04-02", "maundy_thursday"},
        {"2026-04-03", "good_friday"},   {"2026-04-05", "easter_sunday"},
        {"2026-04-06", "easter_monday"}, {"2026-05-01", "labour_day"},
        {"2026-05-14", "ascension_day"}, {"2026-05-17", "constitution_day"},
        {"2026-05-24", "whit_sunday"},   {"2026-05-25", "whit_monday"},
        {"2026-12-25", "christmas_day"}, {"2026-12-26", "second_christmas_day"}};
    std::vector<std::pair<std::string, std::string>> found;
    for (Day d = day("2026-01-01"); d <= day("2026-12-31"); d += std::chrono::days{1}) {
        for (const std::string_view code : holidays(d)) found.emplace_back(to_text(d), code);
    }
    CHECK(found == expected);
}

TEST_CASE("two holidays on one day are both named, the fixed one first") {
    CHECK(holidays(day("2027-05-17")) == Codes{"constitution_day", "whit_monday"});
    CHECK(holidays(day("2008-05-01")) == Codes{"labour_day", "ascension_day"});
    CHECK(holidays(day("2012-05-17")) == Codes{"constitution_day", "ascension_day"});
    CHECK(holidays(day("2032-05-16")) == Codes{"whit_sunday"});
}

TEST_CASE("an ordinary day is open without a reason and a closed one says why") {
    const DepotCalendar calendar;
    CHECK(open_day(calendar, day("2026-11-23")) == OpenDay{day("2026-11-23"), true, "", {}});
    CHECK(open_day(calendar, day("2026-11-21")) ==
          OpenDay{day("2026-11-21"), false, "", {"saturday"}});
    CHECK(open_day(calendar, day("2026-11-22")) ==
          OpenDay{day("2026-11-22"), false, "", {"sunday"}});
    CHECK(open_day(calendar, day("2026-04-02")) ==
          OpenDay{day("2026-04-02"), false, "", {"maundy_thursday"}});
    // A holiday wins over the weekday it falls on.
    CHECK(open_day(calendar, day("2026-12-26")).rules == Codes{"second_christmas_day"});
    CHECK(open_day(calendar, day("2026-04-05")).rules == Codes{"easter_sunday"});
}

TEST_CASE("a depot that is closed on a weekday says which") {
    DepotCalendar calendar;
    calendar.open_weekdays = {};
    const Codes weekdays{"monday", "tuesday",  "wednesday", "thursday",
                         "friday", "saturday", "sunday"};
    for (std::size_t i = 0; i < weekdays.size(); ++i) {
        const Day d = day("2026-11-16") + std::chrono::days{i};
        CHECK(open_day(calendar, d) == OpenDay{d, false, "", {weekdays[i]}});
    }
}

TEST_CASE("an exception of the depot wins over holiday and weekday, with its reason") {
    DepotCalendar calendar;
    calendar.exceptions[day("2026-11-23")] = {false, "varetelling"};
    calendar.exceptions[day("2026-11-21")] = {true, "åpen lørdag"};
    calendar.exceptions[day("2026-05-17")] = {true, "utlevering før toget"};
    calendar.exceptions[day("2026-12-25")] = {false, "stengt i romjula"};
    CHECK(open_day(calendar, day("2026-11-23")) ==
          OpenDay{day("2026-11-23"), false, "varetelling", {}});
    CHECK(open_day(calendar, day("2026-11-21")) ==
          OpenDay{day("2026-11-21"), true, "åpen lørdag", {}});
    CHECK(open_day(calendar, day("2026-05-17")) ==
          OpenDay{day("2026-05-17"), true, "utlevering før toget", {}});
    CHECK(open_day(calendar, day("2026-12-25")) ==
          OpenDay{day("2026-12-25"), false, "stengt i romjula", {}});
}

TEST_CASE("a closed day says why also when the depot gave no reason") {
    DepotCalendar calendar;
    calendar.exceptions[day("2026-11-23")] = {false, ""};
    calendar.exceptions[day("2026-11-22")] = {false, ""};
    calendar.exceptions[day("2026-12-25")] = {false, ""};
    calendar.exceptions[day("2026-11-21")] = {true, ""};
    CHECK(open_day(calendar, day("2026-11-23")).rules == Codes{"closed_day"});
    CHECK(open_day(calendar, day("2026-11-22")).rules == Codes{"sunday"});
    CHECK(open_day(calendar, day("2026-12-25")).rules == Codes{"christmas_day"});
    CHECK(open_day(calendar, day("2026-11-21")) == OpenDay{day("2026-11-21"), true, "", {}});
}

TEST_CASE("the next open day is the day itself when it is open") {
    DepotCalendar calendar;
    CHECK(next_open(calendar, "2026-11-23") == "2026-11-23");
    CHECK(next_open(calendar, "2026-11-21") == "2026-11-23");
    CHECK(next_open(calendar, "2026-04-02") == "2026-04-07");
    CHECK(next_open(calendar, "2026-12-25") == "2026-12-28");
    calendar.exceptions[day("2026-12-28")] = {false, "romjul"};
    CHECK(next_open(calendar, "2026-12-25") == "2026-12-29");
    calendar.exceptions[day("2026-12-27")] = {true, "byttedag"};
    CHECK(next_open(calendar, "2026-12-25") == "2026-12-27");
}

TEST_CASE("a depot that does not open within two years leaves the day as it is") {
    DepotCalendar calendar;
    calendar.open_weekdays = {};
    CHECK(next_open(calendar, "2026-11-22") == "2026-11-22");
    calendar.exceptions[day("2028-11-23")] = {true, "for sent"};
    CHECK(next_open(calendar, "2026-11-22") == "2026-11-22");
    calendar.exceptions[day("2028-11-22")] = {true, "tidsnok"};
    CHECK(next_open(calendar, "2026-11-22") == "2028-11-22");
}

TEST_CASE("months are added to the same day, or to the end of a shorter month") {
    CHECK(plus("2026-08-22", 3) == "2026-11-22");
    CHECK(plus("2026-11-30", 3) == "2027-02-28");
    CHECK(plus("2027-11-30", 3) == "2028-02-29");
    CHECK(plus("2026-11-30", 6) == "2027-05-30");
    CHECK(plus("2028-02-29", 12) == "2029-02-28");
    CHECK(plus("2026-12-31", 0) == "2026-12-31");
    CHECK(plus("2026-12-31", 12) == "2027-12-31");
    CHECK(plus("2099-12-31", 2) == "2100-02-28");
    CHECK(plus("2026-03-31", -1) == "2026-02-28");
    CHECK(plus("2026-01-31", -13) == "2024-12-31");
}

TEST_CASE("added months lead to the wanted month and never past the day of the month") {
    CHECK(rc::check("add_months", [] {
        const Day start = arbitrary_day();
        const int months = *rc::gen::inRange(0, 100);
        const std::chrono::year_month_day from{start};
        const std::chrono::year_month_day to{add_months(start, months)};
        const auto month_number = [](std::chrono::year_month_day date) {
            return static_cast<int>(date.year()) * 12 +
                   static_cast<int>(static_cast<unsigned>(date.month()));
        };
        RC_ASSERT(month_number(to) == month_number(from) + months);
        RC_ASSERT(to.day() <= from.day());
        const bool last_of_month =
            std::chrono::year_month_day{Day{to} + std::chrono::days{1}}.month() != to.month();
        RC_ASSERT(to.day() == from.day() || last_of_month);
    }));
}

TEST_CASE("between a day and its next open day nothing is open") {
    CHECK(rc::check("next_open_day", [] {
        const Day from = arbitrary_day();
        const DepotCalendar calendar = arbitrary_calendar(from);
        const Day found = next_open_day(calendar, from);
        RC_ASSERT(found >= from);
        for (Day d = from; d < found; d += std::chrono::days{1}) {
            RC_ASSERT(!open_day(calendar, d).open);
            const OpenDay closed = open_day(calendar, d);
            RC_ASSERT(closed.own_reason.empty() != closed.rules.empty());
        }
        RC_ASSERT(found == from || open_day(calendar, found).open);
    }));
}
