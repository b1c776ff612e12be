#include "domain/pickup.hpp"

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<PickupKind, 2> kind_names{
    {{PickupKind::fetch, "fetch"}, {PickupKind::deliver, "deliver"}}};

constexpr Names<PickupReason, 4> reason_names{{{PickupReason::asked, "asked"},
                                               {PickupReason::deceased, "deceased"},
                                               {PickupReason::moved, "moved"},
                                               {PickupReason::outgrown, "outgrown"}}};

constexpr Names<PickupOutcome, 4> outcome_names{{{PickupOutcome::collected, "collected"},
                                                 {PickupOutcome::delivered, "delivered"},
                                                 {PickupOutcome::nobody_home, "nobody_home"},
                                                 {PickupOutcome::refused, "refused"}}};

}  // namespace

std::string_view to_text(PickupKind kind) { return name_of(kind_names, kind); }
std::optional<PickupKind> parse_pickup_kind(std::string_view text) {
    return value_of(kind_names, text);
}
std::string_view to_text(PickupReason reason) { return name_of(reason_names, reason); }
std::optional<PickupReason> parse_pickup_reason(std::string_view text) {
    return value_of(reason_names, text);
}
std::string_view to_text(PickupOutcome outcome) { return name_of(outcome_names, outcome); }
std::optional<PickupOutcome> parse_pickup_outcome(std::string_view text) {
    return value_of(outcome_names, text);
}

bool fits(PickupKind kind, PickupOutcome outcome) {
    switch (outcome) {
        case PickupOutcome::collected:
            return kind == PickupKind::fetch;
        case PickupOutcome::delivered:
            return kind == PickupKind::deliver;
        case PickupOutcome::nobody_home:
        case PickupOutcome::refused:
            return true;
    }
    return false;
}

}  // namespace domain
