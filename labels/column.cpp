#include "labels/column.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "labels/font.hpp"

namespace labels {
namespace {

constexpr double smallest_title = 2.6;
constexpr double largest_title = 4.2;
constexpr double small_print = 0.72;  // as a part of the title's size
constexpr double line_height = 1.2;
constexpr std::array shrinking{1.0, 0.9, 0.8};

struct Paragraph {
    std::u32string text;
    Weight weight;
    double size;
    std::vector<std::u32string> lines = {};

    double height() const { return static_cast<double>(lines.size()) * size * line_height; }
    Ink ink() const { return ink_of(text, weight, size); }
};

double height_of(const std::vector<Paragraph>& paragraphs) {
    double height = 0;
    for (const Paragraph& paragraph : paragraphs) height += paragraph.height();
    if (paragraphs.empty()) return 0;
    // The first line needs only its capitals, and between title and small print there is a gap.
    const double gap = paragraphs.size() > 1 ? paragraphs.back().size / 2 : 0;
    return height + gap - paragraphs.front().size * (line_height - cap_height);
}

// Without lines of the longest paragraph, then without whole paragraphs at the end, until it fits.
std::vector<Paragraph> cut(std::vector<Paragraph> paragraphs, const Column& column) {
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
    return paragraphs;
}

// The title hangs from the top of the column, the small print stands on its bottom.
std::vector<PlacedText> placed(const std::vector<Paragraph>& paragraphs, const Column& column) {
    std::vector<PlacedText> texts;
    if (paragraphs.empty()) return texts;
    const auto add = [&](const Paragraph& paragraph, const std::u32string& line, double baseline) {
        texts.push_back(
            {to_utf8(line), paragraph.weight, column.left, baseline, paragraph.size, column.width});
    };
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
    return texts;
}

// In the sizes of a label that has room for them.
std::vector<Paragraph> paragraphs_of(const std::vector<std::string>& lines, const Stock& stock) {
    const double title = std::clamp(stock.height * 0.11, smallest_title, largest_title);
    std::vector<Paragraph> paragraphs;
    for (const std::string& line : lines) {
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

}  // namespace

std::vector<PlacedText> set_lines(const std::vector<std::string>& lines, const Stock& stock,
                                  const Column& beside_symbol) {
    const std::vector<Paragraph> wanted = paragraphs_of(lines, stock);
    if (wanted.empty()) return {};
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
                return placed(paragraphs, column);
            }
        }
    }
    return placed(cut(std::move(paragraphs), column), column);
}

}  // namespace labels
