#include "domain/replay.hpp"

#include <algorithm>

namespace domain {
namespace {

std::string at(const Event& event, std::string_view what) {
    return "event " + std::to_string(event.seq) + " (" + std::string(to_text(event.kind)) +
           "): " + std::string(what);
}

// Whether the readiness table has a row for this step.
bool allowed(Trigger trigger, std::optional<State> from, bool on_loan, State to) {
    const auto rows = transitions();
    return std::any_of(rows.begin(), rows.end(), [&](const Transition& row) {
        if (row.trigger != trigger) return false;
        if (row.loan == LoanNeed::open && !on_loan) return false;
        if (row.loan == LoanNeed::none && on_loan) return false;
        if (!from) return row.from.empty() && row.to == to;
        if (std::find(row.from.begin(), row.from.end(), *from) == row.from.end()) return false;
        if (trigger == Trigger::unblock) {
            return on_loan ? to == State::ready
                           : to == State::quarantine || to == State::to_clean ||
                                 to == State::to_inspect;
        }
        return row.to.value_or(*from) == to;
    });
}

bool on_loan_after(Trigger trigger, bool before) {
    switch (trigger) {
        case Trigger::hand_out:
            return true;
        case Trigger::return_aid:
        case Trigger::return_infectious:
        case Trigger::scrap_at_borrower:
        case Trigger::give_up_lent:
        case Trigger::hand_over_lent:
            return false;
        case Trigger::take_in:
        case Trigger::take_over:
        case Trigger::cleaned:
        case Trigger::skip_wash:
        case Trigger::inspected_ok:
        case Trigger::inspected_failed:
        case Trigger::repaired:
        case Trigger::scrap:
        case Trigger::block:
        case Trigger::unblock:
        case Trigger::report_missing:
        case Trigger::found:
        case Trigger::give_up:
        case Trigger::hand_over:
            return before;
    }
    return before;
}

void set(std::vector<std::pair<std::string, std::string>>& fields, const std::string& name,
         const std::string& value) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const auto& field) { return field.first == name; });
    if (found == fields.end()) {
        fields.emplace_back(name, value);
    } else {
        found->second = value;
    }
}

}  // namespace

tl::expected<Replayed, std::string> replay(std::span<const Event> events) {
    if (events.empty()) return tl::unexpected(std::string("the item has no events"));
    // What stood before each event, so that an undo can go back to it.
    std::vector<Replayed> before;
    before.reserve(events.size());
    Replayed now;
    for (const Event& event : events) {
        const bool first = before.empty();
        if (event.seq != static_cast<std::int64_t>(before.size()) + 1) {
            return tl::unexpected(at(event, "the numbering has a gap"));
        }
        if (event.from != (first ? std::nullopt : std::optional(now.status.state))) {
            return tl::unexpected(at(event, "does not start where the one before it ended"));
        }
        before.push_back(now);
        if (event.from != event.after.state) now.since = event.happened_at;

        if (const auto trigger = trigger_of(event.kind)) {
            const auto from = first ? std::nullopt : std::optional(now.status.state);
            if (!allowed(*trigger, from, now.on_loan, event.after.state)) {
                return tl::unexpected(
                    at(event, "is a step that the readiness table does not have"));
            }
            if (event.after.dirty != dirty_after(*trigger, now.status.dirty)) {
                return tl::unexpected(at(event, "leaves the wrong cleanliness"));
            }
            now.on_loan = on_loan_after(*trigger, now.on_loan);
        } else if (event.kind == EventKind::undone) {
            const auto undone =
                std::find_if(events.begin(), events.end(),
                             [&](const Event& earlier) { return event.undoes == earlier.id; });
            if (undone == events.end() || undone->seq >= event.seq || undone->seq < 2) {
                return tl::unexpected(at(event, "undoes an event that is not there"));
            }
            const Replayed& back = before[static_cast<std::size_t>(undone->seq) - 1];
            if (event.after != back.status) {
                return tl::unexpected(at(event, "does not bring back what was before"));
            }
            now.on_loan = back.on_loan;
            now.fields = back.fields;
            if (event.from != event.after.state) now.since = back.since;
        } else {
            if (first) return tl::unexpected(at(event, "cannot be an item's first event"));
            if (event.after.state != now.status.state) {
                return tl::unexpected(at(event, "changes the state, which it may not"));
            }
        }
        now.status = event.after;
        for (const auto& [name, value] : event.fields) set(now.fields, name, value);
    }
    return now;
}

}  // namespace domain
