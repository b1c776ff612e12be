#include "labels/block.hpp"

#include <algorithm>
#include <cmath>

namespace labels {
namespace {

constexpr double smallest_headline = 1.7;
constexpr double largest_headline = 4.5;
// Of the size to the width: seven letters and two hyphens of middling width.
constexpr double headline_to_width = 0.165;
constexpr double clearance = 0.3;       // between the quiet zone and text, for what printers round
constexpr double most_of_width = 0.45;  // for the symbol with its quiet zone

// Up to the next whole dot.
double on_dot(const Stock& stock, double length) {
    constexpr double rounding = 1e-6;
    return dots(stock, std::ceil(length / dots(stock, 1) - rounding));
}

// None when the label is too small for that, or the symbol too narrow for the whole headline.
std::optional<Block> block_of(const Stock& stock, const Symbol& symbol, double module,
                              const std::optional<std::u32string>& headline) {
    Block block{module, 0, 0, symbol.size() * module, {}};
    block.left = on_dot(stock, std::max(stock.margin_x, block.quiet()));
    block.top = on_dot(stock, std::max(stock.margin_y, block.quiet()));
    double below = std::max(stock.margin_y, block.quiet());
    Ink ink{0, 0};
    if (headline) {
        if (text_width(*headline, Weight::bold, smallest_headline) > block.side) {
            return std::nullopt;
        }
        block.below = headline_for(*headline, block.side);
        ink = ink_of(*headline, Weight::bold, block.below->size);
        below = block.quiet() + clearance + ink.above + ink.below + stock.margin_y;
    }
    const double spare = stock.height - block.top - block.side - below;
    if (spare < 0 || block.left + block.side + block.quiet() > stock.width) return std::nullopt;
    // In the middle of the height, as far as whole dots go.
    block.top += dots(stock, std::floor(spare / 2 / dots(stock, 1)));
    if (block.below) {
        block.below->x = block.left;
        block.below->baseline = block.top + block.side + block.quiet() + clearance + ink.above;
    }
    return block;
}

}  // namespace

double Block::text_left() const { return left + side + quiet() + clearance; }

// All codes of a stock in much the same size; wide letters make it smaller.
PlacedText headline_for(const std::u32string& text, double width) {
    const double widest = width / std::max(text_width(text, Weight::bold, 1), 1e-3);
    const double size = std::clamp(std::min(widest, width * headline_to_width), smallest_headline,
                                   largest_headline);
    return {to_utf8(shortened(text, Weight::bold, size, width)), Weight::bold, 0, 0, size, width};
}

std::optional<Block> largest_block(const Stock& stock, const Symbol& symbol,
                                   const std::optional<std::u32string>& headline) {
    const double dot = dots(stock, 1);
    const auto least = static_cast<int>(std::ceil(smallest_module / dot - 1e-6));
    const auto most = static_cast<int>(stock.height / (symbol.size() * dot));
    for (int count = most; count >= least; --count) {
        auto block = block_of(stock, symbol, count * dot, headline);
        if (block && (count == least || block->text_left() <= stock.width * most_of_width)) {
            return block;
        }
    }
    return std::nullopt;
}

}  // namespace labels
