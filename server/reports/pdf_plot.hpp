#pragma once
// A plot's drawing on a page of cairo's, in colours for paper.

#include <cairo/cairo.h>

#include "reports/drawing.hpp"
#include "reports/typesetter.hpp"

namespace reports {

// At the current point of origin and in the current units.
void paint(cairo_t* cairo, const Drawing& drawing, const Typesetter& type);

void set_colour(cairo_t* cairo, Tone tone);

}  // namespace reports
