#include "domain/attention.hpp"

namespace domain {

std::string_view to_text(AttentionCode code) {
    switch (code) {
        case AttentionCode::overdue:
            return "overdue";
        case AttentionCode::permanent_candidate:
            return "permanent_candidate";
        case AttentionCode::blocked:
            return "blocked";
        case AttentionCode::inspection_due:
            return "inspection_due";
        case AttentionCode::incomplete:
            return "incomplete";
        case AttentionCode::wrong_depot:
            return "wrong_depot";
        case AttentionCode::infectious:
            return "infectious";
    }
    return {};
}

std::vector<Attention> attention(const AttentionFacts& facts, Day day,
                                 const DepotSettings& settings) {
    std::vector<Attention> found;
    if (facts.loan) {
        if (const int days = days_overdue(facts.loan->due, day); days > 0) {
            found.push_back({AttentionCode::overdue, days});
        }
        if (auto why = candidate_reasons(*facts.loan, day, settings); !why.empty()) {
            found.push_back({AttentionCode::permanent_candidate, 0, std::move(why)});
        }
    }
    if (facts.before.state == State::blocked || facts.notice_blocks) {
        found.push_back({AttentionCode::blocked});
    }
    if (facts.before.inspection_due && *facts.before.inspection_due < day) {
        found.push_back({AttentionCode::inspection_due});
    }
    if (!facts.missing_accessories.empty()) {
        found.push_back({AttentionCode::incomplete, 0, {}, facts.missing_accessories});
    }
    if (facts.scanned_at != facts.home_depot) {
        found.push_back({AttentionCode::wrong_depot, 0, {}, {}, facts.home_depot});
    }
    const bool resting =
        facts.before.quarantine_until.has_value() && day < *facts.before.quarantine_until;
    if (facts.marked_infectious || resting) found.push_back({AttentionCode::infectious});
    return found;
}

std::string_view to_text(InstructionCode code) {
    switch (code) {
        case InstructionCode::hand_out:
            return "hand_out";
        case InstructionCode::to_clean:
            return "to_clean";
        case InstructionCode::to_inspect:
            return "to_inspect";
        case InstructionCode::to_repair:
            return "to_repair";
        case InstructionCode::to_shelf:
            return "to_shelf";
        case InstructionCode::reserved:
            return "reserved";
        case InstructionCode::send_home:
            return "send_home";
        case InstructionCode::receive:
            return "receive";
        case InstructionCode::quarantine:
            return "quarantine";
        case InstructionCode::set_aside:
            return "set_aside";
        case InstructionCode::on_loan:
            return "on_loan";
        case InstructionCode::gone:
            return "gone";
        case InstructionCode::scan_again:
            return "scan_again";
        case InstructionCode::ask:
            return "ask";
        case InstructionCode::start_loan:
            return "start_loan";
        case InstructionCode::next:
            return "next";
    }
    return {};
}

Instruction instruction(const ItemStatus& status, bool on_loan, const DepotId& home_depot,
                        const std::optional<DepotId>& goal, Day today) {
    // Whatever is to be done with it is done there.
    if (goal) return {InstructionCode::receive, *goal};
    if (status.state == State::blocked && !on_loan) {
        return {InstructionCode::set_aside, status.depot};
    }
    if (on_loan) return {InstructionCode::on_loan, status.depot};
    switch (status.state) {
        case State::ready:
            if (status.depot != home_depot) return {InstructionCode::send_home, home_depot};
            return {InstructionCode::to_shelf, status.depot, status.shelf};
        case State::to_clean:
            return {InstructionCode::to_clean, status.depot};
        case State::to_inspect:
            return {InstructionCode::to_inspect, status.depot};
        case State::to_repair:
            return {InstructionCode::to_repair, status.depot};
        case State::quarantine:
            if (status.quarantine_until && *status.quarantine_until <= today) {
                return {InstructionCode::to_clean, status.depot};
            }
            return {InstructionCode::quarantine, status.depot, {}, status.quarantine_until};
        case State::blocked:
            return {InstructionCode::set_aside, status.depot};
        case State::missing:
        case State::lost:
            return {InstructionCode::gone, status.depot};
        case State::scrapped:
        case State::handed_over: {
            Instruction gone{InstructionCode::gone, status.depot};
            gone.for_good = true;
            return gone;
        }
    }
    return {};
}

}  // namespace domain
