#pragma once
// Numbers and days as people in Norway write them.

#include <string>
#include <string_view>

#include "reports/report.hpp"

namespace reports {

// For programs: "-1234,50". Empty when not finite.
std::string plain_number(double value, int decimals);

// For people: "−1 234,50", with spaces that do not break. Empty when not finite.
std::string shown_number(double value, int decimals);

// A cell as people read it.
std::string shown(const Cell& cell, const Column& column);

// The cell of that column; empty where the row is too short.
const Cell& cell_of(const Row& row, std::size_t column);

// How many characters, of any text: what is not UTF-8 counts by its bytes.
std::size_t characters(std::string_view text);

// Well-formed, without control characters and what XML cannot hold; its ends of lines are \n.
std::string mended(std::string_view text);

}  // namespace reports
