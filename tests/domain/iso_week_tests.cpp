#include "domain/iso_week.hpp"

#include <catch2/catch.hpp>

#include "support/csv_table.hpp"

using domain::IsoWeek;

namespace {

domain::Day day(const std::string& text) { return domain::parse_day(text).value(); }

}  // namespace

TEST_CASE("the week of each day around a hundred turns of years is that of another calendar") {
    // Written by iso_weeks.py.
    const auto rows = support::read_csv(KL_TESTS_DIR "/domain/iso_weeks.csv");
    REQUIRE(rows.size() > 1800);
    for (const auto& row : rows) {
        INFO(row[0]);
        const IsoWeek week = domain::week_of(day(row[0]));
        CHECK(to_text(week) == row[1]);
        CHECK(domain::to_text(domain::monday_of(week)) == row[2]);
        CHECK(domain::parse_week(row[1]) == week);
    }
}

TEST_CASE("2026 has a week 53, the years beside it have not") {
    CHECK(domain::weeks_in(2025) == 52);
    CHECK(domain::weeks_in(2026) == 53);
    CHECK(domain::weeks_in(2027) == 52);
    CHECK(domain::week_of(day("2027-01-03")) == IsoWeek{2026, 53});
    CHECK(domain::week_of(day("2027-01-04")) == IsoWeek{2027, 1});
}

TEST_CASE("what is no week is none") {
    for (const char* text :
         {"", "2026-W00", "2026-W54", "2025-W53", "2026-53", "2026W47", "2026-w47", "2026-W4",
          "2026-W477", "-026-W47", "1899-W01", "2200-W01", "2026-W+7", " 2026-W47"}) {
        INFO(text);
        CHECK_FALSE(domain::parse_week(text));
    }
}
