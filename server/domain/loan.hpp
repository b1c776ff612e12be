#pragma once
// Rules of a loan: due and review days, overdue, due soon, candidates for permanent need.
// Source: DOMAIN.md sections 4 and 7. Days are of Europe/Oslo.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/calendar.hpp"
#include "domain/readiness.hpp"
#include "domain/settings.hpp"
#include "domain/time.hpp"

namespace domain {

enum class Stock { korttid, barn, transitt };
std::string_view to_text(Stock stock);
std::optional<Stock> parse_stock(std::string_view text);

enum class Expected { under_2_years, over_2_years, unknown };
std::string_view to_text(Expected expected);
std::optional<Expected> parse_expected(std::string_view text);

enum class EndReason {
    returned,
    swapped,
    estate_settled,
    permanent,
    moved_to_institution,
    lost,
    scrapped,
    undone,  // the scan that made the line was undone
};
std::string_view to_text(EndReason reason);
std::optional<EndReason> parse_end_reason(std::string_view text);

struct DueDate {
    Day nominal;  // start + months, clamped
    Day due;      // moved to the depot's next open day
};
DueDate due_date(const DepotCalendar& calendar, Day start, int months);

// The day a loan line must be back, or, in the children's stock, the day it is looked at again.
struct LineDays {
    std::optional<Day> due;
    std::optional<Day> review;
    int months = 0;  // from the start to either, before it was moved to an open day
};
LineDays line_days(const DepotCalendar& calendar, Stock stock, Day start,
                   const DepotSettings& settings);

// An extension: the months are added to those since the anchor, unless the line is overdue; then
// they are counted from today.
struct ExtendedLine {
    Day anchor;
    int months = 0;
    DueDate due;
};
ExtendedLine extend(const DepotCalendar& calendar, Day anchor, int months, Day due, int more,
                    Day today);

// Calendar days after the due day; 0 on it, before it, and without a due day.
int days_overdue(std::optional<Day> due, Day today);
// The due days, both inclusive, of what is due soon today: not overdue, at most the setting's days
// left.
struct DueWindow {
    Day from;
    Day to;
};
DueWindow due_soon(Day today, const DepotSettings& settings);

enum class CandidateReason { expected_long, extended, overdue, repeated };
std::string_view to_text(CandidateReason reason);

struct CandidateFacts {
    bool borrower_is_person = true;
    Stock stock = Stock::korttid;
    Owner owner = Owner::kommune;
    Expected expected = Expected::unknown;
    std::optional<Day> due;
    std::int64_t extensions = 0;
    bool repeated = false;  // of the borrower and the class: domain/candidate
    bool rests = false;     // of these as well
    bool deceased = false;
};
// Why this open line makes its borrower a candidate for permanent need; empty when it does not.
// The reasons come in the order of DOMAIN.md section 7.
std::vector<CandidateReason> candidate_reasons(const CandidateFacts& facts, Day today,
                                               const DepotSettings& settings);

// The guard of a hand-over besides the item's state: owner, stock, periodic inspection, training.
struct LendingFacts {
    Owner owner = Owner::kommune;
    Stock stock = Stock::korttid;
    std::optional<Day> inspection_due;
    bool needs_training = false;
    bool training_recorded = false;
};
std::optional<RefusalCode> lending_refusal(const LendingFacts& facts, Day today);

}  // namespace domain
