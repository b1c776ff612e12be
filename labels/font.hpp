#pragma once
// The font of the labels, for those who measure and those who draw.

#include <memory>

#include <cairo/cairo.h>

#include "labels/text.hpp"

namespace labels {

template <class T, void (*destroy)(T*)>
struct CairoDelete {
    void operator()(T* object) const { destroy(object); }
};
using FontFace =
    std::unique_ptr<cairo_font_face_t, CairoDelete<cairo_font_face_t, cairo_font_face_destroy>>;
using FontOptions = std::unique_ptr<cairo_font_options_t,
                                    CairoDelete<cairo_font_options_t, cairo_font_options_destroy>>;

// Inter; where it is not installed, what fontconfig takes in its place.
FontFace font_face(Weight weight);

// Letters are as far apart as the font says, on every surface: what was measured is what is drawn.
FontOptions exact_metrics();

// The height of capital letters without marks, as a part of the size.
constexpr double cap_height = 0.73;

}  // namespace labels
