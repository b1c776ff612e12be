#pragma once
// A Drawing on a page of cairo's: what PDF, SVG and PNG share.

#include <cstddef>
#include <memory>
#include <string>

#include <cairo/cairo.h>

#include "labels/drawing.hpp"
#include "labels/font.hpp"

namespace labels {

using Surface =
    std::unique_ptr<cairo_surface_t, CairoDelete<cairo_surface_t, cairo_surface_destroy>>;

enum class Modules {
    filled,     // as rectangles: sharp at any size
    stencilled  // as a picture of one bit per module: much faster and smaller in a PDF
};

// Draws black labels on pages measured in millimetres.
class Painter {
public:
    // `per_millimetre`: units of the surface.
    Painter(cairo_surface_t* surface, double per_millimetre, Modules modules);

    // For each label in turn. False when its symbol is too large for the stock.
    bool paint(const Label& label, const Stock& stock, std::size_t place);
    void next_page();

    cairo_t* context() const { return context_.get(); }

private:
    void stencil(const Drawing& drawing, Point at);
    void fill(const Drawing& drawing, Point at);

    std::unique_ptr<cairo_t, CairoDelete<cairo_t, cairo_destroy>> context_;
    FontFace medium_;
    FontFace bold_;
    Modules modules_;
};

// What cairo writes to a stream, appended to the std::string behind `closure`.
cairo_status_t append_to_string(void* closure, const unsigned char* data, unsigned size);

// Throws when something went wrong on the surface: out of memory, a broken font.
void finish(cairo_surface_t* surface);

}  // namespace labels
