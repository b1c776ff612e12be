#include "domain/settings.hpp"

namespace domain {
namespace {

constexpr SettingField fields[] = {
    {"loan_months", &DepotSettings::loan_months, 1, 24},
    {"review_months", &DepotSettings::review_months, 1, 24},
    {"extension_months", &DepotSettings::extension_months, 1, 12},
    {"extensions_by_ergo", &DepotSettings::extensions_by_ergo, 0, 10},
    {"due_soon_days", &DepotSettings::due_soon_days, 1, 60},
    {"quarantine_days", &DepotSettings::quarantine_days, 1, 90},
    {"turnaround_days", &DepotSettings::turnaround_days, 0, 30},
    {"hold_days", &DepotSettings::hold_days, 1, 30},
    {"dead_stock_months", &DepotSettings::dead_stock_months, 1, 60},
    {"anonymise_after_days", &DepotSettings::anonymise_after_days, 1, 730},
    {"candidate_overdue_days", &DepotSettings::candidate_overdue_days, 1, 365},
    {"repeated_months", &DepotSettings::repeated_months, 1, 12},
    {"candidate_rest_months", &DepotSettings::candidate_rest_months, 1, 60},
    {"lookups_per_day", &DepotSettings::lookups_per_day, 1, 10'000},
};

}  // namespace

std::span<const SettingField> setting_fields() { return fields; }

}  // namespace domain
