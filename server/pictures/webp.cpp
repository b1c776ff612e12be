#include <webp/decode.h>

#include "pictures/exif.hpp"
#include "pictures/formats.hpp"

namespace pictures {
namespace {

// On white, where something is seen through it.
void copy_pixel(const std::uint8_t* rgba, std::uint8_t* rgb) {
    const unsigned alpha = rgba[3];
    for (int i = 0; i < 3; ++i) {
        rgb[i] = static_cast<std::uint8_t>((rgba[i] * alpha + 255U * (255U - alpha) + 127U) / 255U);
    }
}

}  // namespace

tl::expected<Decoded, Fault> decode_webp(std::string_view file) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(file.data());
    WebPDecoderConfig config;
    if (WebPInitDecoderConfig(&config) == 0 ||
        WebPGetFeatures(bytes, file.size(), &config.input) != VP8_STATUS_OK) {
        return tl::unexpected(Fault::broken_image);
    }
    if (config.input.has_animation != 0) return tl::unexpected(Fault::unsupported_image);
    const Size whole{config.input.width, config.input.height};
    if (static_cast<std::size_t>(whole.width) * static_cast<std::size_t>(whole.height) >
        most_pixels / 2) {
        return tl::unexpected(Fault::too_large_image);
    }
    const Size size = within(whole, longest_side);
    config.options.use_scaling = size.width != whole.width || size.height != whole.height ? 1 : 0;
    config.options.scaled_width = size.width;
    config.options.scaled_height = size.height;
    constexpr std::size_t channels = 4;
    const std::size_t stride = channels * static_cast<std::size_t>(size.width);
    std::vector<std::uint8_t> rgba(stride * static_cast<std::size_t>(size.height));
    config.output.colorspace = MODE_RGBA;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = {rgba.data(), static_cast<int>(stride), rgba.size()};
    if (WebPDecode(bytes, file.size(), &config) != VP8_STATUS_OK) {
        return tl::unexpected(Fault::broken_image);
    }
    Decoded decoded{Raster(size.width, size.height), orientation_in_webp(file)};
    for (std::size_t i = 0; i < rgba.size() / channels; ++i) {
        copy_pixel(&rgba[channels * i], &decoded.raster.rgb[3 * i]);
    }
    return decoded;
}

}  // namespace pictures
