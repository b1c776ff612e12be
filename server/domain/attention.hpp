#pragma once
// What a scan says back besides "ok": where the aid goes next, and what needs attention.
// Source: DOMAIN.md section 6.

#include <optional>
#include <string>
#include <vector>

#include "domain/item.hpp"
#include "domain/loan.hpp"

namespace domain {

enum class AttentionCode {
    overdue,
    permanent_candidate,
    blocked,
    inspection_due,
    incomplete,
    wrong_depot,
    infectious,
};
std::string_view to_text(AttentionCode code);

struct Attention {
    AttentionCode code = AttentionCode::overdue;
    int days = 0;                           // overdue
    std::vector<CandidateReason> why = {};  // permanent_candidate
    std::vector<std::string> missing = {};  // incomplete
    DepotId depot = {};                     // wrong_depot: where it belongs
    bool planned = false;                   // wrong_depot: a transfer there is planned now
};

struct AttentionFacts {
    ItemStatus before;   // the item as it stood before the scan
    DepotId home_depot;  // of what is under way: its goal
    DepotId scanned_at;
    std::optional<CandidateFacts> loan;  // the open loan before the scan
    bool marked_infectious = false;
    std::vector<std::string> missing_accessories;
    bool notice_blocks = false;  // an open safety notice waits for it
};
// In the order of the list above.
std::vector<Attention> attention(const AttentionFacts& facts, Day day,
                                 const DepotSettings& settings);

enum class InstructionCode {
    hand_out,    // give it to the borrower
    to_clean,    // to the wash
    to_inspect,  // to the inspection
    to_repair,   // to the workshop
    to_shelf,    // ready: put it on its shelf
    reserved,    // ready, and held for a booking
    send_home,   // ready, but it belongs to the other depot
    receive,     // on its way: to be received at its goal
    quarantine,  // set aside until a date
    set_aside,   // blocked: nobody may use it
    on_loan,     // it is with a borrower
    gone,        // missing, lost, scrapped or handed over
    scan_again,  // the code was not understood
    ask,         // a person must look at it
    start_loan,  // choose the borrower first
    next,        // a command was taken; go on
};
std::string_view to_text(InstructionCode code);

struct Instruction {
    InstructionCode code = InstructionCode::next;
    DepotId depot = {};
    std::optional<std::string> shelf = {};
    std::optional<Day> until = {};          // quarantine; due day when handed out
    bool for_good = false;                  // gone: nobody finds it again
    std::optional<BookingId> booking = {};  // reserved
    bool not_counted = false;               // by a scan that wanted to: no open count takes it
};
// Where an item in this standing goes next, seen from the desk that scanned it. goal: while it is
// under way.
Instruction instruction(const ItemStatus& status, bool on_loan, const DepotId& home_depot,
                        const std::optional<DepotId>& goal, Day today);

}  // namespace domain
