#include <cairo/cairo-pdf.h>

#include "labels/painting.hpp"
#include "labels/writers.hpp"

namespace labels {

Written write_pdf(const Stock& stock, std::size_t start, std::span<const Label> labels) {
    constexpr double points = 72 / 25.4;
    std::string file;
    const Surface surface(cairo_pdf_surface_create_for_stream(
        append_to_string, &file, stock.page_width * points, stock.page_height * points));
    const std::string title = "Etiketter, " + std::string(stock.title);
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());

    Painter painter(surface.get(), points, Modules::stencilled);
    const std::size_t places = labels_per_page(stock);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::size_t place = (start - 1 + i) % places;
        if (place == 0 && i > 0) painter.next_page();
        if (!painter.paint(labels[i], stock, place)) {
            return tl::unexpected(Error{ErrorCode::symbol_too_large, i});
        }
    }
    painter.next_page();
    finish(surface.get());
    return file;
}

}  // namespace labels
