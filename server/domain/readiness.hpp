#pragma once
// The readiness of an item: the table of DOMAIN.md section 3, row by row, and the one function
// that reads it. Everything the table does not allow is refused.

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/refusal.hpp"
#include "domain/role.hpp"
#include "domain/time.hpp"

namespace domain {

enum class State {
    ready,
    to_clean,
    to_inspect,
    to_repair,
    quarantine,
    blocked,
    missing,
    lost,
    scrapped,
    handed_over,
};

inline constexpr std::array all_states{
    State::ready,   State::to_clean, State::to_inspect, State::to_repair, State::quarantine,
    State::blocked, State::missing,  State::lost,       State::scrapped,  State::handed_over};

// It stands in a depot, unless it is lent or on its way: not missing, and not gone.
bool stands_at_depot(State state);

std::string_view to_text(State state);
std::optional<State> parse_state(std::string_view text);

enum class Trigger {
    take_in,
    take_over,
    hand_out,
    return_aid,
    return_infectious,
    cleaned,
    skip_wash,
    inspected_ok,
    inspected_failed,
    repaired,
    scrap,
    scrap_at_borrower,
    block,
    unblock,
    report_missing,
    found,
    give_up,
    give_up_lent,
    hand_over,
    hand_over_lent,
};

std::string_view to_text(Trigger trigger);

enum class Owner { kommune, nav, overtatt_fra_nav, helseforetak, leverandor, privat };
std::string_view to_text(Owner owner);
std::optional<Owner> parse_owner(std::string_view text);
// Only the municipality's own aids are lent, and they are never handed over to an owner.
constexpr bool is_municipal(Owner owner) {
    return owner == Owner::kommune || owner == Owner::overtatt_fra_nav;
}

enum class WashClass { hand, machine, disinfect, none };
std::string_view to_text(WashClass wash);
std::optional<WashClass> parse_wash_class(std::string_view text);

// How an item stands before a trigger.
struct Standing {
    State state = State::ready;
    bool on_loan = false;
    // It came back or was dirty, and has not been washed since.
    bool dirty = false;
    std::optional<Day> quarantine_until = {};
    Owner owner = Owner::kommune;
    WashClass wash_class = WashClass::machine;
};

// What the table asks of the open loan.
enum class LoanNeed { none, open, any };

struct Transition {
    Trigger trigger;
    // Empty: the item does not exist before.
    std::span<const State> from;
    LoanNeed loan;
    // None: unchanged, except for unblock, whose result follows from the standing.
    std::optional<State> to;
    Roles who;
};

// All rows, in the order of DOMAIN.md section 3; a trigger may have several rows.
std::span<const Transition> transitions();

// The state after the trigger, or why not. Days are of Europe/Oslo.
Decided<State> next_state(Trigger trigger, const Standing& standing, Day today);

// Whether the item is dirty after the trigger: it came back, was found or taken over, and has not
// been washed since.
bool dirty_after(Trigger trigger, bool before);

// The triggers that the role may pull now, in the order of the table.
std::vector<Trigger> allowed(const Standing& standing, Role role, Day today);

// The roles that may pull the trigger at all.
Roles who_may(Trigger trigger);

}  // namespace domain
