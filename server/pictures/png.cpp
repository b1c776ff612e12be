#include <png.h>

#include "pictures/exif.hpp"
#include "pictures/formats.hpp"

namespace pictures {

tl::expected<Decoded, Fault> decode_png(std::string_view file) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) {
        return tl::unexpected(Fault::broken_image);
    }
    if (std::size_t{image.width} * image.height > most_pixels / 2) {
        png_image_free(&image);
        return tl::unexpected(Fault::too_large_image);
    }
    image.format = PNG_FORMAT_RGB;
    Decoded decoded{Raster(static_cast<int>(image.width), static_cast<int>(image.height)),
                    orientation_in_png(file)};
    const png_color white{255, 255, 255};
    // Frees the image, however it ends.
    if (png_image_finish_read(&image, &white, decoded.raster.rgb.data(), 0, nullptr) == 0) {
        return tl::unexpected(Fault::broken_image);
    }
    return decoded;
}

}  // namespace pictures
