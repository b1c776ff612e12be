#include "domain/event.hpp"

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<EventKind, 34> kind_names{
    {{EventKind::taken_in, "taken_in"},
     {EventKind::taken_over, "taken_over"},
     {EventKind::lent, "lent"},
     {EventKind::returned, "returned"},
     {EventKind::returned_infectious, "returned_infectious"},
     {EventKind::cleaned, "cleaned"},
     {EventKind::wash_skipped, "wash_skipped"},
     {EventKind::inspected_ok, "inspected_ok"},
     {EventKind::inspected_failed, "inspected_failed"},
     {EventKind::repaired, "repaired"},
     {EventKind::scrapped, "scrapped"},
     {EventKind::scrapped_at_borrower, "scrapped_at_borrower"},
     {EventKind::blocked, "blocked"},
     {EventKind::unblocked, "unblocked"},
     {EventKind::missing, "missing"},
     {EventKind::found, "found"},
     {EventKind::given_up, "given_up"},
     {EventKind::given_up_lent, "given_up_lent"},
     {EventKind::handed_over, "handed_over"},
     {EventKind::handed_over_lent, "handed_over_lent"},
     {EventKind::moved, "moved"},
     {EventKind::relabelled, "relabelled"},
     {EventKind::changed, "changed"},
     {EventKind::loan_corrected, "loan_corrected"},
     {EventKind::extended, "extended"},
     {EventKind::reviewed, "reviewed"},
     {EventKind::moved_to_institution, "moved_to_institution"},
     {EventKind::accessories_noted, "accessories_noted"},
     {EventKind::accessories_settled, "accessories_settled"},
     {EventKind::sent, "sent"},
     {EventKind::received, "received"},
     {EventKind::transfer_cancelled, "transfer_cancelled"},
     {EventKind::late_scan, "late_scan"},
     {EventKind::undone, "undone"}}};

constexpr std::pair<Trigger, EventKind> pairs[] = {
    {Trigger::take_in, EventKind::taken_in},
    {Trigger::take_over, EventKind::taken_over},
    {Trigger::hand_out, EventKind::lent},
    {Trigger::return_aid, EventKind::returned},
    {Trigger::return_infectious, EventKind::returned_infectious},
    {Trigger::cleaned, EventKind::cleaned},
    {Trigger::skip_wash, EventKind::wash_skipped},
    {Trigger::inspected_ok, EventKind::inspected_ok},
    {Trigger::inspected_failed, EventKind::inspected_failed},
    {Trigger::repaired, EventKind::repaired},
    {Trigger::scrap, EventKind::scrapped},
    {Trigger::scrap_at_borrower, EventKind::scrapped_at_borrower},
    {Trigger::block, EventKind::blocked},
    {Trigger::unblock, EventKind::unblocked},
    {Trigger::report_missing, EventKind::missing},
    {Trigger::found, EventKind::found},
    {Trigger::give_up, EventKind::given_up},
    {Trigger::give_up_lent, EventKind::given_up_lent},
    {Trigger::hand_over, EventKind::handed_over},
    {Trigger::hand_over_lent, EventKind::handed_over_lent},
};

}  // namespace

std::string_view to_text(EventKind kind) { return name_of(kind_names, kind); }
std::optional<EventKind> parse_event_kind(std::string_view text) {
    return value_of(kind_names, text);
}

EventKind event_of(Trigger trigger) {
    for (const auto& [key, kind] : pairs) {
        if (key == trigger) return kind;
    }
    return EventKind::changed;
}

std::optional<Trigger> trigger_of(EventKind kind) {
    for (const auto& [trigger, value] : pairs) {
        if (value == kind) return trigger;
    }
    return std::nullopt;
}

}  // namespace domain
