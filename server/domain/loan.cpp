#include "domain/loan.hpp"

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<Stock, 3> stock_names{
    {{Stock::korttid, "korttid"}, {Stock::barn, "barn"}, {Stock::transitt, "transitt"}}};

constexpr Names<Expected, 3> expected_names{{{Expected::under_2_years, "under_2_years"},
                                             {Expected::over_2_years, "over_2_years"},
                                             {Expected::unknown, "unknown"}}};

constexpr Names<EndReason, 8> end_names{{{EndReason::returned, "returned"},
                                         {EndReason::swapped, "swapped"},
                                         {EndReason::estate_settled, "estate_settled"},
                                         {EndReason::permanent, "permanent"},
                                         {EndReason::moved_to_institution, "moved_to_institution"},
                                         {EndReason::lost, "lost"},
                                         {EndReason::scrapped, "scrapped_at_borrower"},
                                         {EndReason::undone, "undone"}}};

}  // namespace

std::string_view to_text(Stock stock) { return name_of(stock_names, stock); }
std::optional<Stock> parse_stock(std::string_view text) { return value_of(stock_names, text); }
std::string_view to_text(Expected expected) { return name_of(expected_names, expected); }
std::optional<Expected> parse_expected(std::string_view text) {
    return value_of(expected_names, text);
}
std::string_view to_text(EndReason reason) { return name_of(end_names, reason); }
std::optional<EndReason> parse_end_reason(std::string_view text) {
    return value_of(end_names, text);
}

DueDate due_date(const DepotCalendar& calendar, Day start, int months) {
    const Day nominal = add_months(start, months);
    return {nominal, next_open_day(calendar, nominal)};
}

LineDays line_days(const DepotCalendar& calendar, Stock stock, Day start,
                   const DepotSettings& settings) {
    if (stock == Stock::barn) {
        const int months = settings.review_months;
        return {std::nullopt, due_date(calendar, start, months).due, months};
    }
    const int months = settings.loan_months;
    return {due_date(calendar, start, months).due, std::nullopt, months};
}

ExtendedLine extend(const DepotCalendar& calendar, Day anchor, int months, Day due, int more,
                    Day today) {
    if (days_overdue(due, today) > 0) return {today, more, due_date(calendar, today, more)};
    return {anchor, months + more, due_date(calendar, anchor, months + more)};
}

int days_overdue(std::optional<Day> due, Day today) {
    if (!due || today <= *due) return 0;
    return static_cast<int>((today - *due).count());
}

DueWindow due_soon(Day today, const DepotSettings& settings) {
    return {today, today + std::chrono::days(settings.due_soon_days)};
}

std::string_view to_text(CandidateReason reason) {
    switch (reason) {
        case CandidateReason::expected_long:
            return "expected_long";
        case CandidateReason::extended:
            return "extended";
        case CandidateReason::overdue:
            return "overdue";
        case CandidateReason::repeated:
            return "repeated";
    }
    return {};
}

std::vector<CandidateReason> candidate_reasons(const CandidateFacts& facts, Day today,
                                               const DepotSettings& settings) {
    std::vector<CandidateReason> reasons;
    if (!facts.borrower_is_person || facts.stock == Stock::barn || !is_municipal(facts.owner)) {
        return reasons;
    }
    if (facts.rests || facts.deceased) return reasons;
    if (facts.expected == Expected::over_2_years) reasons.push_back(CandidateReason::expected_long);
    if (facts.extensions > 0) reasons.push_back(CandidateReason::extended);
    if (days_overdue(facts.due, today) >= settings.candidate_overdue_days) {
        reasons.push_back(CandidateReason::overdue);
    }
    if (facts.repeated) reasons.push_back(CandidateReason::repeated);
    return reasons;
}

std::optional<RefusalCode> lending_refusal(const LendingFacts& facts, Day today) {
    if (!is_municipal(facts.owner) || facts.stock == Stock::transitt) {
        return RefusalCode::not_lendable;
    }
    if (facts.inspection_due && *facts.inspection_due < today) return RefusalCode::inspection_due;
    if (facts.needs_training && !facts.training_recorded) return RefusalCode::training_required;
    return std::nullopt;
}

}  // namespace domain
