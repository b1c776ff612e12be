#pragma once
// The symbol with its headline: how large it may be and where it goes on a label.

#include <optional>
#include <string>

#include "labels/stock.hpp"
#include "labels/symbol.hpp"
#include "labels/text.hpp"

namespace labels {

// The size of a module below which scanners begin to fail.
constexpr double smallest_module = 0.375;

struct Block {
    double module;
    double left;                      // of the first module; on a whole dot
    double top;                       // the same
    double side;                      // of the symbol, without its quiet zone
    std::optional<PlacedText> below;  // the headline under the symbol

    double quiet() const { return Symbol::quiet * module; }
    // Where text beside the symbol may begin.
    double text_left() const;
    // The line on which the headline stands, else the lower edge of the symbol.
    double bottom() const { return below ? below->baseline : top + side; }
};

// The largest modules that leave more than half of the label to the text; the smallest ones may
// take more than that. None when even they do not fit, or leave no room for the whole headline
// under the symbol.
std::optional<Block> largest_block(const Stock& stock, const Symbol& symbol,
                                   const std::optional<std::u32string>& headline);

// As large as headlines of that width are; not yet placed.
PlacedText headline_for(const std::u32string& text, double width);

}  // namespace labels
