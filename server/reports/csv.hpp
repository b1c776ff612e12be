#pragma once
// CSV as Norwegian spreadsheets read it: UTF-8 with BOM, ";" between cells, CRLF after lines,
// decimal comma, days as dd.mm.yyyy. All CSV of the house is written with these.

#include <span>
#include <string>
#include <string_view>

namespace reports {

inline constexpr std::string_view csv_beginning = "\xEF\xBB\xBF";

// Words as a cell: nothing that a spreadsheet takes for a formula, quoted where needed. Numbers
// need none of it, and a negative one would come to harm.
std::string csv_words(std::string_view text);

std::string csv_line(std::span<const std::string> cells);

}  // namespace reports
