#include <catch2/catch.hpp>

#include "domain/session.hpp"

using namespace std::chrono_literals;

namespace {

const domain::Instant start = *domain::parse_instant("2026-11-23T08:00:00.000Z");

std::string shown(const std::vector<domain::Need>& needs) {
    std::string all;
    for (const domain::Need need : needs)
        all += (all.empty() ? "" : " ") + std::string(to_text(need));
    return all;
}

}  // namespace

TEST_CASE("a session ends half an hour after it was seen and eight hours after it began") {
    domain::Session session{start, start, start, true};
    CHECK(domain::is_open(session, start + 30min - 1ms));
    CHECK_FALSE(domain::is_open(session, start + 30min));
    session.seen_at = start + 7h + 50min;
    CHECK(domain::is_open(session, start + 8h - 1ms));
    CHECK_FALSE(domain::is_open(session, start + 8h));
    CHECK(domain::ends_at(session) == start + 8h);
}

TEST_CASE("what was shown is fresh for five minutes, with both factors") {
    const domain::Session session{start, start, start + 1h, true};
    CHECK(domain::is_fresh(session, start + 1h + 5min - 1ms));
    CHECK_FALSE(domain::is_fresh(session, start + 1h + 5min));
    CHECK_FALSE(domain::is_fresh({start, start, start, false}, start));
}

TEST_CASE("that somebody was seen is noted every ten seconds") {
    const domain::Session session{start, start, start, true};
    CHECK_FALSE(domain::notes_seen(session, start + 10s - 1ms));
    CHECK(domain::notes_seen(session, start + 10s));
}

TEST_CASE("what a session needs, in the order in which it is done") {
    const domain::Session one{start, start, start, false};
    const domain::Session two{start, start, start, true};
    CHECK(shown(needs(one, false, true)) == "second_factor");
    CHECK(shown(needs(one, true, true)) == "second_factor password_change");
    CHECK(shown(needs(one, true, false)) == "password_change second_factor_enrolment");
    CHECK(shown(needs(one, false, false)) == "second_factor_enrolment");
    CHECK(shown(needs(two, true, true)) == "password_change");
    CHECK(needs(two, false, true).empty());
    CHECK(needs(two, false, false).empty());  // a provider asked for its own
}

TEST_CASE("the next try is an hour after the twentieth before it") {
    std::vector<domain::Instant> tries;
    for (int i = 0; i < 19; ++i) tries.push_back(start - std::chrono::minutes(i));
    CHECK(domain::next_try(tries) == std::nullopt);
    tries.push_back(start - 40min);
    CHECK(domain::next_try(tries) == start + 20min);
    tries.push_back(start - 50min);
    CHECK(domain::next_try(tries) == start + 20min);
}
