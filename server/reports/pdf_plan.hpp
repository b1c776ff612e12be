#pragma once
// What stands where on the pages of a PDF, before anything is drawn. In points.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/drawing.hpp"
#include "reports/report.hpp"
#include "reports/typesetter.hpp"

namespace reports {

namespace paper {
constexpr double short_side = 595.28;
constexpr double long_side = 841.89;
constexpr double margin = 40;
constexpr double top = 64;     // where a page's content begins, below its head
constexpr double bottom = 52;  // what is left free below it, for the page's number
constexpr double padding = 3;  // within a cell, above and below
constexpr double side_padding = 5;
constexpr Font title{18, true};
constexpr Font heading{12.5, true};
constexpr Font head{9, true};
constexpr Font body{9};
constexpr Font figures{9, false, true};
constexpr Font small{8.5};
}  // namespace paper

// How the column's cells are set.
Font font_of(const Column& column);
bool stands_right(const Column& column);

enum class PieceKind { title, paragraph, heading, figure, head, repeated_head, row, totals };

struct Piece {
    PieceKind kind;
    std::size_t page;
    double y;
    double height;
    std::size_t section;  // of all but title and the paragraphs
    std::size_t row;      // of `row`
    std::string text;     // of title, paragraph, heading
};

struct Plan {
    double width;
    double height;
    std::size_t pages;
    // For each section: how wide its columns are, padding included; and the figure.
    std::vector<std::vector<double>> columns;
    std::vector<std::optional<Drawing>> figures;
    std::vector<Piece> pieces;  // in order

    double inner_width() const { return width - 2 * paper::margin; }
    double inner_height() const { return height - paper::top - paper::bottom; }
    // How much a figure is made smaller: so that it and its heading are on one page.
    double scale_of(const Drawing& figure) const;
};

// The texts of the report must be mended. The same fonts set it as draw it.
Plan planned(const Report& report, const Typesetter& type);

}  // namespace reports
