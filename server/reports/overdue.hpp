#pragma once
// The overdue list as a report: how many there are, who has what, what was solved.

#include <map>
#include <string>

#include "domain/weekly_list.hpp"
#include "reports/report.hpp"

namespace reports {

// Its moment by the clock on the wall.
struct LocalTime {
    domain::Day day;
    int minute = 0;  // since midnight
};

struct OverdueNames {
    std::map<domain::BorrowerId, domain::ListedBorrower> borrowers;
    std::map<domain::DepotId, std::string> depots;
};

// To be read: how many, a table for each depot, what was solved.
Report overdue_document(const domain::OverdueList& list, const OverdueNames& names, LocalTime as_of,
                        Language language);
// The same rows as one table, to be worked with.
Report overdue_table(const domain::OverdueList& list, const OverdueNames& names, LocalTime as_of,
                     Language language);

// "forfalt-2026-W47", "forfalt"
std::string overdue_file_name(const domain::OverdueList& list);

}  // namespace reports
