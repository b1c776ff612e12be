#pragma once
// All that the scanner says by itself, in bokmål and nynorsk. What the server answers it says in
// the same language. "{}" is filled in by say().

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace scanner {

struct Texts {
    std::string_view sign_stored;
    std::string_view sign_refused;
    std::string_view sign_unknown;
    std::string_view sign_discrepancy;
    std::string_view sign_failed;
    std::string_view waiting;

    // Modes, by their command labels.
    std::string_view mode_out_no_loan;
    std::string_view mode_out;
    std::string_view mode_in;
    std::string_view mode_washed;
    std::string_view mode_inspected;
    std::string_view mode_move;
    std::string_view mode_count;
    std::string_view mode_lookup;

    // What a scan did; the aid is filled in.
    std::string_view did_out;
    std::string_view did_in;
    std::string_view did_washed;
    std::string_view did_inspected;
    std::string_view did_failed_inspection;
    std::string_view did_move;
    std::string_view did_count;
    std::string_view did_nothing;

    std::string_view stored_offline;
    std::string_view last_known;
    std::string_view last_known_on_loan;
    std::string_view days_overdue;
    std::string_view one_day_overdue;
    std::string_view blocked;
    std::string_view infectious;
    std::string_view inspection_overdue;
    std::string_view belongs_to;
    std::string_view training_needed;
    std::string_view checklist_ask;
    std::string_view incomplete_ask;
    std::string_view check_accessories;
    std::string_view pieces;
    std::string_view pieces_left;
    std::string_view pieces_in_stock;
    std::string_view pieces_not_counted;
    std::string_view how_many;
    std::string_view late_answer;

    std::string_view misread;
    std::string_view no_code;
    std::string_view too_long;
    std::string_view not_text;
    std::string_view unknown_command;
    std::string_view not_stored;
    std::string_view unexpected;
    std::string_view untrusted;
    std::string_view token_ended;
    std::string_view not_allowed;

    std::string_view choose_borrower;
    std::string_view chosen_borrower;
    std::string_view chosen_loan;
    std::string_view chosen_loan_unchecked;
    std::string_view loan_ended;
    std::string_view loan_unknown;
    std::string_view loan_needs_server;
    std::string_view loan;
    std::string_view no_match;
    std::string_view many_matches;
    std::string_view too_many_matches;
    std::string_view no_such_choice;
    std::string_view search_needs_server;
    std::string_view finished;
    std::string_view finished_loan;
    std::string_view aids;
    std::string_view one_aid;
    std::string_view due;

    std::string_view hello;
    std::string_view operator_now;
    std::string_view shelf_now;
    std::string_view infectious_next;
    std::string_view failed_next;
    std::string_view only_in;
    std::string_view only_inspected;
    std::string_view shelf_needed;
    std::string_view shelf_too_long;
    std::string_view training_next;
    std::string_view the_borrower;
    std::string_view only_out;
    std::string_view name_too_long;
    std::string_view quantity_next;
    std::string_view quantity_wrong;
    std::string_view only_quantity;
    std::string_view quantity_of_aid;
    std::string_view complete_next;
    std::string_view only_complete;
    std::string_view nothing_missing_of;
    std::string_view which_missing;
    std::string_view no_such_accessory;
    std::string_view noted_missing;
    std::string_view accessories_need_server;

    std::string_view undone;
    std::string_view nothing_to_undo;
    std::string_view undo_earlier;
    std::string_view undo_needs_server;
    std::string_view counting_shelf;
    std::string_view on_shelf;
    std::string_view in_depot;
    std::string_view count_not_open;
    std::string_view count_other_open;
    std::string_view count_shelf_needed;
    std::string_view count_none;
    std::string_view count_needs_server;
    std::string_view count_unsent;
    std::string_view count_stands;
    std::string_view count_missing;
    std::string_view count_unexpected;
    std::string_view count_misplaced;
    std::string_view count_quantity;
    std::string_view and_more;
    std::string_view count_nothing_wrong;
    std::string_view count_close_next;
    std::string_view count_closed;
    std::string_view count_none_missing;
    std::string_view count_now_missing;
    std::string_view count_ended_elsewhere;
    std::string_view count_left_open;
    std::string_view only_count;
    std::string_view swap_first;
    std::string_view swap_second;
    std::string_view swap_not_lent;
    std::string_view swap_unknown;
    std::string_view swap_same;
    std::string_view swapped;
    std::string_view swap_next;
    std::string_view swap_needs_server;
    std::string_view swap_unsure;
    std::string_view swap_no_undo;

    std::string_view label_next;
    std::string_view printed;
    std::string_view no_printer;
    std::string_view print_failed;
    std::string_view does_not_fit;
    std::string_view print_needs_server;
    std::string_view no_loan_to_print;
    std::string_view sheet;
    std::string_view slip;
    std::string_view slip_headline;
    std::string_view slip_title;
    std::string_view badge;
    std::string_view badge_title;
    std::string_view badge_wrong;
    std::string_view shelf_label;
    std::string_view shelf_label_title;
    std::string_view shelf_label_wrong;
    std::string_view slip_due;
    std::string_view slip_return;
    std::string_view slip_more;

    // The command labels of the sheet.
    std::string_view command_out;
    std::string_view command_in;
    std::string_view command_washed;
    std::string_view command_inspected;
    std::string_view command_move;
    std::string_view command_count;
    std::string_view command_lookup;
    std::string_view command_undo;
    std::string_view command_finish;
    std::string_view command_infectious;
    std::string_view command_failed;
    std::string_view command_label;
    std::string_view command_slip;
    std::string_view command_trained;
    std::string_view command_missing;
    std::string_view command_complete;
    std::string_view command_close_count;
    std::string_view command_swap;

    // States of an aid.
    std::string_view ready;
    std::string_view to_clean;
    std::string_view to_inspect;
    std::string_view to_repair;
    std::string_view quarantine;
    std::string_view state_blocked;
    std::string_view missing;
    std::string_view lost;
    std::string_view scrapped;
    std::string_view handed_over;
};

// "nb" or "nn"; anything else is bokmål.
const Texts& texts_in(std::string_view language);

template <class... V>
std::string say(std::string_view text, const V&... values) {
    return fmt::format(fmt::runtime(text), values...);
}

}  // namespace scanner
