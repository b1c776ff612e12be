#include "domain/candidate.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "domain/calendar.hpp"
#include "domain/loan.hpp"
#include "support/csv_table.hpp"

using domain::Candidate;
using domain::CandidateState;
using domain::Decision;

namespace {

domain::Day day(std::string_view text) { return domain::parse_day(text).value(); }

constexpr domain::DepotSettings settings;

constexpr CandidateState states[] = {CandidateState::candidate, CandidateState::assessing,
                                     CandidateState::applied,   CandidateState::granted,
                                     CandidateState::refused,   CandidateState::not_needed,
                                     CandidateState::lapsed};

std::vector<domain::Period> periods_of(const std::string& text) {
    std::vector<domain::Period> periods;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        periods.push_back({day(word.substr(0, 10)), day(word.substr(11))});
    }
    return periods;
}

Candidate task_in(CandidateState state) {
    Candidate task;
    task.state = state;
    if (state == CandidateState::applied) task.reference = "NAV-1";
    return task;
}

}  // namespace

TEST_CASE("days on loan are counted as days are, each once") {
    // Written by days_on_loan.py.
    const auto rows = support::read_csv(KL_TESTS_DIR "/domain/days_on_loan.csv");
    REQUIRE(rows.size() > 90);
    for (const auto& row : rows) {
        INFO(row[0] + " " + row[2]);
        domain::DepotSettings of_row;
        of_row.repeated_months = std::stoi(row[1]);
        const auto periods = periods_of(row[2]);
        CHECK(domain::days_on_loan(periods, day(row[0])) == std::stoi(row[3]));
        CHECK(domain::is_repeated(periods, day(row[0]), of_row) == (row[4] == "yes"));
    }
}

TEST_CASE("repeated comes last of the reasons, and what rests or belongs to the dead has none") {
    domain::CandidateFacts facts;
    facts.expected = domain::Expected::over_2_years;
    facts.extensions = 1;
    facts.due = day("2026-11-01");
    facts.repeated = true;
    const auto reasons = [&] {
        std::string text;
        for (const auto reason : domain::candidate_reasons(facts, day("2026-11-15"), settings)) {
            text += std::string(to_text(reason)) + " ";
        }
        return text;
    };
    CHECK(reasons() == "expected_long extended overdue repeated ");
    facts.rests = true;
    CHECK(reasons().empty());
    facts.rests = false;
    facts.deceased = true;
    CHECK(reasons().empty());
    facts = {};
    facts.repeated = true;
    CHECK(reasons() == "repeated ");
    facts.stock = domain::Stock::barn;
    CHECK(reasons().empty());
}

TEST_CASE("a refusal rests for six months, to the day") {
    CHECK(domain::rests(day("2026-05-23"), day("2026-05-23"), settings));
    CHECK(domain::rests(day("2026-05-23"), day("2026-11-22"), settings));
    CHECK_FALSE(domain::rests(day("2026-05-23"), day("2026-11-23"), settings));
    // 31 August and six months: the end of February.
    CHECK(domain::rests(day("2026-08-31"), day("2027-02-27"), settings));
    CHECK_FALSE(domain::rests(day("2026-08-31"), day("2027-02-28"), settings));
}

TEST_CASE("a task goes from state to state as the table says, and no other way") {
    // From the first to each of the others.
    const std::pair<CandidateState, std::vector<CandidateState>> table[] = {
        {CandidateState::candidate, {CandidateState::assessing, CandidateState::not_needed}},
        {CandidateState::assessing, {CandidateState::applied, CandidateState::not_needed}},
        {CandidateState::applied,
         {CandidateState::granted, CandidateState::refused, CandidateState::not_needed}},
        {CandidateState::granted, {CandidateState::applied}},
    };
    for (const auto& [from, allowed] : table) {
        for (const CandidateState to : states) {
            INFO(to_text(from) << " to " << to_text(to));
            const bool may = std::find(allowed.begin(), allowed.end(), to) != allowed.end();
            const auto after =
                domain::decided(task_in(from), {to, day("2026-11-20")}, "Eva Ergo", {});
            CHECK(after.has_value() == may);
            if (!may) CHECK(after.error().code == domain::RefusalCode::wrong_move);
        }
    }
    for (const CandidateState closed :
         {CandidateState::refused, CandidateState::not_needed, CandidateState::lapsed}) {
        Candidate task = task_in(closed);
        task.closed_at = domain::Instant{};
        const auto after = domain::decided(task, {CandidateState::assessing, {}}, "Eva", {});
        CHECK(after.error().code == domain::RefusalCode::candidate_closed);
    }
}

TEST_CASE("a decision keeps its day, who assesses, when it was applied for, and NAV's reference") {
    const domain::Instant at{std::chrono::milliseconds(1)};
    Candidate task;
    task.responsible = "somebody";
    task = *domain::decided(task, {CandidateState::assessing, day("2026-11-02")}, "Eva Ergo", at);
    CHECK(task.responsible == "Eva Ergo");
    CHECK(task.since == day("2026-11-02"));
    CHECK(task.decide_by == day("2026-12-02"));
    task = *domain::decided(task, {CandidateState::applied, day("2026-11-05")}, "Per", at);
    CHECK(task.responsible == "Eva Ergo");
    CHECK(task.applied_on == day("2026-11-05"));
    CHECK(task.decide_by == day("2027-02-03"));
    CHECK_FALSE(domain::waits_too_long(task, day("2027-02-03")));
    CHECK(domain::waits_too_long(task, day("2027-02-04")));

    const auto without =
        domain::decided(task, {CandidateState::granted, day("2026-12-01")}, "", at);
    CHECK(without.error() == domain::Refusal{domain::RefusalCode::reference_needed, "/reference"});
    const auto granted =
        domain::decided(task, {CandidateState::granted, day("2026-12-01"), "NAV-7"}, "", at);
    CHECK(granted->reference == "NAV-7");
    CHECK_FALSE(granted->closed_at);
    // It was not: then it is as it was, and the day of the application stays.
    const auto back =
        domain::decided(*granted, {CandidateState::applied, day("2026-12-02")}, "", at);
    CHECK(back->applied_on == task.applied_on);
    CHECK(back->since == day("2026-12-02"));
    CHECK(back->reference == "NAV-7");
    const auto refused =
        domain::decided(task, {CandidateState::refused, day("2026-12-01")}, "", at);
    CHECK(refused->closed_at == at);
    CHECK_FALSE(domain::waits_too_long(*refused, day("2028-01-01")));
}

TEST_CASE("every state of a candidate is read as it is written") {
    for (const CandidateState state : states) {
        CHECK(domain::parse_candidate_state(to_text(state)) == state);
    }
    CHECK_FALSE(domain::parse_candidate_state("open"));
}
