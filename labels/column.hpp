#pragma once
// The lines of a label as a column of text beside the symbol.

#include <string>
#include <vector>

#include "labels/stock.hpp"
#include "labels/text.hpp"

namespace labels {

struct Column {
    double left;
    double width;
    double top;     // of the first line's capitals
    double bottom;  // on which the last line stands
};

// The title hangs from the top, the small print stands on the bottom. As large as it goes there;
// then down to the lower margin of the label; then smaller; then with something left out.
std::vector<PlacedText> set_lines(const std::vector<std::string>& lines, const Stock& stock,
                                  const Column& beside_symbol);

}  // namespace labels
