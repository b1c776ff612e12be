#include "domain/refusal.hpp"

namespace domain {

std::string_view to_text(RefusalCode code) {
    switch (code) {
        case RefusalCode::already_lent:
            return "already_lent";
        case RefusalCode::blocked:
            return "blocked";
        case RefusalCode::in_quarantine:
            return "in_quarantine";
        case RefusalCode::inspection_due:
            return "inspection_due";
        case RefusalCode::incomplete:
            return "incomplete";
        case RefusalCode::not_allowed:
            return "not_allowed";
        case RefusalCode::not_lendable:
            return "not_lendable";
        case RefusalCode::not_on_loan:
            return "not_on_loan";
        case RefusalCode::not_ready:
            return "not_ready";
        case RefusalCode::owner_is_municipality:
            return "owner_is_municipality";
        case RefusalCode::training_required:
            return "training_required";
        case RefusalCode::wash_required:
            return "wash_required";
        case RefusalCode::wrong_state:
            return "wrong_state";
        case RefusalCode::ambiguous_code:
            return "ambiguous_code";
        case RefusalCode::counted_product:
            return "counted_product";
        case RefusalCode::item_needed:
            return "item_needed";
        case RefusalCode::product_code:
            return "product_code";
        case RefusalCode::unknown_accessory:
            return "unknown_accessory";
        case RefusalCode::unknown_borrower:
            return "unknown_borrower";
        case RefusalCode::unknown_code:
            return "unknown_code";
        case RefusalCode::unknown_depot:
            return "unknown_depot";
        case RefusalCode::unknown_item:
            return "unknown_item";
        case RefusalCode::unknown_loan:
            return "unknown_loan";
        case RefusalCode::unknown_product:
            return "unknown_product";
        case RefusalCode::unknown_scan:
            return "unknown_scan";
        case RefusalCode::wrong_check_symbol:
            return "wrong_check_symbol";
        case RefusalCode::borrower_needed:
            return "borrower_needed";
        case RefusalCode::line_ended:
            return "line_ended";
        case RefusalCode::loan_ended:
            return "loan_ended";
        case RefusalCode::start_before_return:
            return "start_before_return";
        case RefusalCode::id_reused:
            return "id_reused";
        case RefusalCode::late_contradiction:
            return "late_contradiction";
        case RefusalCode::undo_already_done:
            return "undo_already_done";
        case RefusalCode::undo_not_last:
            return "undo_not_last";
        case RefusalCode::undo_nothing:
            return "undo_nothing";
        case RefusalCode::undo_other_device:
            return "undo_other_device";
        case RefusalCode::undo_too_late:
            return "undo_too_late";
        case RefusalCode::by_arrangement:
            return "by_arrangement";
        case RefusalCode::depot_exists:
            return "depot_exists";
        case RefusalCode::hms_nr_taken:
            return "hms_nr_taken";
        case RefusalCode::local_nr_taken:
            return "local_nr_taken";
        case RefusalCode::national_number_taken:
            return "national_number_taken";
        case RefusalCode::already_settled:
            return "already_settled";
    }
    return {};
}

}  // namespace domain
