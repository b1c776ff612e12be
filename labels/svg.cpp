#include <cairo/cairo-svg.h>

#include "labels/painting.hpp"
#include "labels/writers.hpp"

namespace labels {

// Cairo writes the letters as outlines, so that they look the same where the font is not installed.
Written write_svg(const Stock& stock, std::size_t start, std::span<const Label> labels) {
    constexpr double points = 72 / 25.4;
    std::string file;
    const Surface surface(cairo_svg_surface_create_for_stream(
        append_to_string, &file, stock.page_width * points, stock.page_height * points));

    Painter painter(surface.get(), points, Modules::filled);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (!painter.paint(labels[i], stock, start - 1 + i)) {
            return tl::unexpected(Error{ErrorCode::symbol_too_large, i});
        }
    }
    painter.next_page();
    finish(surface.get());
    return file;
}

}  // namespace labels
