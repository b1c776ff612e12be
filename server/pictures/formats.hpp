#pragma once
// The formats: what is in a file, decoded, and a JPEG of it.

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "pictures/picture.hpp"
#include "pictures/raster.hpp"

namespace pictures {

// As it stands in the file, and how to turn it. Possibly made smaller, down to `longest_side`.
struct Decoded {
    Raster raster;
    int orientation = 1;
};

tl::expected<Decoded, Fault> decode_jpeg(std::string_view file);
tl::expected<Decoded, Fault> decode_png(std::string_view file);
tl::expected<Decoded, Fault> decode_webp(std::string_view file);

// Throws std::runtime_error when there is no memory for it.
std::string encode_jpeg(const Raster& raster, int quality);

}  // namespace pictures
