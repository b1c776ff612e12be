#include "labels/painting.hpp"

#include <bit>
#include <stdexcept>

namespace labels {

Painter::Painter(cairo_surface_t* surface, double per_millimetre, Modules modules)
    : context_(cairo_create(surface)),
      medium_(font_face(Weight::medium)),
      bold_(font_face(Weight::bold)),
      modules_(modules) {
    cairo_scale(context_.get(), per_millimetre, per_millimetre);
    cairo_set_font_options(context_.get(), exact_metrics().get());
    cairo_set_source_rgb(context_.get(), 0, 0, 0);
}

bool Painter::paint(const Label& label, const Stock& stock, std::size_t place) {
    const auto drawing = draw(label, stock);
    if (!drawing) return false;
    const Point corner = place_on_page(stock, place);
    const Point at{corner.x + drawing->x, corner.y + drawing->y};
    switch (modules_) {
        case Modules::filled:
            fill(*drawing, at);
            break;
        case Modules::stencilled:
            stencil(*drawing, at);
            break;
    }
    cairo_t* page = context_.get();
    for (const PlacedText& text : drawing->texts) {
        cairo_set_font_face(page, text.weight == Weight::bold ? bold_.get() : medium_.get());
        cairo_set_font_size(page, text.size);
        cairo_move_to(page, corner.x + text.x, corner.y + text.baseline);
        cairo_show_text(page, text.text.c_str());
    }
    return true;
}

void Painter::next_page() { cairo_show_page(context_.get()); }

void Painter::fill(const Drawing& drawing, Point at) {
    const int size = drawing.symbol.size();
    for (int row = 0; row < size; ++row) {
        for (int column = 0; column < size;) {
            const int begin = column;
            while (column < size && drawing.symbol.dark(column, row)) ++column;
            if (column == begin) {
                ++column;
                continue;
            }
            cairo_rectangle(context_.get(), at.x + begin * drawing.module,
                            at.y + row * drawing.module, (column - begin) * drawing.module,
                            drawing.module);
        }
    }
    cairo_fill(context_.get());
}

void Painter::stencil(const Drawing& drawing, Point at) {
    // In cairo's one-bit pictures the order of the bits is that of the machine.
    static_assert(std::endian::native == std::endian::little);
    const int size = drawing.symbol.size();
    const Surface picture(cairo_image_surface_create(CAIRO_FORMAT_A1, size, size));
    unsigned char* bits = cairo_image_surface_get_data(picture.get());
    const int stride = cairo_image_surface_get_stride(picture.get());
    for (int row = 0; row < size; ++row) {
        for (int column = 0; column < size; ++column) {
            if (drawing.symbol.dark(column, row)) {
                unsigned char& byte = bits[row * stride + column / 8];
                byte = static_cast<unsigned char>(byte | 1U << (column % 8));
            }
        }
    }
    cairo_surface_mark_dirty(picture.get());

    cairo_t* page = context_.get();
    cairo_save(page);
    // A hair smaller than it is: every dot that a picture touches is drawn, and what is rounded in
    // the file would else touch one more on a side.
    const double hair = drawing.module / 200;
    const double module = drawing.module - 2 * hair / size;
    cairo_translate(page, at.x + hair, at.y + hair);
    cairo_scale(page, module, module);
    cairo_pattern_t* pattern = cairo_pattern_create_for_surface(picture.get());
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
    cairo_mask(page, pattern);
    cairo_pattern_destroy(pattern);
    cairo_restore(page);
}

cairo_status_t append_to_string(void* closure, const unsigned char* data, unsigned size) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), size);
    return CAIRO_STATUS_SUCCESS;
}

void finish(cairo_surface_t* surface) {
    cairo_surface_finish(surface);
    const cairo_status_t status = cairo_surface_status(surface);
    if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(cairo_status_to_string(status));
}

}  // namespace labels
