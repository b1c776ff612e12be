#include "reports/pdf_plot.hpp"

#include <cstdint>
#include <numbers>
#include <stdexcept>

#include <pango/pangocairo.h>

namespace reports {
namespace {

// Designsystemet's light ones, as in the fallbacks of the SVG.
std::uint32_t colour(Tone tone) {
    switch (tone) {
        case Tone::words:
            return 0x1f2c3d;
        case Tone::quiet:
            return 0x545e6b;
        case Tone::grid:
            return 0xb8bcc1;
        case Tone::axis:
            return 0x717a84;
        case Tone::main:
            return 0x00629b;
        case Tone::tint:
            return 0xdeeaf2;
        case Tone::edge:
            return 0x3080ae;
        case Tone::alarm:
            return 0xc01b1b;
        case Tone::paper:
            return 0xffffff;
    }
    throw std::logic_error("no such tone");
}

class Painter {
public:
    Painter(cairo_t* cairo, const Typesetter& type) : cairo_(cairo), type_(type) {}

    void operator()(const Path& path) const {
        for (const auto& [x, y] : path.points) cairo_line_to(cairo_, x, y);
        if (path.fill) {
            cairo_close_path(cairo_);
            set_colour(cairo_, *path.fill);
            cairo_fill_preserve(cairo_);
        }
        if (path.stroke) {
            constexpr double dashes[] = {6, 4};
            cairo_set_dash(cairo_, dashes, path.dashed ? 2 : 0, 0);
            cairo_set_line_width(cairo_, path.width);
            cairo_set_line_join(cairo_, CAIRO_LINE_JOIN_ROUND);
            set_colour(cairo_, *path.stroke);
            cairo_stroke_preserve(cairo_);
        }
        cairo_new_path(cairo_);
    }

    void operator()(const Dot& dot) const {
        cairo_arc(cairo_, dot.at.x, dot.at.y, dot.radius, 0, 2 * std::numbers::pi);
        set_colour(cairo_, dot.fill);
        cairo_fill_preserve(cairo_);
        set_colour(cairo_, dot.stroke);
        cairo_set_dash(cairo_, nullptr, 0, 0);
        cairo_set_line_width(cairo_, 1.5);
        cairo_stroke(cairo_);
    }

    void operator()(const Words& words) const {
        const Layout layout = type_.set(words.text, {words.size});
        const double wide = width_of(layout);
        const double left = words.anchor == Anchor::start    ? words.at.x
                            : words.anchor == Anchor::middle ? words.at.x - wide / 2
                                                             : words.at.x - wide;
        const double baseline =
            static_cast<double>(pango_layout_get_baseline(layout.get())) / PANGO_SCALE;
        cairo_move_to(cairo_, left, words.at.y - baseline);
        if (words.halo) {
            pango_cairo_layout_path(cairo_, layout.get());
            set_colour(cairo_, Tone::paper);
            cairo_set_dash(cairo_, nullptr, 0, 0);
            cairo_set_line_width(cairo_, 3);
            cairo_stroke(cairo_);
            cairo_move_to(cairo_, left, words.at.y - baseline);
        }
        set_colour(cairo_, words.tone);
        pango_cairo_show_layout(cairo_, layout.get());
        cairo_new_path(cairo_);
    }

private:
    cairo_t* cairo_;
    const Typesetter& type_;
};

}  // namespace

void set_colour(cairo_t* cairo, Tone tone) {
    const std::uint32_t rgb = colour(tone);
    const auto part = [rgb](unsigned shift) { return ((rgb >> shift) & 0xFFU) / 255.0; };
    cairo_set_source_rgb(cairo, part(16), part(8), part(0));
}

void paint(cairo_t* cairo, const Drawing& drawing, const Typesetter& type) {
    const Painter painter(cairo, type);
    for (const Shape& shape : drawing.shapes) std::visit(painter, shape);
}

}  // namespace reports
