#include "domain/time.hpp"

#include <chrono>
#include <string>
#include <string_view>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using domain::Day;
using domain::Instant;
using domain::parse_day;
using domain::parse_instant;
using domain::to_text;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

namespace {

Day day(int year, unsigned month, unsigned day_of_month) {
    return Day{std::chrono::year{year} / std::chrono::month{month} /
               std::chrono::day{day_of_month}};
}

// The instant in UTC, or "none".
std::string normal(std::string_view text) {
    const auto instant = parse_instant(text);
    return instant ? to_text(*instant) : "none";
}

}  // namespace

TEST_CASE("a day is read as year, month and day, and written the same") {
    CHECK(parse_day("2026-11-22") == day(2026, 11, 22));
    CHECK(parse_day("1970-01-01") == Day{});
    CHECK(parse_day("2028-02-29") == day(2028, 2, 29));
    CHECK(parse_day("2000-02-29") == day(2000, 2, 29));
    CHECK(parse_day("1900-01-01") == day(1900, 1, 1));
    CHECK(parse_day("2199-12-31") == day(2199, 12, 31));
    CHECK(to_text(day(2026, 1, 2)) == "2026-01-02");
    CHECK(to_text(day(1900, 1, 1)) == "1900-01-01");
}

TEST_CASE("every day from 1900 to 2199 survives being written and read") {
    int days = 0;
    for (Day d = day(1900, 1, 1); d <= day(2199, 12, 31); d += std::chrono::days{1}) {
        if (parse_day(to_text(d)) != d) {
            FAIL(to_text(d));
        }
        ++days;
    }
    CHECK(days == 109573);  // 300 years of 365 days and 73 leap days
}

TEST_CASE("what is not exactly a day is refused") {
    for (const auto& text : {""sv,
                             "2026"sv,
                             "2026-11"sv,
                             "2026-11-2"sv,
                             "2026-11-222"sv,
                             "2026-1-22"sv,
                             "26-11-22"sv,
                             "2026-11-22 "sv,
                             " 2026-11-22"sv,
                             "2026/11/22"sv,
                             "20261122"sv,
                             "22.11.2026"sv,
                             "2026-11-2x"sv,
                             "2026-+1-22"sv,
                             "-026-11-22"sv,
                             "+2026-11-22"sv,
                             "2026-00-22"sv,
                             "2026-13-22"sv,
                             "2026-11-00"sv,
                             "2026-11-31"sv,
                             "2026-02-29"sv,
                             "2026-02-30"sv,
                             "2100-02-29"sv,
                             "1900-02-29"sv,
                             "1899-12-31"sv,
                             "2200-01-01"sv,
                             "0000-01-01"sv,
                             "9999-12-31"sv,
                             "2026-11-22T00:00:00Z"sv,
                             "2026-11-22\0"sv,
                             "2026\xE2\x80\x93"
                             "11-22"sv,
                             "today"sv}) {
        CAPTURE(text);
        CHECK_FALSE(parse_day(text).has_value());
    }
}

TEST_CASE("an instant is read in UTC or with an offset, and always written in UTC") {
    CHECK(normal("2026-11-22T09:30:00Z") == "2026-11-22T09:30:00.000Z");
    CHECK(normal("2026-11-22t09:30:00z") == "2026-11-22T09:30:00.000Z");
    CHECK(normal("2026-11-22T09:30:00+01:00") == "2026-11-22T08:30:00.000Z");
    CHECK(normal("2026-11-22T09:30:00-05:30") == "2026-11-22T15:00:00.000Z");
    CHECK(normal("2026-11-22T09:30:00-00:00") == "2026-11-22T09:30:00.000Z");
    CHECK(normal("2027-01-01T00:30:00+01:00") == "2026-12-31T23:30:00.000Z");
    CHECK(normal("2028-02-28T23:30:00-01:00") == "2028-02-29T00:30:00.000Z");
    CHECK(normal("2026-11-22T00:00:00+23:59") == "2026-11-21T00:01:00.000Z");
    CHECK(normal("2026-11-22T23:59:59-23:59") == "2026-11-23T23:58:59.000Z");
    CHECK(parse_instant("1970-01-01T00:00:01.5Z") == Instant{1500ms});
    CHECK(parse_instant("1969-12-31T23:59:59.999Z") == Instant{-1ms});
}

TEST_CASE("a fraction of a second is cut after the millisecond") {
    CHECK(normal("2026-11-22T09:30:00.1Z") == "2026-11-22T09:30:00.100Z");
    CHECK(normal("2026-11-22T09:30:00.12Z") == "2026-11-22T09:30:00.120Z");
    CHECK(normal("2026-11-22T09:30:00.123Z") == "2026-11-22T09:30:00.123Z");
    CHECK(normal("2026-11-22T09:30:00.1239Z") == "2026-11-22T09:30:00.123Z");
    CHECK(normal("2026-11-22T09:30:59.999999999999999999Z") == "2026-11-22T09:30:59.999Z");
    CHECK(normal("1969-12-31T23:59:59.0009Z") == "1969-12-31T23:59:59.000Z");
    CHECK(normal("2026-11-22T09:30:00.0009+01:00") == "2026-11-22T08:30:00.000Z");
}

TEST_CASE("what is not exactly an instant is refused") {
    for (const auto& text : {""sv,
                             "2026-11-22"sv,
                             "2026-11-22T09:30Z"sv,
                             "2026-11-22T09:30:00"sv,
                             "2026-11-22 09:30:00Z"sv,
                             "2026-11-22T9:30:00Z"sv,
                             "2026-11-22T24:00:00Z"sv,
                             "2026-11-22T23:60:00Z"sv,
                             "2026-12-31T23:59:60Z"sv,
                             "2026-11-22T09:30:00.Z"sv,
                             "2026-11-22T09:30:00,5Z"sv,
                             "2026-11-22T09:30:00ZZ"sv,
                             "2026-11-22T09:30:00Z "sv,
                             " 2026-11-22T09:30:00Z"sv,
                             "2026-11-22T09:30:00+01"sv,
                             "2026-11-22T09:30:00+0100"sv,
                             "2026-11-22T09:30:00+24:00"sv,
                             "2026-11-22T09:30:00+01:60"sv,
                             "2026-11-22T09:30:00+1:00"sv,
                             "2026-11-22T09:30:00 +01:00"sv,
                             "2026-11-22T09:30:00\xE2\x88\x92"
                             "01:00"sv,
                             "2026-11-31T09:30:00Z"sv,
                             "20261122T093000Z"sv,
                             "2026-11-22T09-30-00Z"sv,
                             "2026-11-22T-9:30:00Z"sv,
                             "2026-11-22T09:30:00Z\0"sv,
                             "1795339800000"sv}) {
        CAPTURE(text);
        CHECK_FALSE(parse_instant(text).has_value());
    }
}

TEST_CASE("an offset does not lead out of the years that can be read again") {
    CHECK(normal("1900-01-01T00:30:00+00:30") == "1900-01-01T00:00:00.000Z");
    CHECK(normal("1900-01-01T00:30:00+01:00") == "none");
    CHECK(normal("2199-12-31T23:30:00-00:29") == "2199-12-31T23:59:00.000Z");
    CHECK(normal("2199-12-31T23:30:00-01:00") == "none");
}

TEST_CASE("every instant to the millisecond survives being written and read") {
    CHECK(rc::check("to_text and parse_instant", [] {
        const auto first = Instant{day(1900, 1, 1)}.time_since_epoch().count();
        const auto last = Instant{day(2200, 1, 1)}.time_since_epoch().count();
        const Instant instant{std::chrono::milliseconds{*rc::gen::inRange(first, last)}};
        RC_ASSERT(parse_instant(to_text(instant)) == instant);
        RC_ASSERT(to_text(instant).size() == 24U);
    }));
}
