#include "reports/frame.hpp"

#include <algorithm>

#include <glib.h>

namespace reports {

Framed framed(const Plot& plot, const Typesetter& type, const Scale& scale, double height,
              const Margins& margins) {
    constexpr double tick_gap = 8;
    Framed result{{sizes::width, height, {}},
                  {0, sizes::width - margins.right, margins.above, height - margins.below, scale}};
    Frame& frame = result.frame;
    Drawing& drawing = result.drawing;
    const auto text = [&](int step) {
        return tick_text(step * scale.step, scale.step, plot.language);
    };
    for (int i = 0; i <= scale.steps; ++i) {
        frame.left =
            std::max(frame.left, type.width(text(i), {sizes::tick, false, true}) + tick_gap);
    }
    drawing.add(Words{{0, sizes::label},
                      shortened(type, plot.unit, sizes::label, sizes::width),
                      sizes::label,
                      Anchor::start,
                      Tone::quiet});
    for (int i = 0; i <= scale.steps; ++i) {
        const double y = frame.y(i * scale.step);
        Path line{{{frame.left, y}, {frame.right, y}}, {}, i == 0 ? Tone::axis : Tone::grid};
        drawing.add(std::move(line));
        drawing.add(Words{{frame.left - tick_gap, y + sizes::tick * 0.36},
                          text(i),
                          sizes::tick,
                          Anchor::end,
                          Tone::quiet});
    }
    return result;
}

Drawing nothing(const Plot& plot) {
    constexpr double height = 60;
    Drawing drawing{sizes::width, height, {}};
    drawing.add(Words{{sizes::width / 2, height / 2 + sizes::label * 0.36},
                      std::string(nothing_to_show(plot.language)),
                      sizes::label,
                      Anchor::middle,
                      Tone::quiet});
    return drawing;
}

std::string shortened(const Typesetter& type, const std::string& text, double size, double width) {
    if (type.width(text, {size}) <= width) return text;
    const std::string dots = "…";
    const double room = width - type.width(dots, {size});
    const char* end = text.data();
    while (*end != '\0') {
        const char* next = g_utf8_next_char(end);
        const auto bytes = static_cast<std::size_t>(next - text.data());
        if (type.width({text.data(), bytes}, {size}) > room) break;
        end = next;
    }
    std::string result(text.data(), end);
    while (result.ends_with(' ')) result.pop_back();
    return result + dots;
}

void add_labels_below(Framed& plot, const Typesetter& type, std::span<const std::string> labels) {
    constexpr double gap = 8;
    constexpr double below = 18;
    const Frame& frame = plot.frame;
    const double slot = (frame.right - frame.left) / static_cast<double>(labels.size());
    std::vector<std::string> texts;
    double widest = 0;
    for (const std::string& label : labels) {
        texts.push_back(shortened(type, label, sizes::tick, 110));
        widest = std::max(widest, type.width(texts.back(), {sizes::tick}));
    }
    std::size_t every = 1;
    while (slot * static_cast<double>(every) < widest + gap) ++every;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if ((texts.size() - 1 - i) % every != 0) continue;
        const double half = type.width(texts[i], {sizes::tick}) / 2;
        const double middle = frame.left + slot * (static_cast<double>(i) + 0.5);
        const double x = std::clamp(middle, half, plot.drawing.width - half);
        plot.drawing.add(
            Words{{x, frame.bottom + below}, texts[i], sizes::tick, Anchor::middle, Tone::quiet});
    }
}

Path box(double left, double top, double right, double bottom) {
    return {{{left, top}, {right, top}, {right, bottom}, {left, bottom}}, {}, {}};
}

}  // namespace reports
