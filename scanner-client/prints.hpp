#pragma once
// What the scanner prints by itself, as labels for any stock: command labels, badges, loan slips.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "labels/label.hpp"
#include "texts.hpp"

namespace scanner {

// One label for each command, in the order of a day's work.
std::vector<labels::Label> command_sheet(const Texts& texts);

// The badge of a member of staff: letters, digits, dots and hyphens.
labels::Label badge(const Texts& texts, std::string_view staff);

// A shelf's: letters, digits and hyphens.
labels::Label shelf_label(const Texts& texts, std::string_view shelf);

// Goes with the aids: the loan's number, its day and, where there is room, the depot that they come
// back to; never who borrows. An empty day or depot is left out.
labels::Label loan_slip(const Texts& texts, std::int64_t loan, const std::string& due,
                        const std::vector<std::string>& aids, const std::string& depot);

}  // namespace scanner
