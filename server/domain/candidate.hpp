#pragma once
// A candidate for permanent need: a task about a person and an ISO class, from when there is a
// reason (domain/loan: candidate_reasons) to what came of the application to NAV.
// Source: DOMAIN.md section 7.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ids.hpp"
#include "domain/refusal.hpp"
#include "domain/settings.hpp"
#include "domain/time.hpp"

namespace domain {

enum class CandidateState {
    candidate,   // nobody has looked at it
    assessing,   // somebody looks whether the need is permanent
    applied,     // NAV has the application
    granted,     // NAV's aid is on its way, or NAV takes over the one at hand
    refused,     // by NAV
    not_needed,  // the need is not permanent
    lapsed,      // the ground went away before anybody decided
};
std::string_view to_text(CandidateState state);
std::optional<CandidateState> parse_candidate_state(std::string_view text);

struct Candidate {
    CandidateId id;
    BorrowerId borrower;
    std::string iso_class;  // the first six digits
    CandidateState state = CandidateState::candidate;
    Day since;      // in this state
    Day decide_by;  // from the day after it waits too long
    Day opened_on;
    // Of the loan that gave the ground; who assesses it becomes responsible.
    DepotId depot;
    std::optional<std::string> responsible;
    std::optional<Day> applied_on;
    std::optional<std::string> reference;  // NAV's
    // A granted one is open until nothing of the class is out any more.
    std::optional<Instant> closed_at;
    std::int64_t version = 1;
};

// What a person decides about it.
struct Decision {
    CandidateState to = CandidateState::assessing;
    Day day;
    std::optional<std::string> reference = {};
    std::optional<std::string> note = {};
};

// The states that a person may move it to from there: candidate to assessing, not_needed;
// assessing to applied, not_needed; applied to granted, refused, not_needed; what was said to be
// granted by mistake back to applied.
std::vector<CandidateState> moves_from(CandidateState state);
// The task as the decision leaves it, which `by` made. Refused: candidate_closed; wrong_move (/to);
// reference_needed (/reference), of what is granted and has none yet.
Decided<Candidate> decided(Candidate task, const Decision& decision, std::string_view by,
                           Instant at);
// How many days it may wait in a state: 14 as candidate, 30 as assessing, 90 as applied, 30 as
// granted.
int waiting_days(CandidateState state);
inline bool waits_too_long(const Candidate& task, Day today) {
    return !task.closed_at && task.decide_by < today;
}

// A refusal, or that there was no need, of that day: no new task before the months have gone by.
bool rests(Day decided, Day today, const DepotSettings& settings);

// Days on which an aid was with somebody, both inclusive.
struct Period {
    Day from;
    Day to;
};
// How many days from one to the other, both inclusive, are in one of the periods or more.
int days_within(std::vector<Period> periods, Day from, Day to);
// The periods of one person and class: in the twelve months that end today there was something on
// loan on as many days as the last so many months have (the setting). Of a loan both its first and
// its last day count; days with several loans count once.
int days_on_loan(std::vector<Period> periods, Day today);
bool is_repeated(std::vector<Period> periods, Day today, const DepotSettings& settings);

}  // namespace domain
