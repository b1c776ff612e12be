#pragma once
// Texts as spreadsheets demand them: how long, of which characters, each but once.

#include <set>
#include <string>
#include <string_view>

namespace reports {

// What a cell holds: at most 32,767 UTF-16 units.
std::string sheet_cell(std::string_view text);

// The name of a sheet: at most 31 UTF-16 units, none of []:*?/\ and no apostrophe at its ends; not
// among the taken, where case does not count, to which it is added.
std::string unique_sheet_name(std::string_view heading, std::set<std::string>& taken);

// The head of a column, on one line, never empty; the same rules of being the only one.
std::string unique_head(std::string_view label, std::set<std::string>& taken);

// The title to the left and the other text to the right above every printed page.
std::string print_head(std::string_view title, std::string_view right);

}  // namespace reports
