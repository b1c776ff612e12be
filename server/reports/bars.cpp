#include <algorithm>

#include "reports/frame.hpp"
#include "reports/plot_drawing.hpp"

namespace reports {

Drawing draw_bars(const Plot& plot, const Bars& bars, const Typesetter& type) {
    // The name stands above its bar: beside it, there would be no room on a narrow screen.
    constexpr double first = 26;
    constexpr double slot = 38;
    constexpr double thickness = 12;
    constexpr double gap = 6;
    if (bars.bars.empty()) return nothing(plot);
    double largest = 0;
    double values = 0;
    for (const Bars::Bar& bar : bars.bars) {
        largest = std::max(largest, amount(bar.value));
        values = std::max(values, type.width(value_text(amount(bar.value), plot.language),
                                             {sizes::label, false, true}));
    }
    const double longest = sizes::width - values - gap - 1;
    const double height = first + slot * static_cast<double>(bars.bars.size());
    Drawing drawing{sizes::width, height, {}};
    drawing.add(Words{{0, sizes::label},
                      shortened(type, plot.unit, sizes::label, sizes::width),
                      sizes::label,
                      Anchor::start,
                      Tone::quiet});
    double y = first;
    for (const Bars::Bar& bar : bars.bars) {
        const double value = amount(bar.value);
        const double length = largest > 0 ? longest * value / largest : 0;
        drawing.add(Words{{0, y + sizes::label},
                          shortened(type, bar.label, sizes::label, sizes::width),
                          sizes::label});
        const double top = y + sizes::label + 5;
        if (length > 0) {
            Path path = box(0.5, top, 0.5 + length, top + thickness);
            path.fill = Tone::main;
            drawing.add(std::move(path));
        }
        drawing.add(Words{
            {length + gap, top + thickness - 1.5}, value_text(value, plot.language), sizes::label});
        drawing.add(Path{{{0.5, top - 2}, {0.5, top + thickness + 2}}, {}, Tone::axis});
        y += slot;
    }
    return drawing;
}

}  // namespace reports
