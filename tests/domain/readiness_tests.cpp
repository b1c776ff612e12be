#include "domain/readiness.hpp"

#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "support/csv_table.hpp"

using domain::State;
using domain::Trigger;

namespace {

const domain::Day today = domain::parse_day("2026-11-23").value();

std::map<std::string, Trigger> triggers_by_name() {
    std::map<std::string, Trigger> triggers;
    for (const auto& row : domain::transitions()) {
        triggers.emplace(to_text(row.trigger), row.trigger);
    }
    return triggers;
}

std::string outcome(Trigger trigger, const domain::Standing& standing) {
    const auto state = domain::next_state(trigger, standing, today);
    return std::string(state ? to_text(*state) : to_text(state.error().code));
}

}  // namespace

// Expected values: readiness.py beside the table, written from DOMAIN.md section 3.
TEST_CASE("every trigger on every standing gives what the rules say") {
    const auto triggers = triggers_by_name();
    const auto rows = support::read_csv(KL_TESTS_DIR "/domain/readiness.csv");
    std::set<std::string> seen;
    for (const auto& row : rows) {
        domain::Standing standing;
        standing.state = domain::parse_state(row[1]).value();
        standing.on_loan = row[2] == "1";
        standing.dirty = row[3] == "1";
        standing.quarantine_until = today + std::chrono::days(row[4] == "1" ? 0 : 1);
        standing.owner = row[5] == "1" ? domain::Owner::kommune : domain::Owner::nav;
        standing.wash_class = row[6] == "1" ? domain::WashClass::none : domain::WashClass::machine;
        INFO(row[0] << " on " << row[1] << (standing.on_loan ? ", lent" : ", at the depot"));
        const Trigger trigger = triggers.at(row[0]);
        CHECK(outcome(trigger, standing) == row[8]);
        CHECK(domain::next_state(trigger, standing, today).has_value() == (row[7] == "1"));
        seen.insert(row[0]);
    }
    // Take in makes the item, all others are in the table.
    CHECK(seen.size() == triggers.size() - 1);
}

TEST_CASE("an item that a trigger makes starts as the rules say") {
    for (const auto& row : domain::transitions()) {
        if (!row.from.empty()) continue;
        CHECK(row.to == (row.trigger == Trigger::take_in ? State::to_inspect : State::to_clean));
    }
}

TEST_CASE("a refused quarantine names the day from which it is allowed") {
    domain::Standing standing;
    standing.state = State::quarantine;
    standing.quarantine_until = today + std::chrono::days(3);
    for (const Trigger trigger : {Trigger::cleaned, Trigger::hand_out}) {
        const auto refused = domain::next_state(trigger, standing, today);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().from == standing.quarantine_until);
    }
}

TEST_CASE("each trigger is for the roles of the table") {
    using domain::Role;
    using domain::Roles;
    CHECK(domain::who_may(Trigger::hand_out) == Roles{Role::lager, Role::sjafor});
    CHECK(domain::who_may(Trigger::return_aid) == Roles{Role::lager, Role::sjafor});
    CHECK(domain::who_may(Trigger::return_infectious) == Roles{Role::lager, Role::sjafor});
    CHECK(domain::who_may(Trigger::block) == Roles{Role::lager, Role::leder});
    for (const Trigger only_leder : {Trigger::unblock, Trigger::give_up, Trigger::give_up_lent}) {
        CHECK(domain::who_may(only_leder) == Roles{Role::leder});
    }
    for (const Trigger only_lager :
         {Trigger::take_in, Trigger::take_over, Trigger::cleaned, Trigger::skip_wash,
          Trigger::inspected_ok, Trigger::inspected_failed, Trigger::repaired, Trigger::scrap,
          Trigger::report_missing, Trigger::found, Trigger::hand_over}) {
        CHECK(domain::who_may(only_lager) == Roles{Role::lager});
    }
}

TEST_CASE("an aid is dirty from its return, its finding or its take-over until it is washed") {
    for (const bool before : {false, true}) {
        CHECK(domain::dirty_after(Trigger::return_aid, before));
        CHECK(domain::dirty_after(Trigger::return_infectious, before));
        CHECK(domain::dirty_after(Trigger::found, before));
        CHECK(domain::dirty_after(Trigger::take_over, before));
        CHECK_FALSE(domain::dirty_after(Trigger::cleaned, before));
        CHECK_FALSE(domain::dirty_after(Trigger::take_in, before));
        CHECK(domain::dirty_after(Trigger::block, before) == before);
        CHECK(domain::dirty_after(Trigger::hand_out, before) == before);
    }
}
