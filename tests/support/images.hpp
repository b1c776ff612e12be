#pragma once
// Pictures made by the libraries of the formats, and files that lie.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace support {

struct Pixel {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
};

struct Image {
    int width = 0;
    int height = 0;
    std::vector<Pixel> pixels;
    Pixel at(int x, int y) const;
};

// Red, green, blue and yellow quarters, in reading order.
Image four_corners(int width, int height);
Image noise(int width, int height);

std::string to_jpeg(const Image& image, const std::string& comment = {});
std::string to_progressive_jpeg(const Image& image);
std::string to_cmyk_jpeg(int width, int height);
// All of it as opaque as that.
std::string to_png(const Image& image, int alpha = 255);
std::string to_webp(const Image& image, int alpha = 255);
std::string moving_webp();
// Of one colour and a bit for each pixel.
std::string grey_png(unsigned width, unsigned height);

Image from_jpeg(std::string_view bytes);
// Its markers from the second to the scan, in hexadecimal: "e0 db c0 c4 da ".
std::string segments(std::string_view jpeg);

// A TIFF block with that orientation.
std::string exif(int orientation, bool big_endian);
std::string with_exif_in_jpeg(const std::string& jpeg, const std::string& exif);
std::string with_exif_in_png(const std::string& png, const std::string& exif);
std::string with_exif_in_webp(const std::string& webp, const std::string& exif);

// The same with another size in its head.
std::string with_size_in_jpeg(std::string jpeg, unsigned width, unsigned height);
std::string with_size_in_png(std::string png, unsigned width, unsigned height);
std::string with_size_in_webp(std::string webp, unsigned width, unsigned height);
// Its last scan so many times more.
std::string with_scans_in_jpeg(const std::string& jpeg, int more);

}  // namespace support
