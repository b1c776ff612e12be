#include "reports/plot.hpp"

#include "reports/format.hpp"
#include "reports/plot_drawing.hpp"

namespace reports {
namespace {

void mend(std::string& text) { text = mended(text); }

void mend(Trend& trend) {
    mend(trend.name);
    mend(trend.expected_name);
    // Years that are on no calendar of ours would only make the axis endless.
    const auto is_odd = [](const auto& value) {
        using std::chrono::year;
        return !value.month.ok() || value.month.year() < year{1900} ||
               value.month.year() > year{2199};
    };
    std::erase_if(trend.values, is_odd);
    std::erase_if(trend.expected, is_odd);
}

void mend(Bars& bars) {
    for (Bars::Bar& bar : bars.bars) mend(bar.label);
}

void mend(Stack& stack) {
    mend(stack.lower_name);
    mend(stack.upper_name);
    for (Stack::Step& step : stack.steps) mend(step.label);
}

void mend(Histogram& histogram) {
    mend(histogram.axis);
    for (Histogram::Bin& bin : histogram.bins) mend(bin.label);
}

}  // namespace

Drawing drawn(const Plot& plot) {
    struct Drawer {
        const Plot& plot;
        const Typesetter& type;
        Drawing operator()(const Trend& trend) const { return draw_trend(plot, trend, type); }
        Drawing operator()(const Bars& bars) const { return draw_bars(plot, bars, type); }
        Drawing operator()(const Stack& stack) const { return draw_stack(plot, stack, type); }
        Drawing operator()(const Histogram& histogram) const {
            return draw_histogram(plot, histogram, type);
        }
    };
    Plot clean = plot;
    mend(clean.unit);
    std::visit([](auto& data) { mend(data); }, clean.data);
    const Typesetter type(plot.language);
    return std::visit(Drawer{clean, type}, clean.data);
}

}  // namespace reports
