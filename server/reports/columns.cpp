#include <algorithm>
#include <cmath>

#include "reports/frame.hpp"
#include "reports/plot_drawing.hpp"

namespace reports {
namespace {

constexpr double above_columns = 28;
constexpr double below_columns = 26;
constexpr double height = 230;
constexpr double widest_column = 36;  // one or two alone would be walls

bool is_whole(double value) { return value == std::floor(value); }

// From its left to its right side, of that many in the frame.
struct Edges {
    double left, right;
};
Edges column(const Frame& frame, std::size_t index, std::size_t count, double part, double widest) {
    const double slot = (frame.right - frame.left) / static_cast<double>(count);
    const double width = std::min(slot * part, widest);
    const double middle = frame.left + slot * (static_cast<double>(index) + 0.5);
    return {middle - width / 2, middle + width / 2};
}

void style_lower(Path& path) { path.fill = Tone::alarm; }

void style_upper(Path& path) {
    path.fill = Tone::tint;
    path.stroke = Tone::edge;
}

// The names of the two amounts beside the last column, each with a sample of how it looks.
void add_names(Framed& plot, const Typesetter& type, const Stack& stack) {
    constexpr double sample = 9;
    constexpr double apart = 18;
    const Frame& frame = plot.frame;
    const Stack::Step& last = stack.steps.back();
    const double lower = amount(last.lower);
    const double upper = amount(last.upper);
    double lower_y = std::min(frame.y(lower / 2), frame.bottom - apart / 2);
    double upper_y = frame.y(lower + upper / 2);
    if (lower_y - upper_y < apart) upper_y = lower_y - apart;
    if (upper_y < frame.top) {
        upper_y = frame.top;
        lower_y = std::max(lower_y, upper_y + apart);
    }
    const auto add = [&](double y, const std::string& name, void (*style)(Path&)) {
        const double left = frame.right + 8;
        Path path = box(left, y - sample / 2, left + sample, y + sample / 2);
        style(path);
        plot.drawing.add(std::move(path));
        const double x = left + sample + 5;
        plot.drawing.add(Words{{x, y + sizes::label * 0.36},
                               shortened(type, name, sizes::label, sizes::width - x),
                               sizes::label});
    };
    add(upper_y, stack.upper_name, style_upper);
    add(lower_y, stack.lower_name, style_lower);
}

}  // namespace

Drawing draw_stack(const Plot& plot, const Stack& stack, const Typesetter& type) {
    constexpr double widest_name = 110;
    constexpr double beside_name = 24;
    if (stack.steps.empty()) return nothing(plot);
    double largest = 0;
    bool whole = true;
    std::vector<std::string> labels;
    for (const Stack::Step& step : stack.steps) {
        largest = std::max(largest, amount(step.lower) + amount(step.upper));
        whole = whole && is_whole(amount(step.lower)) && is_whole(amount(step.upper));
        labels.push_back(step.label);
    }
    const double name = std::max(type.width(stack.lower_name, {sizes::label}),
                                 type.width(stack.upper_name, {sizes::label}));
    Framed result =
        framed(plot, type, scale_for(largest, whole), height,
               {above_columns, std::min(name, widest_name) + beside_name, below_columns});
    const Frame& frame = result.frame;
    const auto add = [&](const Edges& edges, double from, double to, void (*style)(Path&)) {
        if (to <= from) return;
        Path path = box(edges.left, frame.y(to), edges.right, frame.y(from));
        style(path);
        result.drawing.add(std::move(path));
    };
    for (std::size_t i = 0; i < stack.steps.size(); ++i) {
        const Edges edges = column(frame, i, stack.steps.size(), 0.7, widest_column);
        const double lower = amount(stack.steps[i].lower);
        add(edges, lower, lower + amount(stack.steps[i].upper), style_upper);
        add(edges, 0, lower, style_lower);
    }
    add_labels_below(result, type, labels);
    add_names(result, type, stack);
    return std::move(result.drawing);
}

Drawing draw_histogram(const Plot& plot, const Histogram& histogram, const Typesetter& type) {
    constexpr double small_height = 190;
    constexpr double axis_room = 20;
    if (histogram.bins.empty()) return nothing(plot);
    double largest = 0;
    bool whole = true;
    std::vector<std::string> labels;
    for (const Histogram::Bin& bin : histogram.bins) {
        largest = std::max(largest, amount(bin.count));
        whole = whole && is_whole(amount(bin.count));
        labels.push_back(bin.label);
    }
    Framed result = framed(plot, type, scale_for(largest, whole), small_height,
                           {above_columns, 0, below_columns + axis_room});
    const Frame& frame = result.frame;
    for (std::size_t i = 0; i < histogram.bins.size(); ++i) {
        const double count = amount(histogram.bins[i].count);
        if (count <= 0) continue;
        const Edges edges = column(frame, i, histogram.bins.size(), 0.94, 2 * widest_column);
        Path path = box(edges.left, frame.y(count), edges.right, frame.bottom);
        path.fill = Tone::main;
        result.drawing.add(std::move(path));
    }
    add_labels_below(result, type, labels);
    const double x = (frame.left + frame.right) / 2;
    result.drawing.add(Words{{x, small_height - 6},
                             shortened(type, histogram.axis, sizes::tick, frame.right - frame.left),
                             sizes::tick,
                             Anchor::middle,
                             Tone::quiet});
    return std::move(result.drawing);
}

}  // namespace reports
