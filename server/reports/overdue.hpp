#pragma once
// The overdue list as a report: how many there are, who has what, what was solved.

#include <string>

#include "domain/weekly_list.hpp"
#include "reports/report.hpp"
#include "reports/writers.hpp"

namespace reports {

// The same rows in every format, laid out for what it is for. To be read (PDF, HTML): how many,
// what is new and what is still there at each depot, what was solved. To be worked with: one table
// of all, in a spreadsheet behind how many there are.
Report overdue_report(const domain::NamedOverdueList& named, Language language, Format format);

// "forfalt-2026-W47", "forfalt"
std::string overdue_file_name(const domain::OverdueList& list);

}  // namespace reports
