#pragma once
// What plots with a vertical axis have in common: the frame around the data.

#include <span>

#include "reports/drawing.hpp"
#include "reports/plot.hpp"
#include "reports/scale.hpp"
#include "reports/typesetter.hpp"

namespace reports {

namespace sizes {
constexpr double width = 360;
constexpr double label = 13;
constexpr double tick = 12;
constexpr double line = 2.25;
}  // namespace sizes

// Where the data goes.
struct Frame {
    double left, right, top, bottom;
    Scale scale;

    double y(double value) const { return bottom - (bottom - top) * value / scale.top(); }
};

// What is left free around the data; to the left, the ticks take what they need.
struct Margins {
    double above, right, below;
};

// The unit, the ticks with their grid, and the line of zero, in a drawing of that height.
struct Framed {
    Drawing drawing;
    Frame frame;
};
Framed framed(const Plot& plot, const Typesetter& type, const Scale& scale, double height,
              const Margins& margins);

// A plot with nothing in it says so.
Drawing nothing(const Plot& plot);

// The text, or its beginning with "…", so that it is no wider.
std::string shortened(const Typesetter& type, const std::string& text, double size, double width);

// Below the columns of the frame: every label, or every second, third … counted from the last one,
// so that they do not touch.
void add_labels_below(Framed& plot, const Typesetter& type, std::span<const std::string> labels);

// The rectangle between these corners.
Path box(double left, double top, double right, double bottom);

}  // namespace reports
