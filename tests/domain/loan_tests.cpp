#include "domain/loan.hpp"

#include <catch2/catch.hpp>

#include "support/csv_table.hpp"

using domain::CandidateReason;
using domain::Day;

namespace {

Day day(std::string_view text) { return domain::parse_day(text).value(); }

constexpr domain::DepotSettings settings;

}  // namespace

TEST_CASE("a loan is due three months on, moved to the depot's next open day") {
    const domain::DepotCalendar weekdays;
    // 30 November 2026 plus three months is clamped to Sunday 28 February 2027.
    const auto due = domain::due_date(weekdays, day("2026-11-30"), 3);
    CHECK(due.nominal == day("2027-02-28"));
    CHECK(due.due == day("2027-03-01"));
}

TEST_CASE("an aid of the children's stock has a review day and no due day") {
    const domain::DepotCalendar weekdays;
    const auto child =
        domain::line_days(weekdays, domain::Stock::barn, day("2026-11-23"), settings);
    CHECK_FALSE(child.due);
    // 23 May 2027 is a Sunday.
    CHECK(child.review == day("2027-05-24"));
    const auto adult =
        domain::line_days(weekdays, domain::Stock::korttid, day("2026-11-23"), settings);
    CHECK(adult.due == day("2027-02-23"));
    CHECK_FALSE(adult.review);
}

TEST_CASE("months of extensions add up from the anchor, and from today when overdue") {
    const domain::DepotCalendar weekdays;
    // The loan of 30 November 2026 is due on Monday 1 March 2027.
    const auto once =
        domain::extend(weekdays, day("2026-11-30"), 3, day("2027-03-01"), 3, day("2027-03-01"));
    CHECK(once.anchor == day("2026-11-30"));
    CHECK(once.months == 6);
    // 30 May 2027 is a Sunday; from 28 February or 1 March it would be another day.
    CHECK(once.due.nominal == day("2027-05-30"));
    CHECK(once.due.due == day("2027-05-31"));
    const auto overdue =
        domain::extend(weekdays, day("2026-11-30"), 3, day("2027-03-01"), 3, day("2027-03-02"));
    CHECK(overdue.anchor == day("2027-03-02"));
    CHECK(overdue.months == 3);
    CHECK(overdue.due.due == day("2027-06-02"));
    const auto again = domain::extend(weekdays, overdue.anchor, overdue.months, overdue.due.due, 1,
                                      day("2027-05-05"));
    CHECK(again.due.nominal == day("2027-07-02"));
}

TEST_CASE("extensions agree with the table that was computed without this program") {
    const auto rows = support::read_csv(KL_TESTS_DIR "/domain/extensions.csv");
    REQUIRE(rows.size() >= 60);
    int overdue = 0;
    for (const support::CsvRow& row : rows) {
        CAPTURE(row);
        domain::DepotCalendar calendar;
        for (std::size_t i = 0; i < calendar.open_weekdays.size(); ++i) {
            calendar.open_weekdays[i] = row[5][i] == '1';
        }
        for (const auto& [column, open] : {std::pair{3, false}, std::pair{4, true}}) {
            for (const std::string& text :
                 support::split(row[static_cast<std::size_t>(column)], ' ')) {
                if (!text.empty()) calendar.exceptions[day(text)] = {open, ""};
            }
        }
        Day anchor = day(row[0]);
        int months = std::stoi(row[1]);
        domain::DueDate due = domain::due_date(calendar, anchor, months);
        std::string dues = domain::to_text(due.due);
        // "2026-12-01+3": on that day, by so many months.
        for (const std::string& extension : support::split(row[2], ' ')) {
            const Day today = day(extension.substr(0, 10));
            overdue += today > due.due ? 1 : 0;
            const auto extended = domain::extend(calendar, anchor, months, due.due,
                                                 std::stoi(extension.substr(11)), today);
            anchor = extended.anchor;
            months = extended.months;
            due = extended.due;
            dues += " " + domain::to_text(due.due);
        }
        CHECK(dues == row[6]);
        CHECK(domain::to_text(due.nominal) == row[7]);
    }
    CHECK(overdue >= 15);
}

TEST_CASE("a loan is overdue from the day after its due day, in calendar days") {
    const Day due = day("2026-11-20");
    CHECK(domain::days_overdue(due, day("2026-11-19")) == 0);
    CHECK(domain::days_overdue(due, day("2026-11-20")) == 0);
    CHECK(domain::days_overdue(due, day("2026-11-21")) == 1);
    CHECK(domain::days_overdue(due, day("2027-03-01")) == 101);
    CHECK(domain::days_overdue({}, day("2027-03-01")) == 0);
}

TEST_CASE("a loan is due soon with fourteen days or fewer left") {
    const auto window = domain::due_soon(day("2026-11-23"), settings);
    CHECK(window.from == day("2026-11-23"));
    CHECK(window.to == day("2026-12-07"));
}

TEST_CASE("a candidate for permanent need is one for a reason") {
    domain::CandidateFacts facts;
    facts.due = day("2026-11-01");
    const auto reasons = [&](std::string_view today) {
        return domain::candidate_reasons(facts, day(today), settings);
    };
    CHECK(reasons("2026-11-14").empty());
    CHECK(reasons("2026-11-15") == std::vector{CandidateReason::overdue});
    facts.expected = domain::Expected::over_2_years;
    CHECK(reasons("2026-10-01") == std::vector{CandidateReason::expected_long});
    CHECK(reasons("2026-11-15") ==
          std::vector{CandidateReason::expected_long, CandidateReason::overdue});

    SECTION("an extended loan is one, before it is overdue again") {
        facts.extensions = 2;
        CHECK(reasons("2026-11-02") ==
              std::vector{CandidateReason::expected_long, CandidateReason::extended});
        CHECK(reasons("2026-11-15") == std::vector{CandidateReason::expected_long,
                                                   CandidateReason::extended,
                                                   CandidateReason::overdue});
        facts.stock = domain::Stock::barn;
        CHECK(reasons("2026-11-15").empty());
    }
    SECTION("a unit is not") {
        facts.borrower_is_person = false;
        CHECK(reasons("2027-01-01").empty());
    }
    SECTION("the children's stock is not") {
        facts.stock = domain::Stock::barn;
        CHECK(reasons("2027-01-01").empty());
    }
    SECTION("an aid of somebody else is not") {
        for (const auto owner : {domain::Owner::nav, domain::Owner::helseforetak,
                                 domain::Owner::leverandor, domain::Owner::privat}) {
            facts.owner = owner;
            CHECK(reasons("2027-01-01").empty());
        }
    }
    SECTION("an aid taken over from NAV is the municipality's own") {
        facts.owner = domain::Owner::overtatt_fra_nav;
        CHECK(reasons("2027-01-01").size() == 2);
    }
}

TEST_CASE("an aid is handed out when it is ours, inspected in time and trained for") {
    const Day today = day("2026-11-23");
    domain::LendingFacts facts;
    CHECK_FALSE(domain::lending_refusal(facts, today));
    facts.needs_training = true;
    CHECK(domain::lending_refusal(facts, today) == domain::RefusalCode::training_required);
    facts.training_recorded = true;
    CHECK_FALSE(domain::lending_refusal(facts, today));
    facts.inspection_due = today;
    CHECK_FALSE(domain::lending_refusal(facts, today));
    facts.inspection_due = today - std::chrono::days(1);
    CHECK(domain::lending_refusal(facts, today) == domain::RefusalCode::inspection_due);
    facts.owner = domain::Owner::nav;
    CHECK(domain::lending_refusal(facts, today) == domain::RefusalCode::not_lendable);
    facts = {};
    facts.stock = domain::Stock::transitt;
    CHECK(domain::lending_refusal(facts, today) == domain::RefusalCode::not_lendable);
}
