#pragma once
// The overdue list as a file, and the parameters that say which list.

#include "api/answer.hpp"
#include "depot/weekly_list.hpp"

namespace api {

// The types of the files, blank between.
inline constexpr std::string_view overdue_file_types =
    "text/csv;charset=utf-8 application/vnd.openxmlformats-officedocument.spreadsheetml.sheet "
    "application/pdf text/html;charset=utf-8";

// "week", "depot" and "requested_by".
depot::OverdueAsked read_overdue_asked(db::ReadTx& tx, Parameters& parameters);

}  // namespace api
