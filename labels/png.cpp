#include <array>
#include <cmath>
#include <cstdint>

#include <zlib.h>

#include "labels/painting.hpp"
#include "labels/writers.hpp"

namespace labels {
namespace {

void append_number(std::string& bytes, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<char>(number >> shift & 0xFF));
    }
}

// The chunk pHYs, without which a program prints the picture in a size of its own choice. Cairo
// does not write it.
std::string physical_size(double dpi) {
    const auto dots_per_metre = static_cast<std::uint32_t>(std::lround(dpi / 0.0254));
    constexpr char metre = 1;
    std::string chunk = "pHYs";
    append_number(chunk, dots_per_metre);
    append_number(chunk, dots_per_metre);
    chunk.push_back(metre);
    const auto sum =
        crc32(0, reinterpret_cast<const Bytef*>(chunk.data()), static_cast<uInt>(chunk.size()));
    std::string bytes;
    append_number(bytes, 9);
    bytes += chunk;
    append_number(bytes, static_cast<std::uint32_t>(sum));
    return bytes;
}

}  // namespace

// Shades of grey, a pixel for each dot of the stock's printer.
Written write_png(const Stock& stock, std::size_t start, std::span<const Label> labels) {
    const auto pixels = [&](double length) {
        return static_cast<int>(std::lround(length / dots(stock, 1)));
    };
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_A8, pixels(stock.page_width),
                                                     pixels(stock.page_height)));
    Painter painter(surface.get(), 1 / dots(stock, 1), Modules::filled);
    // Cairo writes this kind of surface as grey, with what is opaque as white.
    cairo_paint(painter.context());
    cairo_set_operator(painter.context(), CAIRO_OPERATOR_DEST_OUT);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (!painter.paint(labels[i], stock, start - 1 + i)) {
            return tl::unexpected(Error{ErrorCode::symbol_too_large, i});
        }
    }
    std::string file;
    cairo_surface_write_to_png_stream(surface.get(), append_to_string, &file);
    finish(surface.get());
    constexpr std::size_t behind_header = 8 + 25;  // the signature and the chunk IHDR
    file.insert(behind_header, physical_size(stock.dpi));
    return file;
}

}  // namespace labels
