#include "pictures/picture.hpp"

#include "pictures/formats.hpp"
#include "pictures/raster.hpp"

namespace pictures {
namespace {

constexpr int quality = 85;
constexpr int small_quality = 80;

tl::expected<Decoded, Fault> decode(std::string_view bytes) {
    constexpr std::string_view jpeg("\xff\xd8\xff");
    constexpr std::string_view png("\x89PNG\r\n\x1a\n");
    if (bytes.starts_with(jpeg)) return decode_jpeg(bytes);
    if (bytes.starts_with(png)) return decode_png(bytes);
    if (bytes.starts_with("RIFF") && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP") {
        return decode_webp(bytes);
    }
    return tl::unexpected(Fault::not_an_image);
}

Raster shrunk(const Raster& raster, int longest) {
    return scaled(raster, within({raster.width, raster.height}, longest));
}

}  // namespace

std::string_view to_text(Fault fault) {
    switch (fault) {
        case Fault::not_an_image:
            return "not_an_image";
        case Fault::broken_image:
            return "broken_image";
        case Fault::too_large_image:
            return "too_large_image";
        case Fault::unsupported_image:
            return "unsupported_image";
    }
    return {};
}

tl::expected<Picture, Fault> read(std::string_view bytes) {
    auto decoded = decode(bytes);
    if (!decoded) return tl::unexpected(decoded.error());
    const Raster whole = upright(shrunk(decoded->raster, longest_side), decoded->orientation);
    Picture picture;
    picture.image = encode_jpeg(whole, quality);
    picture.small = encode_jpeg(shrunk(whole, longest_small_side), small_quality);
    picture.width = whole.width;
    picture.height = whole.height;
    return picture;
}

}  // namespace pictures
