#include "labels/drawing.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "labels/block.hpp"
#include "labels/column.hpp"
#include "labels/font.hpp"

namespace labels {
namespace {

constexpr double narrowest_column = 10;

// At the top of the column, as far as the margin of the label lets it.
PlacedText headline_in(const Column& column, const Stock& stock, const std::u32string& text) {
    PlacedText headline = headline_for(text, column.width);
    const double highest = stock.margin_y + ink_of(text, Weight::bold, headline.size).above;
    headline.x = column.left;
    headline.baseline = std::max(column.top + headline.size * cap_height, highest);
    return headline;
}

}  // namespace

std::optional<Drawing> draw(const Label& label, const Stock& stock) {
    auto symbol = Symbol::encode(label.payload);
    if (!symbol) return std::nullopt;
    std::optional<std::u32string> headline = plain(label.headline);
    if (headline->empty()) headline.reset();
    std::optional<Block> block = largest_block(stock, *symbol, headline);
    const bool beside = !block && headline;
    if (beside) block = largest_block(stock, *symbol, std::nullopt);
    if (!block) return std::nullopt;

    Column column{block->text_left(), stock.width - stock.margin_x - block->text_left(), block->top,
                  block->bottom()};
    const bool needed = beside || !label.lines.empty();
    if (needed && column.width < narrowest_column) return std::nullopt;

    Drawing drawing{*std::move(symbol), block->left, block->top, block->module, {}};
    if (block->below) drawing.texts.push_back(*std::move(block->below));
    if (beside) {
        drawing.texts.push_back(headline_in(column, stock, *headline));
        column.top = drawing.texts.back().baseline + drawing.texts.back().size / 2;
    }
    auto lines = set_lines(label.lines, stock, column);
    std::move(lines.begin(), lines.end(), std::back_inserter(drawing.texts));
    return drawing;
}

}  // namespace labels
