#include "domain/readiness.hpp"

#include <algorithm>
#include <array>

#include "domain/names.hpp"

namespace domain {
namespace {

using enum State;

constexpr Names<State, 10> state_names{{{ready, "ready"},
                                        {to_clean, "to_clean"},
                                        {to_inspect, "to_inspect"},
                                        {to_repair, "to_repair"},
                                        {quarantine, "quarantine"},
                                        {blocked, "blocked"},
                                        {missing, "missing"},
                                        {lost, "lost"},
                                        {scrapped, "scrapped"},
                                        {handed_over, "handed_over"}}};

constexpr Names<Trigger, 20> trigger_names{{{Trigger::take_in, "take_in"},
                                            {Trigger::take_over, "take_over"},
                                            {Trigger::hand_out, "hand_out"},
                                            {Trigger::return_aid, "return"},
                                            {Trigger::return_infectious, "return_infectious"},
                                            {Trigger::cleaned, "cleaned"},
                                            {Trigger::skip_wash, "skip_wash"},
                                            {Trigger::inspected_ok, "inspected_ok"},
                                            {Trigger::inspected_failed, "inspected_failed"},
                                            {Trigger::repaired, "repaired"},
                                            {Trigger::scrap, "scrap"},
                                            {Trigger::scrap_at_borrower, "scrap_at_borrower"},
                                            {Trigger::block, "block"},
                                            {Trigger::unblock, "unblock"},
                                            {Trigger::report_missing, "report_missing"},
                                            {Trigger::found, "found"},
                                            {Trigger::give_up, "give_up"},
                                            {Trigger::give_up_lent, "give_up_lent"},
                                            {Trigger::hand_over, "hand_over"},
                                            {Trigger::hand_over_lent, "hand_over_lent"}}};

constexpr Names<Owner, 6> owner_names{{{Owner::kommune, "kommune"},
                                       {Owner::nav, "nav"},
                                       {Owner::overtatt_fra_nav, "overtatt_fra_nav"},
                                       {Owner::helseforetak, "helseforetak"},
                                       {Owner::leverandor, "leverandor"},
                                       {Owner::privat, "privat"}}};

constexpr Names<WashClass, 4> wash_names{{{WashClass::hand, "hand"},
                                          {WashClass::machine, "machine"},
                                          {WashClass::disinfect, "disinfect"},
                                          {WashClass::none, "none"}}};

constexpr State from_ready[] = {ready};
constexpr State from_ready_or_blocked[] = {ready, blocked};
constexpr State from_washable[] = {to_clean, quarantine};
constexpr State from_to_clean[] = {to_clean};
constexpr State from_inspectable[] = {to_inspect, ready};
constexpr State from_to_repair[] = {to_repair};
constexpr State from_scrappable[] = {to_clean, to_inspect, to_repair, ready, quarantine, missing};
constexpr State from_blockable[] = {ready,      to_clean, to_inspect, to_repair,
                                    quarantine, blocked,  missing};
constexpr State from_blocked[] = {blocked};
constexpr State from_at_depot[] = {ready, to_clean, to_inspect, to_repair, quarantine, blocked};
// Where an aid of NAV's may be that the municipality takes over.
constexpr State from_takeable[] = {ready, to_clean, to_inspect, to_repair};
constexpr State from_gone[] = {missing, lost};
constexpr State from_missing[] = {missing};

constexpr Roles lager{Role::lager};
constexpr Roles desk{Role::lager, Role::sjafor};
constexpr Roles leder{Role::leder};

// DOMAIN.md section 3. A blocked item that comes back stays blocked, hence two rows per return; an
// aid that is taken over may be here already, hence two rows of that.
constexpr std::array table{
    Transition{Trigger::take_in, {}, LoanNeed::none, to_inspect, lager},
    Transition{Trigger::take_over, {}, LoanNeed::none, to_clean, lager},
    Transition{Trigger::take_over, from_takeable, LoanNeed::none, to_clean, lager},
    Transition{Trigger::hand_out, from_ready, LoanNeed::none, std::nullopt, desk},
    Transition{Trigger::return_aid, from_ready, LoanNeed::open, to_clean, desk},
    Transition{Trigger::return_aid, from_blocked, LoanNeed::open, std::nullopt, desk},
    Transition{Trigger::return_infectious, from_ready, LoanNeed::open, quarantine, desk},
    Transition{Trigger::return_infectious, from_blocked, LoanNeed::open, std::nullopt, desk},
    Transition{Trigger::cleaned, from_washable, LoanNeed::none, to_inspect, lager},
    Transition{Trigger::skip_wash, from_to_clean, LoanNeed::none, ready, lager},
    Transition{Trigger::inspected_ok, from_inspectable, LoanNeed::none, ready, lager},
    Transition{Trigger::inspected_failed, from_inspectable, LoanNeed::none, to_repair, lager},
    Transition{Trigger::repaired, from_to_repair, LoanNeed::none, to_inspect, lager},
    Transition{Trigger::scrap, from_scrappable, LoanNeed::none, scrapped, lager},
    Transition{Trigger::scrap_at_borrower, from_ready, LoanNeed::open, scrapped,
               Roles{Role::lager, Role::ergo}},
    Transition{Trigger::block, from_blockable, LoanNeed::any, blocked,
               Roles{Role::lager, Role::leder}},
    Transition{Trigger::unblock, from_blocked, LoanNeed::any, std::nullopt, leder},
    Transition{Trigger::report_missing, from_at_depot, LoanNeed::none, missing, lager},
    Transition{Trigger::found, from_gone, LoanNeed::none, to_clean, lager},
    Transition{Trigger::give_up, from_missing, LoanNeed::none, lost, leder},
    Transition{Trigger::give_up_lent, from_ready_or_blocked, LoanNeed::open, lost, leder},
    Transition{Trigger::hand_over, from_at_depot, LoanNeed::none, handed_over, lager},
    Transition{Trigger::hand_over_lent, from_ready, LoanNeed::open, handed_over,
               Roles{Role::lager, Role::ergo}},
};

bool contains(std::span<const State> states, State state) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

State after_unblock(const Standing& standing, Day today) {
    if (standing.on_loan) return ready;
    if (standing.quarantine_until && today < *standing.quarantine_until) return quarantine;
    return standing.dirty ? to_clean : to_inspect;
}

// Guards that the columns of the table cannot say.
std::optional<Refusal> guard(Trigger trigger, const Standing& standing, Day today) {
    if (trigger == Trigger::cleaned && standing.state == quarantine && standing.quarantine_until &&
        today < *standing.quarantine_until) {
        return Refusal{RefusalCode::in_quarantine, {}, standing.quarantine_until};
    }
    if (trigger == Trigger::skip_wash && standing.wash_class != WashClass::none) {
        return Refusal{RefusalCode::wash_required};
    }
    if (trigger == Trigger::take_over && standing.owner != Owner::nav) {
        return Refusal{RefusalCode::owner_not_nav};
    }
    if (trigger == Trigger::hand_over && is_municipal(standing.owner)) {
        return Refusal{RefusalCode::owner_is_municipality};
    }
    return std::nullopt;
}

// The most telling reason why no row fits.
Refusal refusal(Trigger trigger, const Standing& standing) {
    const auto row = std::find_if(table.begin(), table.end(),
                                  [&](const Transition& one) { return one.trigger == trigger; });
    if (standing.on_loan && row->loan == LoanNeed::none) return {RefusalCode::already_lent};
    if (!standing.on_loan && row->loan == LoanNeed::open) return {RefusalCode::not_on_loan};
    if (standing.state == blocked) return {RefusalCode::blocked};
    if (trigger == Trigger::hand_out) {
        return standing.state == quarantine
                   ? Refusal{RefusalCode::in_quarantine, {}, standing.quarantine_until}
                   : Refusal{RefusalCode::not_ready};
    }
    return {RefusalCode::wrong_state};
}

}  // namespace

std::string_view to_text(State state) { return name_of(state_names, state); }
std::optional<State> parse_state(std::string_view text) { return value_of(state_names, text); }
std::string_view to_text(Trigger trigger) { return name_of(trigger_names, trigger); }
std::string_view to_text(Owner owner) { return name_of(owner_names, owner); }
std::optional<Owner> parse_owner(std::string_view text) { return value_of(owner_names, text); }
std::string_view to_text(WashClass wash) { return name_of(wash_names, wash); }
std::optional<WashClass> parse_wash_class(std::string_view text) {
    return value_of(wash_names, text);
}

bool stands_at_depot(State state) { return contains(from_at_depot, state); }

std::span<const Transition> transitions() { return table; }

Decided<State> next_state(Trigger trigger, const Standing& standing, Day today) {
    for (const Transition& row : table) {
        if (row.trigger != trigger || !contains(row.from, standing.state)) continue;
        if (row.loan == LoanNeed::open && !standing.on_loan) continue;
        if (row.loan == LoanNeed::none && standing.on_loan) continue;
        if (auto refused = guard(trigger, standing, today)) return tl::unexpected(*refused);
        if (trigger == Trigger::unblock) return after_unblock(standing, today);
        return row.to.value_or(standing.state);
    }
    return tl::unexpected(refusal(trigger, standing));
}

bool dirty_after(Trigger trigger, bool before) {
    switch (trigger) {
        case Trigger::take_over:
        case Trigger::return_aid:
        case Trigger::return_infectious:
        case Trigger::found:
            return true;
        case Trigger::take_in:
        case Trigger::cleaned:
        case Trigger::skip_wash:
            return false;
        case Trigger::hand_out:
        case Trigger::inspected_ok:
        case Trigger::inspected_failed:
        case Trigger::repaired:
        case Trigger::scrap:
        case Trigger::scrap_at_borrower:
        case Trigger::block:
        case Trigger::unblock:
        case Trigger::report_missing:
        case Trigger::give_up:
        case Trigger::give_up_lent:
        case Trigger::hand_over:
        case Trigger::hand_over_lent:
            return before;
    }
    return before;
}

std::vector<Trigger> allowed(const Standing& standing, Role role, Day today) {
    std::vector<Trigger> found;
    for (const Transition& row : table) {
        // The rows of one trigger stand together.
        if (!found.empty() && found.back() == row.trigger) continue;
        if (row.who.has(role) && next_state(row.trigger, standing, today)) {
            found.push_back(row.trigger);
        }
    }
    return found;
}

Roles who_may(Trigger trigger) {
    for (const Transition& row : table) {
        if (row.trigger == trigger) return row.who;
    }
    return {};
}

}  // namespace domain
