#include "domain/retention.hpp"

#include <catch2/catch.hpp>

using domain::Instant;
using domain::PersonUse;
using domain::retained_until;

namespace {

Instant at(const char* text) { return *domain::parse_instant(text); }

const Instant now = at("2026-11-23T08:00:00.000Z");

}  // namespace

TEST_CASE(
    "data is kept while something is open, and so many days after the last thing was closed") {
    const PersonUse open{true, at("2026-01-01T00:00:00.000Z"), at("2025-01-01T00:00:00.000Z")};
    CHECK_FALSE(retained_until(open, 90, now));

    const PersonUse closed{false, at("2026-09-01T10:00:00.000Z"), at("2025-01-01T00:00:00.000Z")};
    CHECK(retained_until(closed, 90, now) == at("2026-11-30T10:00:00.000Z"));
    CHECK(retained_until(closed, 1, now) == at("2026-09-02T10:00:00.000Z"));
}

TEST_CASE("who never borrowed counts from the registration, and where that is not known from now") {
    const PersonUse never{false, {}, at("2026-11-01T10:00:00.000Z")};
    CHECK(retained_until(never, 90, now) == at("2027-01-30T10:00:00.000Z"));
    CHECK(retained_until({}, 90, now) == at("2027-02-21T08:00:00.000Z"));
    // A loan that was written down later, of a time before the registration.
    const PersonUse before{false, at("2026-10-01T10:00:00.000Z"), at("2026-11-01T10:00:00.000Z")};
    CHECK(retained_until(before, 90, now) == at("2027-01-30T10:00:00.000Z"));
    // A clock that was wrong then: never earlier than from now.
    CHECK(retained_until({false, at("2020-01-01T00:00:00.000Z"), {}}, 90, now) ==
          at("2027-02-21T08:00:00.000Z"));
}
