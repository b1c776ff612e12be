#pragma once
// The numbers of the depot that a municipality might want otherwise: the admin changes them, and
// they are in force at once. Source of the defaults: DOMAIN.md.

#include <array>
#include <span>
#include <string_view>

namespace domain {

struct DepotSettings {
    // Loans.
    int loan_months = 3;
    int review_months = 6;
    int extension_months = 3;    // at most, each
    int extensions_by_ergo = 1;  // of one loan; leder may make more
    int due_soon_days = 14;
    // The aid between two loans.
    int quarantine_days = 5;
    int turnaround_days = 2;  // open days
    int hold_days = 5;        // open days that a booked aid waits for its borrower
    int dead_stock_months = 12;
    // People.
    int anonymise_after_days = 90;  // from when the last thing of a person was closed
    // Permanent need.
    int candidate_overdue_days = 14;
    int repeated_months = 6;        // on loan in all, within twelve
    int candidate_rest_months = 6;  // after a refusal or that there was no need
    // People that one reader may look up in a day before the review of the access log says so.
    int lookups_per_day = 60;
    // From the due day: a first and a second message before, one after, a call, the lost process.
    std::array<int, 5> reminder_steps{-14, -3, 1, 14, 28};

    bool operator==(const DepotSettings&) const = default;
};

// One of the plain numbers, with what it may be.
struct SettingField {
    std::string_view name;
    int DepotSettings::*member;
    int least;
    int most;
};
// All but reminder_steps, in the order above.
std::span<const SettingField> setting_fields();

inline constexpr int least_reminder_step = -60;
inline constexpr int most_reminder_step = 365;

}  // namespace domain
