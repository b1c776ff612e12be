#include "domain/candidate.hpp"

#include <algorithm>

#include "domain/calendar.hpp"
#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<CandidateState, 7> state_names{{{CandidateState::candidate, "candidate"},
                                                {CandidateState::assessing, "assessing"},
                                                {CandidateState::applied, "applied"},
                                                {CandidateState::granted, "granted"},
                                                {CandidateState::refused, "refused"},
                                                {CandidateState::not_needed, "not_needed"},
                                                {CandidateState::lapsed, "lapsed"}}};

constexpr int window_months = 12;

}  // namespace

std::string_view to_text(CandidateState state) { return name_of(state_names, state); }
std::optional<CandidateState> parse_candidate_state(std::string_view text) {
    return value_of(state_names, text);
}

std::vector<CandidateState> moves_from(CandidateState state) {
    switch (state) {
        case CandidateState::candidate:
            return {CandidateState::assessing, CandidateState::not_needed};
        case CandidateState::assessing:
            return {CandidateState::applied, CandidateState::not_needed};
        case CandidateState::applied:
            return {CandidateState::granted, CandidateState::refused, CandidateState::not_needed};
        case CandidateState::granted:
            return {CandidateState::applied};
        case CandidateState::refused:
        case CandidateState::not_needed:
        case CandidateState::lapsed:
            return {};
    }
    return {};
}

Decided<Candidate> decided(Candidate task, const Decision& decision, std::string_view by,
                           Instant at) {
    if (task.closed_at) return tl::unexpected(Refusal{RefusalCode::candidate_closed});
    const auto moves = moves_from(task.state);
    if (std::find(moves.begin(), moves.end(), decision.to) == moves.end()) {
        return tl::unexpected(Refusal{RefusalCode::wrong_move, "/to"});
    }
    if (task.state != CandidateState::candidate && decision.day < task.since) {
        return tl::unexpected(Refusal{RefusalCode::before_last_step, "/day"});
    }
    if (decision.reference) task.reference = decision.reference;
    if (decision.to == CandidateState::granted && !task.reference) {
        return tl::unexpected(Refusal{RefusalCode::reference_needed, "/reference"});
    }
    const bool taken_back = task.state == CandidateState::granted;
    task.state = decision.to;
    task.since = decision.day;
    task.decide_by = decision.day + std::chrono::days(waiting_days(decision.to));
    switch (decision.to) {
        case CandidateState::assessing:
            task.responsible = std::string(by);
            break;
        case CandidateState::applied:
            if (!taken_back) task.applied_on = decision.day;
            break;
        case CandidateState::refused:
        case CandidateState::not_needed:
            task.closed_at = at;
            break;
        case CandidateState::candidate:
        case CandidateState::granted:
        case CandidateState::lapsed:
            break;
    }
    return task;
}

int waiting_days(CandidateState state) {
    switch (state) {
        case CandidateState::candidate:
            return 14;
        case CandidateState::assessing:
        case CandidateState::granted:
            return 30;
        case CandidateState::applied:
            return 90;
        case CandidateState::refused:
        case CandidateState::not_needed:
        case CandidateState::lapsed:
            return 0;
    }
    return 0;
}

bool rests(Day decided, Day today, const DepotSettings& settings) {
    return today < add_months(decided, settings.candidate_rest_months);
}

int days_within(std::vector<Period> periods, Day from, Day to) {
    std::sort(periods.begin(), periods.end(),
              [](const Period& a, const Period& b) { return a.from < b.from; });
    int days = 0;
    Day next = from;  // the first day that is not counted yet
    for (const Period& period : periods) {
        const Day first = std::max(period.from, next);
        const Day last = std::min(period.to, to);
        if (last < first) continue;
        days += static_cast<int>((last - first).count()) + 1;
        next = last + std::chrono::days(1);
    }
    return days;
}

int days_on_loan(std::vector<Period> periods, Day today) {
    return days_within(std::move(periods), add_months(today, -window_months) + std::chrono::days(1),
                       today);
}

bool is_repeated(std::vector<Period> periods, Day today, const DepotSettings& settings) {
    const auto enough = today - add_months(today, -settings.repeated_months);
    return days_on_loan(std::move(periods), today) >= enough.count();
}

}  // namespace domain
