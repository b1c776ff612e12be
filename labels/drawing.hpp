#pragma once
// One label as a drawing in millimetres from its upper left corner: what every writer writes.

#include <optional>
#include <string>
#include <vector>

#include "labels/label.hpp"
#include "labels/stock.hpp"
#include "labels/symbol.hpp"
#include "labels/text.hpp"

namespace labels {

struct Drawing {
    Symbol symbol;
    double x;       // of the first module; on a whole dot
    double y;       // the same
    double module;  // the side of one; whole dots
    std::vector<PlacedText> texts;
};

// Nothing reaches into the symbol's quiet zone or over the stock's margins: text that is too long
// becomes a little smaller, then more lines, then shorter ("…"). None when the symbol
// cannot be drawn with modules of at least 0.375 mm, or leaves no room for the text.
std::optional<Drawing> draw(const Label& label, const Stock& stock);

}  // namespace labels
