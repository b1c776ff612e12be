#include "labels/font.hpp"

namespace labels {

FontFace font_face(Weight weight) {
    // Cairo's "normal" asks fontconfig for medium, which small print on thermal printers likes.
    return FontFace(cairo_toy_font_face_create(
        "Inter", CAIRO_FONT_SLANT_NORMAL,
        weight == Weight::bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL));
}

FontOptions exact_metrics() {
    FontOptions options(cairo_font_options_create());
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    return options;
}

}  // namespace labels
