#pragma once
// The overdue list as a report: how many there are, who has what, what was solved.

#include <map>
#include <string>

#include "domain/weekly_list.hpp"
#include "reports/report.hpp"
#include "reports/writers.hpp"

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

// The same rows in every format, laid out for what it is for. To be read (PDF, HTML): how many,
// what is new and what is still there at each depot, what was solved. To be worked with: one table
// of all, in a spreadsheet behind how many there are.
Report overdue_report(const domain::OverdueList& list, const OverdueNames& names, LocalTime as_of,
                      Language language, Format format);

// "forfalt-2026-W47", "forfalt"
std::string overdue_file_name(const domain::OverdueList& list);

}  // namespace reports
