#include "labels/drawing.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "labels/font.hpp"

namespace labels {
namespace {

constexpr double smallest_headline = 1.7;
constexpr double largest_headline = 4.5;
// Of the size to the width: seven letters and two hyphens of middling width.
constexpr double headline_to_width = 0.165;
constexpr double smallest_title = 2.6;
constexpr double largest_title = 4.2;
constexpr double small_print = 0.72;  // as a part of the title's size
constexpr double line_height = 1.2;
constexpr double clearance = 0.3;  // between the quiet zone and text, for what printers round
constexpr double narrowest_column = 10;
constexpr double most_of_width = 0.45;  // for the symbol with its quiet zone
constexpr std::array shrinking{1.0, 0.9, 0.8};

// ---- the symbol with its headline --------------------------------------------------------------

struct Block {
    double module;
    double left;  // of the first module
    double top;
    double side;                      // of the symbol, without its quiet zone
    std::optional<PlacedText> below;  // the headline, where there is room for it under the symbol

    double quiet() const { return Symbol::quiet * module; }
    double text_left() const { return left + side + quiet() + clearance; }
    double bottom() const { return below ? below->baseline : top + side; }
};

// Up to the next whole dot.
double on_dot(const Stock& stock, double length) {
    constexpr double rounding = 1e-6;
    return dots(stock, std::ceil(length / dots(stock, 1) - rounding));
}

// All codes of a stock in much the same size; wide letters make it smaller.
PlacedText headline_for(const std::u32string& text, double width) {
    const double widest = width / std::max(text_width(text, Weight::bold, 1), 1e-3);
    const double size = std::clamp(std::min(widest, width * headline_to_width), smallest_headline,
                                   largest_headline);
    return {to_utf8(shortened(text, Weight::bold, size, width)), Weight::bold, 0, 0, size, width};
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

// The largest modules that leave more than half of the label to the text; the smallest ones may
// take more than that.
std::optional<Block> largest_block(const Stock& stock, const Symbol& symbol,
                                   const std::optional<std::u32string>& headline) {
    const double dot = dots(stock, 1);
    const auto least = static_cast<int>(std::ceil(smallest_module / dot - 1e-6));
    const auto most = static_cast<int>(stock.height / (symbol.size() * dot));
    for (int count = most; count >= least; --count) {
        const auto block = block_of(stock, symbol, count * dot, headline);
        if (block && (count == least || block->text_left() <= stock.width * most_of_width)) {
            return block;
        }
    }
    return std::nullopt;
}

// ---- the column of text ------------------------------------------------------------------------

struct Paragraph {
    std::u32string text;
    Weight weight;
    double size;
    std::vector<std::u32string> lines = {};

    double height() const { return static_cast<double>(lines.size()) * size * line_height; }
    Ink ink() const { return ink_of(text, weight, size); }
};

struct Column {
    double left;
    double width;
    double top;     // of the first line's capitals
    double bottom;  // on which the last line stands
};

double height_of(const std::vector<Paragraph>& paragraphs) {
    double height = 0;
    for (const Paragraph& paragraph : paragraphs) height += paragraph.height();
    if (paragraphs.empty()) return 0;
    // The first line needs only its capitals, and between title and small print there is a gap.
    const double gap = paragraphs.size() > 1 ? paragraphs.back().size / 2 : 0;
    return height + gap - paragraphs.front().size * (line_height - cap_height);
}

// Takes lines from the longest paragraph, then whole paragraphs from the end, until the rest fits.
void cut(std::vector<Paragraph>& paragraphs, const Column& column) {
    while (!paragraphs.empty() && height_of(paragraphs) > column.bottom - column.top) {
        const auto longest = std::max_element(
            paragraphs.begin(), paragraphs.end(),
            [](const auto& a, const auto& b) { return a.lines.size() < b.lines.size(); });
        if (longest->lines.size() <= 1) {
            paragraphs.pop_back();
        } else {
            longest->lines = wrapped(longest->text, longest->weight, longest->size, column.width,
                                     longest->lines.size() - 1);
        }
    }
}

// The title hangs from the top of the column, the small print stands on its bottom.
void place(const std::vector<Paragraph>& paragraphs, const Column& column,
           std::vector<PlacedText>& texts) {
    const auto add = [&](const Paragraph& paragraph, const std::u32string& line, double baseline) {
        texts.push_back(
            {to_utf8(line), paragraph.weight, column.left, baseline, paragraph.size, column.width});
    };
    if (paragraphs.empty()) return;
    const Paragraph& title = paragraphs.front();
    double baseline = column.top + title.size * cap_height;
    for (const std::u32string& line : title.lines) {
        add(title, line, baseline);
        baseline += title.size * line_height;
    }
    double rest = 0;
    for (std::size_t i = 1; i < paragraphs.size(); ++i) rest += paragraphs[i].height();
    baseline = column.bottom - rest;
    for (std::size_t i = 1; i < paragraphs.size(); ++i) {
        for (const std::u32string& line : paragraphs[i].lines) {
            baseline += paragraphs[i].size * line_height;
            add(paragraphs[i], line, baseline);
        }
    }
}

// In the sizes of a label that has room for them.
std::vector<Paragraph> paragraphs_of(const Label& label, const Stock& stock) {
    const double title = std::clamp(stock.height * 0.11, smallest_title, largest_title);
    std::vector<Paragraph> paragraphs;
    for (const std::string& line : label.lines) {
        std::u32string text = plain(line);
        if (text.empty()) continue;
        if (paragraphs.empty()) {
            paragraphs.push_back({std::move(text), Weight::bold, title});
        } else {
            paragraphs.push_back({std::move(text), Weight::medium, title * small_print});
        }
    }
    return paragraphs;
}

// As large as it goes between the upper edge of the symbol and the line of the headline; then down
// to the lower margin; then smaller; then with something left out.
void fill(const Label& label, const Stock& stock, const Column& beside_symbol,
          std::vector<PlacedText>& texts) {
    const std::vector<Paragraph> wanted = paragraphs_of(label, stock);
    if (wanted.empty()) return;
    std::vector<Paragraph> paragraphs;
    Column column = beside_symbol;
    for (const double factor : shrinking) {
        paragraphs = wanted;
        for (Paragraph& paragraph : paragraphs) {
            paragraph.size *= factor;
            paragraph.lines = wrapped(paragraph.text, paragraph.weight, paragraph.size,
                                      column.width, std::nullopt);
        }
        const double highest =
            stock.margin_y + paragraphs.front().ink().above - paragraphs.front().size * cap_height;
        const double lowest = stock.height - stock.margin_y - paragraphs.back().ink().below;
        column.top = std::max(beside_symbol.top, highest);
        for (const double bottom : {std::min(beside_symbol.bottom, lowest), lowest}) {
            column.bottom = bottom;
            if (height_of(paragraphs) <= column.bottom - column.top) {
                return place(paragraphs, column, texts);
            }
        }
    }
    cut(paragraphs, column);
    place(paragraphs, column, texts);
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

    Drawing drawing{*std::move(symbol), block->left, block->top, block->module, {}};
    if (block->below) drawing.texts.push_back(*block->below);
    Column column{block->text_left(), stock.width - stock.margin_x - block->text_left(), block->top,
                  block->bottom()};
    if (column.width < narrowest_column) return drawing;
    if (beside) {
        PlacedText text = headline_for(*headline, column.width);
        text.x = column.left;
        const double highest = stock.margin_y + ink_of(*headline, Weight::bold, text.size).above;
        text.baseline = std::max(column.top + text.size * cap_height, highest);
        column.top = text.baseline + text.size / 2;
        drawing.texts.push_back(std::move(text));
    }
    fill(label, stock, column, drawing.texts);
    return drawing;
}

}  // namespace labels
