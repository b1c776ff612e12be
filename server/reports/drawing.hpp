#pragma once
// A plot in shapes, before it is SVG or a part of a PDF. Its y goes down; its units are about the
// pixels of a narrow screen.

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace reports {

// What a shape stands for; each format has its colours for it.
enum class Tone { words, quiet, grid, axis, main, tint, edge, alarm, paper };

struct Point {
    double x, y;
};

struct Path {
    std::vector<Point> points;
    std::optional<Tone> fill;  // filled paths are closed
    std::optional<Tone> stroke;
    double width = 1;
    bool dashed = false;
};

struct Dot {
    Point at;
    double radius;
    Tone fill;
    Tone stroke;
};

enum class Anchor { start, middle, end };

struct Words {
    Point at;  // on the line they stand on
    std::string text;
    double size;
    Anchor anchor = Anchor::start;
    Tone tone = Tone::words;
    bool halo = false;  // keeps what is behind them at a distance
};

using Shape = std::variant<Path, Dot, Words>;

struct Drawing {
    double width;
    double height;
    std::vector<Shape> shapes;  // the later ones above the earlier

    template <class Kind>
    void add(Kind shape) {
        shapes.emplace_back(std::in_place_type<Kind>, std::move(shape));
    }
};

}  // namespace reports
