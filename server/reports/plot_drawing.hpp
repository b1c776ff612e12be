#pragma once
// Each kind of plot as a drawing; `drawn` chooses among them.

#include "reports/drawing.hpp"
#include "reports/plot.hpp"
#include "reports/typesetter.hpp"

namespace reports {

// Texts of the plot are mended.
Drawing drawn(const Plot& plot);

Drawing draw_trend(const Plot& plot, const Trend& trend, const Typesetter& type);
Drawing draw_bars(const Plot& plot, const Bars& bars, const Typesetter& type);
Drawing draw_stack(const Plot& plot, const Stack& stack, const Typesetter& type);
Drawing draw_histogram(const Plot& plot, const Histogram& histogram, const Typesetter& type);

}  // namespace reports
