#pragma once
// A refusal by a rule is a value with a stable code. The text a person reads is chosen at the edge
// (routing/texts) by that code, in the reader's language.

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "domain/time.hpp"

namespace domain {

enum class RefusalCode {
    // readiness
    already_lent,
    blocked,
    in_quarantine,
    inspection_due,
    incomplete,
    not_allowed,
    not_lendable,
    not_on_loan,
    not_ready,
    owner_is_municipality,
    training_required,
    wash_required,
    wrong_state,
    // references
    ambiguous_code,
    counted_product,
    item_needed,
    product_code,
    tracking_in_use,
    unknown_accessory,
    unknown_borrower,
    unknown_code,
    unknown_depot,
    unknown_item,
    unknown_loan,
    unknown_product,
    unknown_scan,
    wrong_check_symbol,
    // loans
    borrower_needed,
    line_ended,
    loan_ended,
    other_borrower,
    start_before_return,
    // scans
    id_reused,
    late_contradiction,
    undo_already_done,
    undo_counting,
    undo_not_last,
    undo_nothing,
    undo_other_device,
    undo_too_late,
    // catalogue and people
    by_arrangement,
    depot_exists,
    hms_nr_taken,
    local_nr_taken,
    national_number_taken,
    already_settled,
    // the rules in full
    accessory_not_missing,
    already_accounted,
    already_deceased,
    already_done,
    booked_by_other,
    borrower_anonymised,
    booking_closed,
    booking_partly_out,
    borrower_deceased,
    checklist_failed,
    checklist_needed,
    count_closed,
    count_open,
    extension_limit,
    extension_too_long,
    in_transfer,
    institution_needed,
    no_review,
    not_accounted,
    not_at_depot,
    not_enough_parts,
    not_enough_stock,
    not_in_notice,
    not_in_transfer,
    not_scrapped,
    none_free,
    not_allocated,
    nothing_to_extend,
    notice_closed,
    owner_not_nav,
    person_needed,
    pickup_open,
    quantity_too_large,
    reserved,
    same_depot,
    same_item,
    set_name_taken,
    serial_product,
    still_on_loan,
    too_many_photos,
    transfer_closed,
    unknown_check,
    unknown_class,
    unknown_line,
    unknown_part,
    unknown_set,
    work_order_closed,
    work_order_open,
    wrong_outcome,
    // permanent need
    candidate_closed,
    reference_needed,
    wrong_move,
    before_last_step,
    // persons
    other_kind,
    other_national_number,
    same_borrower,
    // reminders
    deceased,
    moved,
    no_channel,
    no_contact,
    no_due_day,
    not_open,
    opted_out,
    reminded_today,
    // users
    last_admin,
    name_taken,
    no_password_here,
    // weekly lists
    week_in_future,
    week_not_kept,
};

std::string_view to_text(RefusalCode code);

struct Refusal {
    RefusalCode code;
    // JSON pointer to what was refused in the request; empty for the request as a whole.
    std::string pointer = {};
    // From when it would be allowed (quarantine), where the rule knows it.
    std::optional<Day> from = {};
    bool operator==(const Refusal&) const = default;
};

template <class T>
using Decided = tl::expected<T, Refusal>;

}  // namespace domain
